"""A rehearsal as a workbook that can be read again: the way back of ``imports``."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from subsidy.calls.domain.regulation import COST_TYPES
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write
from subsidy.organisations.domain.reference import read
from subsidy.organisations.service import packaged
from subsidy.rehearsal.domain import BudgetRow, Rehearsal, contract
from subsidy.rehearsal.domain.contract import Holds, SheetShape
from subsidy.rehearsal.domain.rows import ContinuityRow

CREATOR = "Relanceloket"
KINDS = {
    Holds.TEXT: Kind.TEXT,
    Holds.WORDS: Kind.TEXT,
    Holds.MONEY: Kind.MONEY,
    Holds.INTEGER: Kind.INTEGER,
    Holds.YEAR: Kind.NUMBER,
    Holds.DAY: Kind.DATE,
    Holds.MOMENT: Kind.MOMENT,
}
WIDE = 40.0
E = TypeVar("E", bound=StrEnum)
Rows = Iterator[Sequence[object]]


def dossiers_workbook(rehearsal: Rehearsal, made_at: datetime, *, explained: bool = False) -> bytes:
    """Return the workbook of a rehearsal. ``explained``: with a sheet that says what goes where."""
    writer = _Writer(rehearsal)
    sheets = [_sheet(shape, rows) for shape, rows in writer.sheets()]
    return write(
        [*([_notes()] if explained else []), *sheets],
        title=rehearsal.regulation.title,
        creator=CREATOR,
        created=made_at,
    )


def _sheet(shape: SheetShape, rows: Rows) -> Sheet:
    columns = [
        Column(heading.name, KINDS[heading.holds], _width(heading.holds))
        for heading in shape.headings
    ]
    return Sheet(shape.name, columns, rows, Text(shape.about))


def _width(holds: Holds) -> float | None:
    return WIDE if holds is Holds.WORDS else None


# One method per sheet: the order of the values is that of the headings in the contract ------------


class _Writer:
    """Writes the rows of a rehearsal in the words of people."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._it = rehearsal
        self._names = {each.nis: each.name for each in read(packaged()).municipalities}

    def sheets(self) -> Iterator[tuple[SheetShape, Rows]]:
        yield contract.APPLICATIONS, self._applications()
        yield contract.PARTNERS, self._partners()
        yield contract.BUDGET, self._budget()
        yield contract.CONTINUITY, self._continuity()
        yield contract.JURORS, self._jurors()
        yield contract.SCORES, self._scores()
        yield contract.RIGHTS, self._rights()

    def _applications(self) -> Rows:
        for row in self._it.applications:
            yield (
                row.number,
                self._names[row.lead_nis],
                row.title,
                row.summary,
                row.starts_on,
                row.ends_on,
                _sum(self._it.budget_of(row.number)),
                row.feasible_minimum,
                row.submitted_at,
                row.contact.name,
                row.contact.function,
                row.contact.email,
                row.contact.telephone,
                row.content.needs,
                row.content.approach,
                _words(row.content.actions, contract.ACTIONS),
                _words(row.content.target_groups, contract.TARGET_GROUPS),
                row.content.other_group,
                _words(row.content.levers, contract.LEVERS),
                _words(row.content.degrees, contract.DEGREES),
                row.privacy.risks,
                row.privacy.measures,
            )

    def _partners(self) -> Rows:
        for row in self._it.partners:
            lines = [x for x in self._it.budget_of(row.number) if x.nis == row.nis]
            yield (
                row.number,
                self._names[row.nis],
                _sum(lines),
                _yes(row.accepts),
                row.tasks,
                row.needs,
                row.signatory,
                row.function,
            )

    def _budget(self) -> Rows:
        words = {kind: word for word, kind in COST_TYPES.items()}
        for row in self._it.budget:
            name = self._names[row.nis]
            yield row.number, name, words[row.cost_type], row.year, row.requested

    def _continuity(self) -> Rows:
        told: set[tuple[str, ...]] = set()
        for row in self._it.continuity:
            is_first = (row.number, row.realisation, row.nis) not in told
            yield (
                row.number,
                row.realisation,
                self._names[row.nis],
                row.year,
                row.cost,
                row.funded,
                *_once(
                    told,
                    (row.number, row.realisation),
                    row.for_whom,
                    row.licence,
                    row.how_to_use,
                    row.conditions,
                    row.available_from,
                    f"{contract.SEPARATOR} ".join(row.adopters),
                ),
                *_once(
                    told,
                    (row.number, row.realisation, row.nis),
                    _word(row.stays, contract.STAYS),
                    row.owner,
                    row.funding_source,
                    row.deciding_body,
                    row.decided_on,
                    row.expected_of_others,
                    _word(row.risk, contract.RISKS),
                ),
                *_sources(row, is_first=is_first),
            )

    def _jurors(self) -> Rows:
        for row in self._it.jurors:
            own = self._names.get(row.employer_nis, "")
            yield row.name, row.employer, own, _yes(row.is_chair)

    def _scores(self) -> Rows:
        for row in self._it.scores:
            yield row.number, row.juror, row.criterion, row.mark, row.motivation

    def _rights(self) -> Rows:
        words = {effort.value: word for word, effort in contract.EFFORTS.items()}
        for row in self._it.rights:
            yield (
                self._names[row.nis],
                row.amount,
                f"{contract.SEPARATOR} ".join(words[effort] for effort in row.efforts),
                row.objective,
                row.description,
                row.realisation,
                row.continuity,
                row.deciding_body,
            )


