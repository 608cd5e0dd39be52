"""By what one sees that a project works, as fields: a few rows, each with a target per year."""

from collections.abc import Container, Iterator, Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from subsidy.applications.domain.indicators import (
    LABELS,
    LIMITS,
    MOST_ROWS,
    Indicator,
    Measure,
    Target,
    place,
    target_place,
)
from subsidy.applications.forms.parts import VersionedForm, members, one_of
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.planning.domain.codes import TargetGroup
from subsidy.web.forms import CHOOSE, BaseForm, DayField, NumberField, longest, options

SPARE, FEWEST = 1, 2


def rows_on_page(stored: int, typed: Container[str]) -> int:
    """Return how many rows to show: room for one more, and for each row that was typed."""
    sent = [name for name in (place("measure", row) for row in range(MOST_ROWS)) if name in typed]
    return min(max(stored + SPARE, FEWEST, len(sent)), MOST_ROWS)


def indicators_form(rows: int, years: Sequence[int]) -> type[VersionedForm]:
    """Return a form with so many rows; ``years``: in which each can have a target."""
    fields: dict[str, Any] = {}
    for row in range(rows):
        for name, field in _row(row, years):
            field.kwargs["description"] = Text("Indicator %(number)s", number=row + 1)
            fields[name] = field
    return type("IndicatorsForm", (VersionedForm,), fields)


def _row(row: int, years: Sequence[int]) -> Iterator[tuple[str, Any]]:
    yield place("measure", row), _choice("measure", CHOOSE, members(Measure))
    yield place("own", row), StringField(LABELS["own"], [longest(LIMITS["own"], pasted=True)])
    yield place("group", row), _choice("group", N_("Everybody"), members(TargetGroup))
    yield place("unit", row), StringField(LABELS["unit"], [longest(LIMITS["unit"], pasted=True)])
    yield place("baseline", row), NumberField(LABELS["baseline"])
    yield place("measured_on", row), DayField(LABELS["measured_on"])
    for year in years:
        label: Any = Text("Target in %(year)s", year=str(year))  # rendered by the macro
        yield target_place(row, year), NumberField(label)
    source = [longest(LIMITS["source"], pasted=True)]
    yield place("source", row), TextAreaField(LABELS["source"], source)


def _choice(name: str, nothing: str, offered: Sequence[tuple[str, Text]]) -> SelectField:
    choices = options(("", nothing), *offered)
    return SelectField(LABELS[name], choices=choices, validate_choice=False)


def indicators_of(form: BaseForm, rows: int, years: Sequence[int]) -> tuple[Indicator, ...]:
    """Return what was typed, empty rows too: what is wrong is said at the place of its row."""
    return tuple(_indicator(form, row, years) for row in range(rows))


def _indicator(form: BaseForm, row: int, years: Sequence[int]) -> Indicator:
    def typed(name: str) -> Any:  # noqa: ANN401 - each field has its own type
        return form[place(name, row)].data

    targets = ((year, form[target_place(row, year)].data) for year in years)
    return Indicator(
        measure=one_of(Measure, typed("measure")),
        own=clean(typed("own") or ""),
        group=one_of(TargetGroup, typed("group")),
        unit=clean(typed("unit") or ""),
        baseline=typed("baseline"),
        measured_on=typed("measured_on"),
        targets=tuple(Target(year, value) for year, value in targets if value is not None),
        source=clean(typed("source") or ""),
    )


def indicator_values(rows: Sequence[Indicator]) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    found: dict[str, Any] = {}
    for row, one in enumerate(rows):
        found |= {place(name, row): getattr(one, name) for name in LABELS}
        found[place("measure", row)] = one.measure.value if one.measure else ""
        found[place("group", row)] = one.group.value if one.group else ""
        found |= {target_place(row, target.year): target.value for target in one.targets}
    return found
