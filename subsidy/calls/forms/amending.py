"""What can be typed to change what is published."""

from dataclasses import replace

from wtforms import TextAreaField

from subsidy.core.errors import RefusedError
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, MomentField, longest, required

LONGEST_REASON = 1000


class ExtensionForm(BaseForm):
    """A later deadline, and why."""

    sluit = MomentField(N_("New deadline"), [required(N_("Fill in the new deadline."))])
    reason = TextAreaField(
        N_("Why does the call close later?"),
        [required(N_("Write why the call closes later.")), longest(LONGEST_REASON)],
    )

    def show(self, refused: RefusedError) -> None:
        """Bring what is said of a place in the regulation to the field of that name."""
        super().show(
            RefusedError(
                [
                    replace(each, place=(each.place or "").rpartition(".")[2])
                    for each in refused.refusals
                ]
            )
        )


class DropForm(BaseForm):
    """Why a change is not made."""

    reason = TextAreaField(
        N_("Why is the change not made?"),
        [required(N_("Write why the change is not made.")), longest(LONGEST_REASON)],
    )
