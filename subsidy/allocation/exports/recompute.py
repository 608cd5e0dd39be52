"""The workbook with which anybody can do the sum again: live formulas that give the same cents.

Weights and shares are calculated by the spreadsheet in doubles. The divisor was chosen so that no
quotient lies near a half, so rounding gives the exact amounts (see ``domain.distribution``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.allocation.domain.key import Computation, Key, Row
from subsidy.allocation.queries import Computed
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.workbook import (
    FIRST_ROW,
    Column,
    Fact,
    Formula,
    Introduction,
    Kind,
    Sheet,
    address,
    write,
)
from subsidy.language import words

CREATOR = "Relanceloket"
ENVELOPE, DIVISOR = Text("Envelope"), Text("Divisor: weight per cent")
FLOOR, CEILING = Text("Minimum per municipality"), Text("Maximum per municipality")
KEY, SUM = Text("Distribution key"), Text("Recompute")
WEIGHT, CENTS, BOUNDED = Text("Weight"), Text("Rounded to cents"), Text("Between the bounds")
CORRECTION, AMOUNT = Text("Correction in cents"), Text("Drawing right")
LINES = (
    Text("Every amount in this workbook is a live formula. Change a figure and it follows."),
    Text("Share: the figure of the municipality divided by the sum of all municipalities."),
    Text("Weight: the sum of all shares, each times how heavily its indicator counts."),
    Text("Amount: the weight divided by the divisor, rounded to whole cents."),
    Text("An amount is never below the minimum or above the maximum."),
    Text("A correction is only needed when two municipalities compete for the same cent."),
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One indicator: the columns with its figures and shares, its row on the sheet of the key."""

    figures: Column
    shares: Column
    row: int

    def cell(self, letter: str) -> str:
        return address(words(KEY), f"${letter}", f"${self.row}")


def recompute_workbook(computed: Computed, envelope: Money, title: str, made_at: datetime) -> bytes:
    """Return the workbook of one distribution: the key, and one row per municipality."""
    found = [(nis, computed.computation(nis)) for nis in computed.distribution.amounts]
    parts = _parts(found[0][1].rows if found else ())
    shape = _shape(parts)
    return write(
        [
            _introduction(title, computed, envelope, shape),
            _key(found[0][1].rows if found else (), parts, shape, len(found)),
            Sheet(shape.name, shape.columns, _rows(computed, found, parts), shape.explanation),
        ],
        title=title,
        creator=CREATOR,
        created=made_at,
    )


def _parts(rows: Sequence[Row]) -> list[_Part]:
    return [
        _Part(
            Column(row.label, Kind.INTEGER, total=True),
            Column(Text("Share of “%(indicator)s”", indicator=row.label), Kind.NUMBER),
            number,
        )
        for number, row in enumerate(rows, FIRST_ROW)
    ]


def _shape(parts: Sequence[_Part]) -> Sheet:
    """Return the sheet without its rows: formulas must know its columns first."""
    columns = [
        Column(Text("NIS code"), width=10),
        Column(Text("Municipality")),
        *(column for part in parts for column in (part.figures, part.shares)),
        Column(WEIGHT, Kind.NUMBER),
        Column(CENTS, Kind.INTEGER),
        Column(BOUNDED, Kind.INTEGER),
        Column(CORRECTION, Kind.INTEGER),
        Column(AMOUNT, Kind.MONEY, total=True),
    ]
    return Sheet(
        SUM, columns, (), Text("One row per municipality, from its figures to its amount.")
    )


def _introduction(title: str, computed: Computed, envelope: Money, shape: Sheet) -> Introduction:
    amounts = computed.distribution.amounts
    given = Money(sum(amounts.values()))
    facts = [
        *_parameters(computed, envelope),
        Fact(
            Text("Distributed"),
            Formula(f"SUM({_column(shape, AMOUNT, len(amounts))})", given),
            Kind.MONEY,
        ),
        Fact(Text("Number of municipalities"), len(amounts), Kind.INTEGER),
    ]
    return Introduction(title, LINES, facts)


def _parameters(computed: Computed, envelope: Money) -> list[Fact]:
    key = computed.key
    facts = [
        Fact(ENVELOPE, envelope, Kind.MONEY),
        Fact(DIVISOR, computed.distribution.divisor, Kind.NUMBER),
        Fact(FLOOR, Money(key.floor_cents), Kind.MONEY),
    ]
    if key.ceiling_cents is not None:
        facts.append(Fact(CEILING, Money(key.ceiling_cents), Kind.MONEY))
    return facts


def _key(rows: Sequence[Row], parts: Sequence[_Part], shape: Sheet, count: int) -> Sheet:
    return Sheet(
        KEY,
        (
            Column(Text("Indicator"), width=44),
            Column(Text("How heavily it counts"), Kind.PERCENT),
            Column(Text("Sum of all municipalities"), Kind.INTEGER),
        ),
        [
            (
                row.label,
                row.weight_basis_points,
                Formula(f"SUM({_column(shape, part.figures.heading, count)})", row.total),
            )
            for row, part in zip(rows, parts, strict=True)
        ],
        Text("Which figures count, and how heavily."),
    )


def _column(shape: Sheet, heading: Text | str, count: int) -> str:
    letter = shape.letter(heading)
    return address(words(shape.name), f"${letter}", f"${FIRST_ROW}", f"${FIRST_ROW + count - 1}")


def _rows(
    computed: Computed, found: Sequence[tuple[str, Computation]], parts: Sequence[_Part]
) -> Iterator[Sequence[object]]:
    letters = _letters(_shape(parts))
    parameters = Introduction("", LINES, _parameters(computed, Money(0)))
    for number, (nis, each) in enumerate(found, FIRST_ROW):
        row = _RowFormulas(number, letters, parts, computed.key, parameters)
        yield (
            nis,
            computed.recipients.by_nis[nis].name,
            *row.figures(each),
            Formula(row.weight(), each.weight),
            Formula(row.cents(), each.rounded_cents),
            Formula(row.bounded(), each.bounded_cents),
            each.amount_cents - each.bounded_cents,
            Formula(row.amount(), Money(each.amount_cents)),
        )


def _letters(shape: Sheet) -> dict[Text | str, str]:
    return {column.heading: shape.letter(column.heading) for column in shape.columns}


@dataclass(frozen=True, slots=True)
class _RowFormulas:
    """The formulas of one municipality, each from the cells left of it."""

    number: int
    letters: dict[Text | str, str]
    parts: Sequence[_Part]
    key: Key
    parameters: Introduction

    def cell(self, heading: Text | str) -> str:
        return f"{self.letters[heading]}{self.number}"

    def figures(self, each: Computation) -> Iterator[object]:
        for part, row in zip(self.parts, each.rows, strict=True):
            yield row.value
            yield Formula(f"{self.cell(part.figures.heading)}/{part.cell('C')}", row.share)

    def weight(self) -> str:
        return "+".join(f"{p.cell('B')}*{self.cell(p.shares.heading)}" for p in self.parts)

    def cents(self) -> str:
        return f"ROUND({self.cell(WEIGHT)}/{self.parameters.place(DIVISOR)},0)"

    def bounded(self) -> str:
        """Return the formula in cents; the bounds stand in euros, so they are rounded again."""
        inside = self.cell(CENTS)
        if self.key.ceiling_cents is not None:
            inside = f"MIN(ROUND({self.parameters.place(CEILING)}*100,0),{inside})"
        return f"MAX(ROUND({self.parameters.place(FLOOR)}*100,0),{inside})"

    def amount(self) -> str:
        return f"({self.cell(BOUNDED)}+{self.cell(CORRECTION)})/100"
