"""What an officer writes of the time after the money of a line, and what a colleague confirms."""

from wtforms import TextAreaField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, VersionField, longest, required


class StatementForm(BaseForm):
    stays = TextAreaField(
        N_("What stays when the money stops, and who pays for it?"),
        [required(N_("Write what stays.")), longest(3000)],
    )
    expected = TextAreaField(
        N_("What must local authorities do themselves from then on?"),
        [
            required(N_("Write what local authorities must do, even if that is nothing.")),
            longest(3000),
        ],
    )
    version = VersionField()


class ConfirmForm(BaseForm):
    """A page of its own before an act that cannot be undone."""

    version = VersionField()


class ReasonForm(BaseForm):
    reason = TextAreaField(N_("Why?"), [required(N_("Write why.")), longest(1000)])
