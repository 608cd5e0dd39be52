"""What one partner and others pay beside the subsidy, as fields."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField

from subsidy.applications.domain.funding import (
    LONGEST_NOTE,
    RESTS,
    SOURCE_LABEL,
    Amount,
    Funding,
    Note,
    label,
    note_label,
    note_place,
    place,
)
from subsidy.applications.forms.parts import VersionedForm
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.web.forms import BaseForm, MoneyField, longest


def funding_form(years: Sequence[int], cost_types: Sequence[CostType]) -> type[VersionedForm]:
    """Return a form with what is paid per payer, cost and year, and what each cost is for."""
    fields: dict[str, Any] = {}
    for payer in RESTS:
        for kind in cost_types:
            for year in years:
                where: Any = label(payer, kind, year)  # rendered by the summary of errors
                fields[place(payer, kind, year)] = MoneyField(description=where)
    for kind in cost_types:
        wording: Any = note_label(kind)
        fields[note_place(kind)] = StringField(wording, [longest(LONGEST_NOTE)])
    fields["other_source"] = StringField(SOURCE_LABEL, [longest(LONGEST_NOTE)])
    return type("FundingForm", (VersionedForm,), fields)


def funding_of(
    form: BaseForm, partner_id: str, years: Sequence[int], cost_types: Sequence[CostType]
) -> Funding:
    """Return what was typed; what could not be read counts as nothing."""
    amounts = tuple(
        Amount(
            cost_type=kind,
            year=year,
            own=form[place(RESTS[0], kind, year)].data or Money(0),
            other=form[place(RESTS[1], kind, year)].data or Money(0),
        )
        for kind in cost_types
        for year in years
    )
    written = ((kind, (form[note_place(kind)].data or "").strip()) for kind in cost_types)
    return Funding(
        partner_id=partner_id,
        amounts=tuple(one for one in amounts if one.own or one.other),
        notes=tuple(Note(kind, text) for kind, text in written if text),
        other_source=(form["other_source"].data or "").strip(),
    )


def funding_values(funding: Funding | None) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    if funding is None:
        return {}
    values: dict[str, Any] = {"other_source": funding.other_source}
    for one in funding.amounts:
        for payer in RESTS:
            values[place(payer, one.cost_type, one.year)] = one.of(payer) or None
    return values | {note_place(note.cost_type): note.text for note in funding.notes}
