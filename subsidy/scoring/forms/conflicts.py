"""What is typed about a conflict: by a juror, by an applicant, by the chair."""

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from subsidy.core.text import N_
from subsidy.scoring.domain.conflicts import SAYABLE
from subsidy.web.forms import BaseForm, longest, options, required

LONGEST_REASON = 1_000
LONGEST_NAME = 160
KINDS = options(("", N_("Choose a kind")), *((kind.value, kind.label) for kind in SAYABLE))
WHICH = N_("Choose what kind of conflict it is.")


class ConflictForm(BaseForm):
    """The kind and the reason of a juror who cannot judge a file."""

    kind = SelectField(N_("What kind of conflict is it?"), [required(WHICH)], choices=KINDS)
    reason = TextAreaField(
        N_("Why can you not judge this file?"),
        [required(N_("Write why you cannot judge this file.")), longest(LONGEST_REASON)],
    )


class ObjectionForm(BaseForm):
    """Whom an applicant does not trust to judge, and why."""

    against = StringField(
        N_("Which organisation or person?"),
        [
            required(N_("Fill in the name of an organisation or a person.")),
            longest(LONGEST_NAME),
        ],
    )
    kind = SelectField(N_("What kind of conflict is it?"), [required(WHICH)], choices=KINDS)
    reason = TextAreaField(
        N_("Why is it a conflict of interest?"),
        [required(N_("Write why there is a conflict of interest.")), longest(LONGEST_REASON)],
    )


class DiscloseForm(BaseForm):
    """The chair is sure to give the names of the jury free; that is never taken back."""

    sure = BooleanField(
        N_("I know that this cannot be undone"),
        [required(N_("Tick that you know that this cannot be undone."))],
    )


class RulingForm(BaseForm):
    """What the chair decides of one conflict; ``which``: juror, file and reason."""

    which = HiddenField()
    reason = TextAreaField(
        N_("Why do you decide this?"),
        [required(N_("Write why you decide this.")), longest(LONGEST_REASON)],
    )
