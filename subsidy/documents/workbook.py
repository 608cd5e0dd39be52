"""Workbooks out: every sheet a real table of typed columns, written row by row.

A data sheet has its header in row 1 (frozen) and its first row of data in row :data:`FIRST_ROW`,
always, so that a formula of ours can name a cell. Totals stand outside the table, one empty row
below it, so that sorting and filtering leave them alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from subsidy.core.text import Text
from subsidy.documents import with_openpyxl
from subsidy.documents.cells import Formula, Kind, as_text, quoted
from subsidy.documents.names import address, column_letter
from subsidy.language import DEFAULT

__all__ = [
    "FIRST_ROW",
    "Column",
    "Fact",
    "Formula",
    "Introduction",
    "Kind",
    "Sheet",
    "address",
    "quoted",
    "write",
    "write_to",
]

FIRST_ROW = 2
EXPLANATION = Text("Explanation")
SUMMED = (Kind.MONEY, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``total`` asks for a live sum below the table (money and whole numbers)."""

    heading: Text | str
    kind: Kind = Kind.TEXT
    width: float | None = None
    total: bool = False

    def __post_init__(self) -> None:
        if self.total and self.kind not in SUMMED:
            raise ValueError(f"a column of kind {self.kind} has no total")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``rows`` may be a generator: it is read once, row by row."""

    name: Text | str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    explanation: Text | str = ""

    def letter(self, heading: Text | str) -> str:
        """Return the letter of the column with this heading, for use in a formula."""
        names = [column.heading for column in self.columns]
        return column_letter(names.index(heading) + 1)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value on the first sheet; the value may be a :class:`Formula`."""

    label: Text | str
    value: object
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Introduction:
    """The first sheet: what this workbook is, its figures, and what stands on each other sheet."""

    title: Text | str
    lines: Sequence[Text | str] = ()
    facts: Sequence[Fact] = ()
    name: Text | str = EXPLANATION

    def place(self, label: Text | str, language: str = DEFAULT) -> str:
        """Return the absolute address of a fact's value, for use in a formula elsewhere."""
        above = 1 + len(self.lines) + 1  # the title, the lines and an empty row
        row = above + 1 + [fact.label for fact in self.facts].index(label)
        return address(as_text(self.name, language), "$B", f"${row}")


def write(
    sheets: Sequence[Sheet | Introduction],
    *,
    title: Text | str,
    creator: str,
    created: datetime,
    language: str = DEFAULT,
) -> bytes:
    """Return the workbook; the same input gives the same bytes."""
    buffer = BytesIO()
    write_to(buffer, sheets, title=title, creator=creator, created=created, language=language)
    return buffer.getvalue()


def write_to(
    file: IO[bytes],
    sheets: Sequence[Sheet | Introduction],
    *,
    title: Text | str,
    creator: str,
    created: datetime,
    language: str = DEFAULT,
) -> None:
    """Write the workbook into a binary file; memory does not grow with the number of rows."""
    writing = with_openpyxl("subsidy.documents.writing")  # its library costs a start 0.4 s
    writing.write_to(file, sheets, title=title, creator=creator, created=created, language=language)
