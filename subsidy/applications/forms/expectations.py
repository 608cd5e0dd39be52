"""What partners expect of each other, as fields: a few rows, with room for more."""

from collections.abc import Container, Iterator, Sequence
from typing import Any

from wtforms import SelectField, StringField

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.expectations import (
    LABELS,
    LONGEST,
    MOST_ROWS,
    Expectation,
    place,
)
from subsidy.applications.forms.parts import VersionedForm
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.web.forms import CHOOSE, BaseForm, longest, options

SPARE, FEWEST = 2, 3
Choices = Sequence[tuple[str, str]]


def expectation_rows(stored: int, typed: Container[str]) -> int:
    """Return how many rows to show: room for more, and for each row that was typed."""
    sent = [row for row in range(MOST_ROWS) if place("sentence", row) in typed]
    return min(max(stored + SPARE, FEWEST, len(sent)), MOST_ROWS)


def expectations_form(file: CaseFile, rows: int) -> type[VersionedForm]:
    partners = [(partner.id, partner.name) for partner in file.partners]
    titles = [(one.id, one.title) for one in file.realisations]
    fields: dict[str, Any] = {}
    for row in range(rows):
        for name, field in _row(partners, titles):
            field.kwargs["description"] = Text("Expectation %(number)s", number=row + 1)
            fields[place(name, row)] = field
    return type("ExpectationsForm", (VersionedForm,), fields)


def _row(partners: Choices, titles: Choices) -> Iterator[tuple[str, Any]]:
    yield "by", _choice("by", CHOOSE, partners)
    yield "of", _choice("of", CHOOSE, partners)
    yield "about", _choice("about", N_("The whole project"), titles)
    yield "sentence", StringField(LABELS["sentence"], [longest(LONGEST, pasted=True)])


def _choice(name: str, nothing: str, offered: Choices) -> SelectField:
    choices = options(("", nothing), *offered)
    return SelectField(LABELS[name], choices=choices, validate_choice=False)


def expectations_of(form: BaseForm, rows: int) -> tuple[Expectation, ...]:
    """Return what was typed, empty rows too: what is wrong is said at the place of its row."""
    return tuple(
        Expectation(
            by=form[place("by", row)].data or "",
            of=form[place("of", row)].data or "",
            about=form[place("about", row)].data or "",
            sentence=clean(form[place("sentence", row)].data or ""),
        )
        for row in range(rows)
    )


def expectation_values(rows: Sequence[Expectation]) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    return {place(name, row): getattr(one, name) for row, one in enumerate(rows) for name in LABELS}
