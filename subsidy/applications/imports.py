"""What comes into the slice of applications from files: a budget that was filled in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from subsidy.applications.domain.amounts import NO_PERIOD
from subsidy.applications.domain.case_file import CaseFile, FileLine
from subsidy.applications.domain.conflicts import funding_differences
from subsidy.applications.domain.funding import LONGEST_NOTE, Amount, Funding, Note, Payer
from subsidy.applications.exports.budget import (
    COST,
    HEADINGS,
    MADE_FROM,
    NOTE,
    PARTNER,
    SHEET,
    YEAR,
    partner_names,
)
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import refuse
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.reading import Row, open_workbook
from subsidy.language import words

NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class BudgetRead:
    """The whole budget and the rest of the partners that change, as the workbook wants them.

    A row that is not in the workbook changes nothing: who sends its own rows empties no other.
    """

    lines: tuple[FileLine, ...]
    funding: tuple[Funding, ...]


def read_budget(
    data: bytes, file: CaseFile, cost_types: Sequence[CostType], versions: Mapping[str, str]
) -> BudgetRead:
    """Read a filled in workbook. Raises RefusedError with every fault and its cell."""
    if not file.years:
        raise refuse(NO_PERIOD)
    book = open_workbook(data)
    sheet = book.sheet(words(SHEET), required=[words(heading) for heading in HEADINGS])
    read = [_Read(row, file, cost_types) for row in sheet]
    if not read:
        book.fault(Text("This sheet has no rows. Nothing was changed."), words(SHEET))
    _refuse_twice(read)
    _refuse_old(read, versions)
    book.finish(ignore=[words(Text("Explanation"))])
    return BudgetRead(tuple(_lines(read, file)), tuple(_fundings(read, file)))


def _refuse_twice(read: Sequence["_Read"]) -> None:
    seen: dict[tuple[str, CostType, int], int] = {}
    for one in read:
        if one.row.faulty:
            continue
        first = seen.setdefault(one.cell, one.row.number)
        if first != one.row.number:
            text = Text("This cost and year of this partner stand in row %(row)s too.", row=first)
            one.row.fault(words(YEAR), text)


def _refuse_old(read: Sequence["_Read"], versions: Mapping[str, str]) -> None:
    """Refuse what somebody changed after the workbook was made: once per partner."""
    said: set[str] = set()
    for one in read:
        if one.row.faulty or one.partner in said:
            continue
        if one.version != versions[one.partner]:
            said.add(one.partner)
            text = Text(
                "Somebody changed this budget after you downloaded it. "
                "Download it again and fill in your amounts there."
            )
            one.row.fault(words(MADE_FROM), text)


class _Read:
    """One row, each cell read once."""

    def __init__(self, row: Row, file: CaseFile, cost_types: Sequence[CostType]) -> None:
        self.row = row
        names = partner_names(file)
        ids = {names[partner.id]: partner.id for partner in file.partners}
        self.partner = row.one_of(words(PARTNER), ids)
        self.cost = row.one_of(words(COST), {words(kind.label): kind for kind in cost_types})
        self.year = row.integer(words(YEAR), least=file.years[0], most=file.years[-1])
        self.amounts = {
            payer: row.maybe(row.money, words(payer.label)) or NOTHING for payer in Payer
        }
        self.note = row.maybe(self._text, words(NOTE)) or ""
        self.version = row.text(words(MADE_FROM))

    def _text(self, heading: str) -> str:
        return self.row.text(heading, longest=LONGEST_NOTE)

    @property
    def cell(self) -> tuple[str, CostType, int]:
        return self.partner, self.cost, self.year


def _lines(read: Sequence[_Read], file: CaseFile) -> Iterator[FileLine]:
    named = {one.cell for one in read}
    yield from (x for x in file.lines if (x.partner_id, x.cost_type, x.year) not in named)
    for one in read:
        if asked := one.amounts[Payer.REQUESTED]:
            yield FileLine(
                partner_id=one.partner, cost_type=one.cost, year=one.year, requested=asked
            )


def _fundings(read: Sequence[_Read], file: CaseFile) -> Iterator[Funding]:
    for partner in file.partners:
        own = [one for one in read if one.partner == partner.id]
        before = file.funding_of(partner.id) or Funding(partner_id=partner.id)
        found = replace(
            before, amounts=tuple(_amounts(own, before)), notes=tuple(_notes(own, before))
        )
        if own and funding_differences(before, found):
            yield found


def _amounts(own: Sequence[_Read], before: Funding) -> Iterator[Amount]:
    named = {(one.cost, one.year) for one in own}
    yield from (x for x in before.amounts if (x.cost_type, x.year) not in named)
    for one in own:
        amount = Amount(
            cost_type=one.cost,
            year=one.year,
            own=one.amounts[Payer.OWN],
            other=one.amounts[Payer.OTHER],
        )
        if amount.own or amount.other:
            yield amount


def _notes(own: Sequence[_Read], before: Funding) -> Iterator[Note]:
    """Yield the first text per cost; a cost of which no row is there keeps its text."""
    written = {one.cost: one.note for one in reversed(own) if one.note}
    named = {one.cost for one in own}
    for kind in CostType:
        text = written.get(kind, "") if kind in named else before.note(kind)
        if text:
            yield Note(kind, text)
