"""Workbooks in: every fault of a file at once, each with the cell where it stands.

    book = open_workbook(data)
    for row in book.sheet("aanvragen", required=("nummer", "bedrag"), optional=("opmerking",)):
        number, amount = row.text("nummer"), row.money("bedrag")
        ...
    book.finish()  # raises RefusedError with all faults, or returns

A faulty cell gives a value of the right type that means nothing, so that reading can go on;
``row.faulty`` says so, and ``finish`` never lets it through.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from subsidy.core.errors import Refusal, RefusedError, refuse_if
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.documents import values
from subsidy.documents.grid import Grid, Value, grids
from subsidy.documents.names import column_letter
from subsidy.documents.opening import UPLOAD, Limits
from subsidy.documents.values import UnreadableError
from subsidy.language import DEFAULT, words

__all__ = ["UPLOAD", "Book", "Limits", "Row", "Sheet", "at_field", "open_workbook"]

HEADER_ROW = 1
MOST_FAULTS = 100
NOTHING = Money(0)
MOST_AMOUNT = Money(10**15)

T = TypeVar("T")
L = TypeVar("L", bound=Labelled)


def open_workbook(data: bytes, limits: Limits = UPLOAD, *, language: str = DEFAULT) -> "Book":
    """Open an uploaded workbook. Raises RefusedError when it is none, or costs too much."""
    return Book(grids(data, limits), language)


class Book:
    """A workbook being read; collects what is wrong with it."""

    def __init__(self, sheets: Sequence[Grid], language: str = DEFAULT) -> None:
        self.faults: list[Refusal] = []
        self.language = language
        self._sheets = {_key(sheet.name): sheet for sheet in sheets}
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._sheets

    def fault(self, text: Text, place: str | None = None) -> None:
        self.faults.append(Refusal(text, place))

    def sheet(
        self, name: str, *, required: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> "Sheet":
        """Return a sheet by its headings; a missing one is a fault and has no rows."""
        self._asked.add(_key(name))
        grid = self._sheets.get(_key(name))
        if grid is None:
            self.fault(Text("The sheet “%(sheet)s” is missing.", sheet=name))
            return Sheet(self, Grid(name), {})
        return Sheet(self, grid, self._columns(grid, required, optional))

    def finish(self, *, ignore: Sequence[str] = ()) -> None:
        """Raise RefusedError with every fault, also of sheets that nobody asked for."""
        known = self._asked | {_key(name) for name in ignore}
        for key, grid in self._sheets.items():
            if key not in known:
                self.fault(Text("The sheet “%(sheet)s” is not known.", sheet=grid.name), grid.name)
        refuse_if(_bounded(self.faults))

    def _columns(
        self, grid: Grid, required: Sequence[str], optional: Sequence[str]
    ) -> Mapping[str, int]:
        """Return the number of each known column; report what the header lacks or has too much."""
        found: dict[str, int] = {}
        known = {_key(heading) for heading in (*required, *optional)}
        for column, value in sorted(grid.rows.get(HEADER_ROW, {}).items()):
            heading = value if isinstance(value, str) else str(value)
            place = _place(grid.name, column, HEADER_ROW)
            if _key(heading) in found:
                self.fault(Text("The heading “%(h)s” stands here twice.", h=heading), place)
            elif _key(heading) not in known:
                self.fault(Text("The heading “%(h)s” is not known.", h=heading), place)
            found.setdefault(_key(heading), column)
        for heading in required:
            if _key(heading) not in found:
                text = Text("The column “%(h)s” is missing.", h=heading)
                self.fault(text, _place(grid.name, 1, HEADER_ROW))
        self._check_headed(grid)
        return found

    def _check_headed(self, grid: Grid) -> None:
        headed = set(grid.rows.get(HEADER_ROW, {}))
        for number, cells in grid.rows.items():
            for column in sorted(set(cells) - headed):
                headed.add(column)
                text = Text("This column has no heading in row %(n)s.", n=HEADER_ROW)
                self.fault(text, _place(grid.name, column, number))


@dataclass(slots=True)
class Sheet:
    """The rows below the header that are not empty."""

    book: Book
    grid: Grid
    columns: Mapping[str, int]

    @property
    def name(self) -> str:
        return self.grid.name

    def __iter__(self) -> Iterator["Row"]:
        for number, cells in sorted(self.grid.rows.items()):
            if number > HEADER_ROW:
                yield Row(self, number, cells)

    def __contains__(self, heading: str) -> bool:
        return _key(heading) in self.columns


@dataclass(slots=True)
class Row:
    """One row; each reader names the heading and what is allowed there."""

    sheet: Sheet
    number: int
    cells: Mapping[int, Value]
    faulty: bool = field(default=False, init=False)

    def place(self, heading: str) -> str:
        """Return the address of a cell, as a person finds it: ``begroting!D12``."""
        return _place(self.sheet.name, self.sheet.columns.get(_key(heading), 1), self.number)

    def fault(self, heading: str, text: Text) -> None:
        """Report what is wrong with a cell; for what only the caller can know."""
        self.faulty = True
        self.sheet.book.fault(text, self.place(heading))

    def has(self, heading: str) -> bool:
        return self._raw(heading) is not None

    def maybe(self, read: Callable[[str], T], heading: str) -> T | None:
        """Return None for an empty cell: ``row.maybe(row.money, "bedrag")``."""
        return read(heading) if self.has(heading) else None

    def text(self, heading: str, *, longest: int = 1_000) -> str:
        return self._read(heading, lambda value: values.text(value, longest), "")

    def integer(self, heading: str, *, least: int = 0, most: int = 1_000_000_000) -> int:
        return self._read(heading, lambda value: values.integer(value, least, most), least)

    def decimal(self, heading: str) -> Decimal:
        return self._read(heading, values.decimal, Decimal(0))

    def money(self, heading: str, *, least: Money = NOTHING, most: Money = MOST_AMOUNT) -> Money:
        return self._read(heading, lambda value: values.money(value, least, most), least)

    def day(self, heading: str) -> date:
        return self._read(heading, values.day, values.NO_DAY)

    def moment(self, heading: str) -> datetime:
        """Read what the clock in Brussels shows, as an instant."""
        return self._read(heading, values.moment, values.NO_MOMENT)

    def yes(self, heading: str) -> bool:
        """Read yes or no, as a word or as a logical value."""
        if isinstance(found := self._raw(heading), bool):
            return found
        language = self.sheet.book.language
        return self.one_of(heading, {words("no", language): False, words("yes", language): True})

    def choice(self, heading: str, kind: type[L]) -> L:
        """Read a member by the value that is stored or by the word that people see."""
        shown = {words(member.label, self.sheet.book.language): member for member in kind}
        return self.one_of(heading, shown, {member.value: member for member in kind})

    def one_of(
        self, heading: str, options: Mapping[str, T], also: Mapping[str, T] | None = None
    ) -> T:
        """Read one of the words of ``options``; ``also`` are accepted but not offered."""
        every, first = {**(also or {}), **options}, next(iter(options.values()))
        return self._read(heading, lambda value: values.choice(value, every, list(options)), first)

    def _raw(self, heading: str) -> Value | None:
        column = self.sheet.columns.get(_key(heading))
        return None if column is None else self.cells.get(column)

    def _read(self, heading: str, convert: Callable[[Value], T], blank: T) -> T:
        if heading not in self.sheet:
            self.faulty = True  # reported once, at the header
            return blank
        try:
            return convert(values.present(self._raw(heading)))
        except UnreadableError as error:
            self.fault(heading, error.text)
            return blank


def at_field(refused: RefusedError, field: str) -> RefusedError:
    """Return the faults of a file as faults of the field it was sent in, each with its cell."""
    return RefusedError(
        [
            Refusal(Text("%(place)s: %(fault)s", place=each.place, fault=each.text), field)
            if each.place
            else Refusal(each.text, field)
            for each in refused.refusals
        ]
    )


def _key(name: str) -> str:
    """Compare names of sheets and columns without regard to capitals and blanks."""
    return " ".join(name.split()).casefold()


def _place(sheet: str, column: int, row: int) -> str:
    return f"{sheet}!{column_letter(column)}{row}"


def _bounded(faults: Sequence[Refusal]) -> list[Refusal]:
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return list(faults)
    rest = plural("There is %(n)s more fault.", "There are %(n)s more faults.", more)
    return [*faults[:MOST_FAULTS], Refusal(rest)]
