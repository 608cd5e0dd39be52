"""What an officer types to give seats and files."""

from collections.abc import Iterable

from wtforms import BooleanField, SelectField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, MomentField, looked_up, options, required


class SeatForm(BaseForm):
    """A seat in the jury; the people to choose from are set by the view."""

    person = SelectField(
        N_("Person"), [required(N_("Choose who gets a seat.")), looked_up], validate_choice=False
    )
    is_chair = BooleanField(N_("Chairs the jury"))

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Show these people, by public id, after an empty first choice."""
        self.person.choices = options(("", N_("Choose a person")), *people)


class AssignForm(BaseForm):
    """Ticked boxes of jurors x files; the boxes themselves are cells of a table."""

    def pairs(self, typed: Iterable[str]) -> list[tuple[str, str]]:
        """Return (juror, file) of every ticked box; a box is named ``juror.file``."""
        found = (box.partition(".") for box in dict.fromkeys(typed))
        return [(juror, file) for juror, _, file in found]


class AgreementsForm(BaseForm):
    """What the jury agrees; the files to choose from are set by the view."""

    first = SelectField(N_("Which file does everybody score first?"))
    due_at = MomentField(N_("Until when do you ask the marks?"))
    closes_at = MomentField(N_("From when can nobody score any more?"))

    def offer(self, files: Iterable[tuple[str, str]]) -> None:
        """Show these files, by public id, after the choice of none."""
        self.first.choices = options(("", N_("None: any order")), *files)
