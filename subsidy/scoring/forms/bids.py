"""What a juror types before the files are divided: which to judge, and which cannot be."""

from collections.abc import Mapping, Sequence

from wtforms import SelectField, TextAreaField

from subsidy.core.text import N_
from subsidy.scoring.domain.bids import Bid
from subsidy.scoring.forms.conflicts import KINDS, LONGEST_REASON, WHICH
from subsidy.web.forms import BaseForm, longest, options, required

BIDS = options(("", N_("I do not say")), *((bid.value, bid.label) for bid in Bid))


def place_of(file: str) -> str:
    """Return the name of the field of a file."""
    return f"bid_{file}"


class BidsForm(BaseForm):
    """A choice per file; :func:`bids_form` adds the fields."""

    files: Sequence[str] = ()

    def to_input(self) -> Mapping[str, Bid | None]:
        """Return the bid by public id of the file; None where nothing is said."""
        return {
            file: Bid(said) if (said := self[place_of(file)].data) else None for file in self.files
        }


def bids_form(files: Mapping[str, str]) -> type[BidsForm]:
    """Return the form for these files, public id -> number."""
    fields: dict[str, object] = {"files": tuple(files)}
    for public_id, number in files.items():
        fields[place_of(public_id)] = SelectField(number, choices=BIDS)
    return type("BidsForm", (BidsForm,), fields)


class EarlyConflictForm(BaseForm):
    """Which file a juror cannot judge, of what kind the conflict is, and why."""

    file = SelectField(N_("File"), [required(N_("Choose a file."))], validate_choice=False)
    kind = SelectField(N_("What kind of conflict is it?"), [required(WHICH)], choices=KINDS)
    reason = TextAreaField(
        N_("Why can you not judge this file?"),
        [required(N_("Write why you cannot judge this file.")), longest(LONGEST_REASON)],
    )

    def offer(self, files: Mapping[str, str]) -> None:
        """Show these files, public id -> number and title, after an empty first choice."""
        self.file.choices = options(("", N_("Choose a file")), *files.items())
