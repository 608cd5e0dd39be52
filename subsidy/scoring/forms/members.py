"""What is typed about who sits in a jury: an invitation, its answer, somebody who drops out."""

from collections.abc import Iterable

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from subsidy.core.text import N_
from subsidy.scoring.domain.seats import LONGEST_WHY, SeatKind
from subsidy.web.forms import BaseForm, longest, options, required


class InviteForm(BaseForm):
    """Whom the officer invites, and as what."""

    person = SelectField(
        N_("Person"), [required(N_("Choose whom you invite."))], validate_choice=False
    )
    kind = RadioField(
        N_("As what?"),
        [required(N_("Choose as what you invite this person."))],
        choices=options(*((kind.value, kind.label) for kind in SeatKind)),
        default=SeatKind.MEMBER.value,
    )

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        self.person.choices = options(("", N_("Choose a person")), *people)


class DropOutForm(BaseForm):
    """Which juror drops out, and why."""

    juror = SelectField(N_("Juror"), [required(N_("Choose who drops out."))], validate_choice=False)
    reason = TextAreaField(
        N_("Why does this juror drop out?"),
        [required(N_("Write why this juror drops out.")), longest(LONGEST_WHY)],
    )

    def offer(self, jurors: Iterable[tuple[str, str]]) -> None:
        self.juror.choices = options(("", N_("Choose a juror")), *jurors)


class CallUpForm(BaseForm):
    """Which stand-in takes a seat."""

    stand_in = StringField(widget=HiddenInput())


class AnswerForm(BaseForm):
    """What an invited person answers."""

    answer = RadioField(
        N_("Can you sit in this jury?"),
        [required(N_("Choose yes or no."))],
        choices=options(("yes", N_("Yes, I accept")), ("no", N_("No, I cannot"))),
    )
    reason = TextAreaField(N_("Why can you not?"), [longest(LONGEST_WHY)])
