"""What can be typed about rounds and claims."""

from typing import Any

from wtforms import FieldList as RowsField
from wtforms import (
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from subsidy.allocation.domain.claim import LONGEST, Answers, Effort
from subsidy.allocation.domain.key import Component, Key
from subsidy.allocation.queries import INDICATORS
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.core.text import N_
from subsidy.organisations.domain import REGIONS, sort_name
from subsidy.organisations.domain.registration import LONGEST_NAME
from subsidy.web.forms import (
    BaseForm,
    DayField,
    MomentField,
    MoneyField,
    PercentField,
    VersionField,
    longest,
    options,
    required,
)

ROWS = 5


class ComponentRow(BaseForm):
    """One part of the key; a row without indicator and percentage does not count."""

    indicator = SelectField(
        N_("Indicator"),
        choices=options(("", N_("none")), *((key, i.label) for key, i in INDICATORS.items())),
        validate_choice=False,
    )
    weight = PercentField(N_("Weight"))


class WithKey(BaseForm):
    """A form with the rows of a key: reads them, and shows what is wrong with each."""

    components: "RowsField[FormField[ComponentRow]]"

    def rows(self) -> list[int]:
        """Return the numbers of the rows that are filled in."""
        return [
            number
            for number, row in enumerate(self.components.data or [])
            if row["indicator"] or row["weight"] is not None
        ]

    def key_parts(self) -> tuple[tuple[str, int], ...]:
        found = [(self.components.data or [])[number] for number in self.rows()]
        return tuple((row["indicator"] or "", row["weight"] or 0) for row in found)

    def show(self, refused: RefusedError) -> None:
        """Put what is wrong with the key at the row in which it stands."""
        rest: list[Refusal] = []
        for refusal in refused.refusals:
            field = self._in_key(refusal.place or "")
            if field is None:
                rest.append(refusal)
            else:
                field.errors = [*field.errors, refusal.text]
        self.components.errors = [row.errors for row in self.components if row.errors]
        super().show(RefusedError(rest))

    def _in_key(self, place: str) -> Any:  # noqa: ANN401 - a field of a row
        name, _, number = place.partition("-")
        if name != "components":
            return None
        filled = self.rows()
        row = self.components.entries[filled[int(number)] if number else 0].form
        return row.indicator if number and not row.indicator.data else row.weight


class SimulationForm(WithKey):
    """Other parameters to try, in the address; nothing of it is stored."""

    envelope = MoneyField(N_("Envelope"), [required(N_("Fill in the amount to distribute."))])
    floor = MoneyField(N_("Minimum per municipality"))
    ceiling = MoneyField(N_("Maximum per municipality"))
    components = RowsField(FormField(ComponentRow), min_entries=ROWS, max_entries=ROWS)

    def key(self) -> Key:
        return Key(
            tuple(Component(*part) for part in self.key_parts()),
            (self.floor.data or Money(0)).cents,
            None if self.ceiling.data is None else self.ceiling.data.cents,
        )


class RoundForm(WithKey):
    """Everything of a round that an officer writes; the line is chosen when it is made."""

    line = SelectField(N_("Programme line"))
    title = StringField(N_("Title"), [required(N_("Fill in a title.")), longest(200)])
    aim = TextAreaField(
        N_("What is the money for?"), [required(N_("Write what the money is for.")), longest(3000)]
    )
    opens_at = MomentField(N_("Opens on"), [required(N_("Fill in when the round opens."))])
    closes_at = MomentField(N_("Closes on"), [required(N_("Fill in when the round closes."))])
    first_day = DayField(
        N_("First day of the projects"), [required(N_("Fill in the first day of the projects."))]
    )
    last_day = DayField(
        N_("Last day of the projects"), [required(N_("Fill in the last day of the projects."))]
    )
    envelope = MoneyField(N_("Envelope"), [required(N_("Fill in the amount to distribute."))])
    floor = MoneyField(N_("Minimum per municipality"))
    ceiling = MoneyField(N_("Maximum per municipality"))
    components = RowsField(FormField(ComponentRow), min_entries=ROWS, max_entries=ROWS)
    continuity_statement = TextAreaField(
        N_("What do you expect of the municipalities when the money stops?"),
        [required(N_("Write what the agency expects after the money stops.")), longest(3000)],
    )
    version = VersionField()


def key_values(key: Key) -> dict[str, Any]:
    """Return what stands in the fields of a key at first."""
    rows: list[dict[str, Any]] = [
        {"indicator": part.indicator, "weight": part.weight_basis_points} for part in key.components
    ]
    return {
        "floor": Money(key.floor_cents),
        "ceiling": None if key.ceiling_cents is None else Money(key.ceiling_cents),
        "components": [*rows, *({} for _ in range(ROWS - len(rows)))],
    }


class ClaimForm(BaseForm):
    """The light form of a claim. What is still missing is no fault while drafting."""

    amount = MoneyField(N_("Amount that you claim"))
    contact_name = StringField(N_("Contact"), [longest(LONGEST["contact_name"])])
    contact_email = StringField(N_("E-mail address"), [longest(LONGEST["contact_email"])])
    efforts = SelectMultipleField(
        N_("What will you do?"), choices=options(*((e.value, e.label) for e in Effort))
    )
    objective = StringField(N_("Goal in one sentence"), [longest(LONGEST["objective"])])
    description = TextAreaField(N_("What, where and how?"), [longest(LONGEST["description"])])
    realisation = SelectField(
        N_("Which realisation of others will you use?"), validate_choice=False
    )
    continuity = TextAreaField(
        N_("What goes on after the subsidy, and who pays for it?"), [longest(LONGEST["continuity"])]
    )
    continuity_body = StringField(
        N_("Which body decides on that?"), [longest(LONGEST["continuity_body"])]
    )
    version = VersionField()

    def to_input(self) -> tuple[Answers, Money]:
        """Return the answers and the amount; an empty amount is zero and cannot be submitted."""
        offered = {value for value, *_ in self.realisation.iter_choices()}
        chosen = self.realisation.data or ""
        answers = Answers(
            contact_name=_text(self.contact_name),
            contact_email=_text(self.contact_email),
            efforts=tuple(Effort(value) for value in self.efforts.data or ()),
            objective=_text(self.objective),
            description=_text(self.description),
            realisation=chosen if chosen in offered else "",
            continuity=_text(self.continuity),
            continuity_body=_text(self.continuity_body),
        )
        return answers, self.amount.data or Money(0)


def version_of(form: RoundForm | ClaimForm) -> int:
    """Return which version was on the screen."""
    return form.version.number


class RightsFilter(BaseForm):
    """The filters of the table of drawing rights, in the address."""

    tekst = StringField(N_("Name"))
    regio = SelectField(
        N_("Region"),
        choices=options(("", N_("All regions")), *((name, name) for name in REGIONS)),
        validate_choice=False,
    )

    def asked(self) -> dict[str, str]:
        """Return what is filtered on, for the address of the export."""
        return {name: value for name, value in self.data.items() if value}

    def matches(self, name: str, region: str | None) -> bool:
        typed = sort_name((self.tekst.data or "")[:LONGEST_NAME])
        wanted = self.regio.data if self.regio.data in REGIONS else ""
        found = sort_name(name)
        named = found.startswith(typed) or f" {typed}" in found
        return named and (not wanted or region == wanted)


class ReturnForm(BaseForm):
    """Why a round goes back to its author."""

    reason = TextAreaField(
        N_("Why do you return the round?"),
        [required(N_("Write why you return the round.")), longest(1000)],
    )


class ConfirmForm(BaseForm):
    """A page of its own before an act that cannot be undone; nothing to fill in."""


def _text(field: Any) -> str:  # noqa: ANN401 - any field that holds a text
    return (field.data or "").replace("\r\n", "\n").strip()