def _sum(lines: Sequence[BudgetRow]) -> Money:
    return Money.total(line.requested for line in lines)


def _yes(value: bool) -> str:  # noqa: FBT001 - the value itself is what is written
    return "ja" if value else "nee"


def _words(members: Sequence[E], options: Mapping[str, E]) -> str:
    return f"{contract.SEPARATOR} ".join(w for w, member in options.items() if member in members)


def _word(member: E | None, options: Mapping[str, E]) -> str:
    return "" if member is None else _words([member], options)


def _sources(row: ContinuityRow, *, is_first: bool) -> Sequence[object]:
    """Return the second and third source with their part of this year, and the decision."""
    return (
        row.second_source if is_first else None,
        row.second or None,
        row.third_source if is_first else None,
        row.third or None,
        row.decision_document if is_first else None,
    )


def _once(told: set[tuple[str, ...]], key: tuple[str, ...], *values: object) -> Sequence[object]:
    """Return the values on the first row that they belong to, and empty cells on the next."""
    if key in told:
        return [None] * len(values)
    told.add(key)
    return values


# The sheet for people -----------------------------------------------------------------------------


def _notes() -> Introduction:
    return Introduction(
        title=Text("How to fill in this workbook"),
        lines=(
            Text("Row 1 of each sheet holds the headings. Keep their names; their order is free."),
            Text("Amounts are numbers in euro with at most two decimals, never text."),
            Text("Days and moments are cells with the format of a date."),
            Text("Where several words may stand, put a semicolon in between."),
            Text("A cell that may be empty says so; its column may then be left out."),
        ),
        facts=[*_about_headings(), *_about_words()],
        name=contract.NOTES,
    )


def _about_headings() -> Iterator[Fact]:
    for sheet in contract.SHEETS:
        for heading in sheet.headings:
            about = Text(heading.about)
            text = about if heading.filled else Text("%(about)s May be empty.", about=about)
            yield Fact(f"{sheet.name}: {heading.name}", text)


def _about_words() -> Iterator[Fact]:
    lists: Mapping[str, Mapping[str, object]] = {
        "begroting: kostensoort": COST_TYPES,
        "aanvragen: acties": contract.ACTIONS,
        "aanvragen: doelgroepen": contract.TARGET_GROUPS,
        "aanvragen: hefbomen": contract.LEVERS,
        "aanvragen: graden": contract.DEGREES,
        "continuiteit: wat_blijft": contract.STAYS,
        "continuiteit: risico": contract.RISKS,
        "rechten: inspanningen": contract.EFFORTS,
    }
    for name, options in lists.items():
        yield Fact(Text("Words for %(column)s", column=name), f"{'; '.join(options)}")
