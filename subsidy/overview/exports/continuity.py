"""The continuity plans: who carries what after the subsidy stops, at what cost, paid from what."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.budget.models import Line
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents import workbook
from subsidy.documents.workbook import Column, Fact, Formula, Introduction, Kind, Sheet
from subsidy.language import words
from subsidy.overview.queries.continuity import PromisedYear, promised_years

CREATOR = "Relanceloket"
LINE, REGION = Text("Programme line"), Text("Reference region")
COST, FUNDED, GAP = Text("Cost"), Text("Funded"), Text("Gap")


def continuity_plans(session: Session, lines: Sequence[Line], made_at: datetime) -> bytes:
    """Return the workbook of all continuity plans of awarded projects on these lines."""
    rows = promised_years(session, lines)
    plans = _plans(rows)
    by_region = _summary(
        Text("Per region"),
        REGION,
        sorted({each.partner.organisation.region or "" for each in rows}),
    )
    by_line = _summary(Text("Per line"), LINE, [line.name for line in lines])
    title = Text("Continuity plans")
    return workbook.write(
        [
            _introduction(title, rows, plans),
            plans,
            _filled(by_region, plans, rows, lambda each: each.partner.organisation.region or ""),
            _filled(by_line, plans, rows, lambda each: each.line.name),
        ],
        title=title,
        creator=CREATOR,
        created=made_at,
    )


def gap(each: PromisedYear) -> Money:
    """Return the cost that nobody pays for yet; a surplus in one year fills no other year."""
    return max(each.year.cost - each.year.funded, Money(0))


def _introduction(title: Text, rows: Sequence[PromisedYear], plans: Sheet) -> Introduction:
    def total(heading: Text, amounts: Iterable[Money]) -> Fact:
        column = _column(plans, heading, len(rows))
        return Fact(heading, Formula(f"SUM({column})", Money.total(amounts)), Kind.MONEY)

    return Introduction(
        title=title,
        lines=(
            Text("One row per realisation, partner and year after the subsidy stops."),
            Text("The gap is the cost for which no funding is found yet."),
        ),
        facts=(
            total(COST, (each.year.cost for each in rows)),
            total(FUNDED, (each.year.funded for each in rows)),
            total(GAP, map(gap, rows)),
        ),
    )


def _plans(rows: Sequence[PromisedYear]) -> Sheet:
    columns = (
        Column(LINE, width=24),
        Column(Text("File number")),
        Column(Text("Project"), width=32),
        Column(Text("Realisation"), width=32),
        Column(Text("Partner"), width=24),
        Column(Text("NIS code")),
        Column(REGION, width=22),
        Column(Text("Year"), Kind.NUMBER),
        Column(Text("What stays"), width=22),
        Column(Text("Owner"), width=24),
        Column(COST, Kind.MONEY, total=True),
        Column(FUNDED, Kind.MONEY, total=True),
        Column(GAP, Kind.MONEY, total=True),
        Column(Text("Funding source"), width=24),
        Column(Text("Deciding body"), width=24),
        Column(Text("Decided on"), Kind.DATE),
        Column(Text("Expected of others"), width=40),
        Column(Text("Risk"), width=16),
        Column(Text("Second source of money"), width=24),
        Column(Text("Of which the second source"), Kind.MONEY, total=True),
        Column(Text("Third source of money"), width=24),
        Column(Text("Of which the third source"), Kind.MONEY, total=True),
        Column(Text("Where is the decision?"), width=30),
    )
    shape = Sheet(Text("Continuity"), columns, ())
    cost, funded = shape.letter(COST), shape.letter(FUNDED)

    def cells() -> Iterator[tuple[object, ...]]:
        for number, each in enumerate(rows, workbook.FIRST_ROW):
            body, promise = each.partner.organisation, each.promise
            yield (
                each.line.name,
                each.application.number,
                each.application.title,
                each.realisation.title,
                body.name,
                body.nis,
                body.region or "",
                each.year.year,
                promise.stays,
                promise.owner,
                each.year.cost,
                each.year.funded,
                Formula(f"MAX({cost}{number}-{funded}{number},0)", gap(each)),
                promise.funding_source,
                promise.deciding_body,
                promise.decided_on,
                promise.expected_of_others,
                promise.risk,
                promise.second_source,
                each.year.second,
                promise.third_source,
                each.year.third,
                promise.decision_document,
            )

    return Sheet(
        shape.name,
        columns,
        tuple(cells()),
        Text("Who carries what after the subsidy stops, at what cost, and what is not funded."),
    )


def _summary(name: Text, heading: Text, groups: Sequence[str]) -> Sheet:
    columns = (
        Column(heading, width=30),
        Column(COST, Kind.MONEY, total=True),
        Column(FUNDED, Kind.MONEY, total=True),
        Column(GAP, Kind.MONEY, total=True),
    )
    explanation = Text("The same figures, summed per %(group)s.", group=heading)
    return Sheet(name, columns, tuple((group,) for group in groups), explanation)


def _filled(
    shape: Sheet,
    plans: Sheet,
    rows: Sequence[PromisedYear],
    group_of: Callable[[PromisedYear], str],
) -> Sheet:
    """Fill a summary with formulas over the plans; what they give now stands beside them."""
    heading = shape.columns[0].heading
    groups = _column(plans, heading, len(rows))
    cells = []
    for number, (group,) in enumerate(shape.rows, workbook.FIRST_ROW):
        members = [each for each in rows if group_of(each) == group]
        sums = {
            COST.msgid: Money.total(each.year.cost for each in members),
            FUNDED.msgid: Money.total(each.year.funded for each in members),
            GAP.msgid: Money.total(map(gap, members)),
        }
        cells.append(
            (
                group,
                *(
                    Formula(
                        f"SUMIFS({_column(plans, each, len(rows))},{groups},$A{number})",
                        sums[each.msgid],
                    )
                    for each in (COST, FUNDED, GAP)
                ),
            )
        )
    return Sheet(shape.name, shape.columns, tuple(cells), shape.explanation)


def _column(sheet: Sheet, heading: Text | str, rows: int) -> str:
    letter = sheet.letter(heading)
    first = workbook.address(words(sheet.name), f"${letter}", f"${workbook.FIRST_ROW}")
    return f"{first}:${letter}${max(workbook.FIRST_ROW, workbook.FIRST_ROW + rows - 1)}"
