"""What is typed to try the selection out by other rules."""

from collections.abc import Sequence

from wtforms import SelectField

from subsidy.calls.domain.criteria import Criterion
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.variant import MOST_PROJECTS, NOBODY, Wish, weight_place
from subsidy.web.forms import (
    BaseForm,
    MoneyField,
    NumberField,
    PercentField,
    between,
    options,
    required,
)


class PointsField(PercentField):
    """Points out of 100 with at most two decimals; gives hundredths."""

    unread = Text("Write the points in digits, like 60 or 62,50.")


class VariantForm(BaseForm):
    """Other rules for the same files; :func:`variant_form` adds the weights."""

    criteria: Sequence[Criterion] = ()
    envelope = MoneyField(N_("Envelope"), [required(N_("Fill in how much there is to divide."))])
    threshold = PointsField(N_("Points from which a file can be funded"))
    max_projects = NumberField(N_("Projects, at most"), [between(1, MOST_PROJECTS)])
    max_per_lead = NumberField(
        N_("Projects per lead partner, at most"), [between(1, MOST_PROJECTS)]
    )
    without = SelectField(N_("Leave out the marks of"), validate_choice=False)

    def to_input(self) -> Wish:
        return Wish(
            envelope=self.envelope.data or Money(0),
            threshold=self.threshold.data,
            max_projects=self.max_projects.data,
            max_per_lead=self.max_per_lead.data,
            weights={each.key: self[weight_place(each.key)].data or 0 for each in self.criteria},
            without=self.without.data or NOBODY,
        )


def variant_form(criteria: Sequence[Criterion], jurors: Sequence[str]) -> type[VariantForm]:
    """Return the form for these criteria and the labels of these jurors."""
    known: list[tuple[str, Text | str]] = [(label, label) for label in jurors]
    fields: dict[str, object] = {
        "criteria": tuple(criteria),
        "without": SelectField(
            N_("Leave out the marks of"),
            choices=options((NOBODY, N_("Nobody")), *known),
            validate_choice=False,
        ),
    }
    for each in criteria:
        fields[weight_place(each.key)] = PercentField(
            each.name, [required(N_("Fill in a weight; zero leaves the criterion out."))]
        )
    return type("VariantForm", (VariantForm,), fields)
