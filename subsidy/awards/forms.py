"""What can be typed about decisions."""

from wtforms import SelectField, TextAreaField

from subsidy.awards.domain.decision import Outcome, Status
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, options, required


class FilterForm(BaseForm):
    """The filters of the list, in the address."""

    stand = SelectField(
        N_("Status"), choices=options(("", N_("All")), *((s.value, s.label) for s in Status))
    )
    uitkomst = SelectField(
        N_("Outcome"), choices=options(("", N_("All")), *((o.value, o.label) for o in Outcome))
    )


class ReturnForm(BaseForm):
    """Why a decision goes back to its author."""

    reason = TextAreaField(
        N_("Why do you return the decision?"),
        [required(N_("Write why you return the decision.")), longest(1000)],
    )


class GiveUpForm(BaseForm):
    """Why an award is given up."""

    reason = TextAreaField(
        N_("Why is the award given up?"),
        [required(N_("Write why the award is given up.")), longest(1000)],
    )


class DropWaiverForm(BaseForm):
    """Why an award is not given up after all."""

    reason = TextAreaField(
        N_("Why does the award stand?"),
        [required(N_("Write why the award stands.")), longest(1000)],
    )


class WithdrawForm(BaseForm):
    """Why a call is withdrawn."""

    reason = TextAreaField(
        N_("Why do you withdraw the call?"),
        [required(N_("Write why you withdraw the call.")), longest(1000)],
    )


class ConfirmForm(BaseForm):
    """A page of its own before an act that cannot be undone; nothing to fill in."""
