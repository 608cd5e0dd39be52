"""From mark to envelope by live formulas: what anybody does again in the workbook of a ranking.

A formula names cells of its own row and whole columns, never another row, so that a sheet may be
sorted. The spreadsheet counts in doubles; the sums are rounded to the thousandth of a point that
they exactly are, and the mean is rounded in whole numbers, a half to the even hundredth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.workbook import FIRST_ROW, Column, Fact, Formula, Kind, Sheet, address
from subsidy.language import words
from subsidy.scoring.domain.marks import HIGHEST
from subsidy.scoring.domain.outcome import Row

NUMBER, JUROR = Text("Number"), Text("Juror")
WEIGHT, MARK, WEIGHTED = Text("Weight"), Text("Mark"), Text("Weighted points")
CONSENSUS = Text("Consensus")
MARKS, SHEETS, AGAIN = Text("Marks"), Text("Points per juror"), Text("Recompute")
JURORS, ALL_POINTS = Text("Number of jurors"), Text("Points of all jurors")
POINTS, POINTS_THEN = Text("Points out of 100"), Text("Points in the selection")
RANK, RANK_THEN = Text("Rank"), Text("Rank in the selection")
AWARDED, TOGETHER, LEFT = Text("Awarded"), Text("Awarded up to here"), Text("Left in the envelope")
PER_MILLE = 1_000  # of a point: a mark of ten with all the weight is a hundred points


@dataclass(frozen=True, slots=True)
class Scored:
    """What one juror, by label, gave one file; ``marks``: weight in basis points and mark."""

    number: str
    juror: str
    marks: Sequence[tuple[int, int]]

    @property
    def points(self) -> Fraction:
        """Out of 100."""
        return sum((weighted(*each) for each in self.marks), Fraction(0))


def weighted(weight: int, mark: int) -> Fraction:
    """Return what a mark brings in points out of 100; ``weight`` in basis points."""
    return Fraction(weight * mark, HIGHEST * 100)


def weighted_again(marks: Sheet, row: int, weight: int, mark: int) -> Formula:
    """Return the same as a formula beside the mark; a consensus beside it takes its place."""
    counts = f"{marks.letter(MARK)}{row}"
    if any(column.heading == CONSENSUS for column in marks.columns):
        agreed = f"{marks.letter(CONSENSUS)}{row}"
        counts = f"IF(ISNUMBER({agreed}),{agreed},{counts})"
    cells = f"{marks.letter(WEIGHT)}{row}*{counts}"
    return Formula(f"ROUND({HIGHEST}*{cells},3)", weighted(weight, mark))


def per_juror(marks: Sheet, scored: Sequence[Scored]) -> Sheet:
    """Return a row for each juror and file; ``marks``: the sheet of which the rows are summed."""
    last = FIRST_ROW + sum(len(each.marks) for each in scored) - 1
    number, juror, points = (_column(marks, each, last) for each in (NUMBER, JUROR, WEIGHTED))

    def rows() -> Iterator[Sequence[object]]:
        for row, each in enumerate(scored, FIRST_ROW):
            total = f"ROUND(SUMIFS({points},{number},A{row},{juror},B{row}),3)"
            yield each.number, each.juror, Formula(total, each.points)

    return Sheet(
        SHEETS,
        (Column(NUMBER, width=16), Column(JUROR, width=14), Column(POINTS, Kind.NUMBER)),
        rows(),
        Text("One row per application and juror: each mark times its weight, added up."),
    )


def per_file(
    jurors: Sheet, scored: Sequence[Scored], rows: Sequence[Row], envelope: tuple[str, Money]
) -> Sheet:
    """Return a row for each file; ``envelope``: the cell in which it stands, and its amount."""
    given: dict[str, list[Fraction]] = {}
    for each in scored:
        given.setdefault(each.number, []).append(each.points)
    shape = _shape()
    last = FIRST_ROW + len(scored) - 1
    again = _Again(
        letters={column.heading: shape.letter(column.heading) for column in shape.columns},
        last=FIRST_ROW + len(rows) - 1,
        numbers=_column(jurors, NUMBER, last),
        points=_column(jurors, POINTS, last),
        envelope=envelope,
    )
    return Sheet(shape.name, shape.columns, again.rows(rows, given), shape.explanation)


def facts(rows: Sequence[Row], envelope: Money) -> Iterator[Fact]:
    """Give the sums of the sheet with all files, and how many files differ from the selection."""
    shape, last = _shape(), FIRST_ROW + len(rows) - 1
    awarded = Money.total(row.awarded for row in rows)
    pairs = [
        f"({_column(shape, now, last)}<>{_column(shape, then, last)})"
        for now, then in ((POINTS, POINTS_THEN), (RANK, RANK_THEN))
    ]
    total = f"SUM({_column(shape, AWARDED, last)})"
    yield Fact(Text("Awarded together"), Formula(total, awarded), Kind.MONEY)
    left = f"MIN({_column(shape, LEFT, last)})"
    yield Fact(LEFT, Formula(left, envelope - awarded), Kind.MONEY)
    different = f"SUMPRODUCT((({'+'.join(pairs)})>0)*1)"
    yield Fact(
        Text("Applications with other points or another rank when recomputed"),
        Formula(different, 0),
        Kind.INTEGER,
    )


def _shape() -> Sheet:
    """Return the sheet without its rows: formulas must know its columns first."""
    columns = (
        Column(NUMBER, width=16),
        Column(JURORS, Kind.INTEGER),
        Column(ALL_POINTS, Kind.NUMBER),
        Column(POINTS, Kind.SCORE),
        Column(POINTS_THEN, Kind.SCORE),
        Column(RANK, Kind.INTEGER),
        Column(RANK_THEN, Kind.INTEGER),
        Column(AWARDED, Kind.MONEY, total=True),
        Column(TOGETHER, Kind.MONEY),
        Column(LEFT, Kind.MONEY),
    )
    return Sheet(
        AGAIN,
        columns,
        (),
        Text(
            "Live formulas over the marks. Files with the same points keep the order that the "
            "selection gave them."
        ),
    )


@dataclass(frozen=True, slots=True)
class _Again:
    """The formulas of the files. ``numbers``, ``points``: columns with each juror and file."""

    letters: Mapping[Text | str, str]
    last: int
    numbers: str
    points: str
    envelope: tuple[str, Money]

    def rows(
        self, rows: Sequence[Row], given: Mapping[str, Sequence[Fraction]]
    ) -> Iterator[Sequence[object]]:
        together = Money(0)
        cell, envelope = self.envelope
        for at, row in enumerate(rows, FIRST_ROW):
            own = given.get(row.number, ())
            together += row.awarded
            yield (
                row.number,
                Formula(f"COUNTIF({self.numbers},{self._cell(NUMBER, at)})", len(own)),
                Formula(self._all_points(at), sum(own, Fraction(0))),
                Formula(self._mean(at), row.merit),
                row.merit,
                Formula(self._rank(at), row.rank),
                row.rank,
                row.awarded,
                Formula(self._together(at), together),
                Formula(f"{cell}-{self._cell(TOGETHER, at)}", envelope - together),
            )

    def _cell(self, heading: Text, row: int) -> str:
        return f"{self.letters[heading]}{row}"

    def _whole(self, heading: Text) -> str:
        letter = self.letters[heading]
        return f"${letter}${FIRST_ROW}:${letter}${self.last}"

    def _all_points(self, row: int) -> str:
        return f"ROUND(SUMIF({self.numbers},{self._cell(NUMBER, row)},{self.points}),3)"

    def _mean(self, row: int) -> str:
        """Return the mean of the jurors, rounded once, in whole numbers."""
        part = f"ROUND({self._cell(ALL_POINTS, row)}*{PER_MILLE},0)"
        by = f"({PER_MILLE // 100}*{self._cell(JURORS, row)})"
        below = f"({part}-MOD({part},{by}))/{by}"
        half = f"2*MOD({part},{by})"
        return f"({below}+IF({half}>{by},1,IF({half}={by},MOD({below},2),0)))/100"

    def _rank(self, row: int) -> str:
        points, then = self._whole(POINTS), self._whole(RANK_THEN)
        own, place = self._cell(POINTS, row), self._cell(RANK_THEN, row)
        return f"1+SUMPRODUCT(({points}>{own})+({points}={own})*({then}<{place}))"

    def _together(self, row: int) -> str:
        ranks, awarded = self._whole(RANK), self._whole(AWARDED)
        return f'SUMIF({ranks},"<="&{self._cell(RANK, row)},{awarded})'


def _column(shape: Sheet, heading: Text | str, last: int) -> str:
    letter = f"${shape.letter(heading)}"
    return address(words(shape.name), letter, f"${FIRST_ROW}", f"${last}")
