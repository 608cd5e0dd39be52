"""Readers of single cells: what may be empty, words of a list, file numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.reading import Row
from subsidy.rehearsal.domain.contract import SEPARATOR

LONGEST_NUMBER = 40
LONGEST_TEXT = 10_000  # what is too long for a field of the form is said by the form itself
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What a row says, with the row itself, so that a later fault finds its cell.

    ``written``: the sum that stands beside it, where a sheet has one that can be read.
    """

    row: Row
    it: T
    written: Money | None = None


@dataclass(slots=True)
class Doubt:
    """Which applications have a faulty row on a sheet: what depends on those is not judged.

    So one wrong cell gives one fault, not a row of others that follow from it.
    """

    numbers: dict[str, set[str]] = field(default_factory=dict)

    def note(self, row: Row, number: str) -> None:
        """Remember a faulty row; an empty number: it can belong to any application."""
        if row.faulty:
            self.numbers.setdefault(row.sheet.name.casefold(), set()).add(number)

    def everything(self, sheet: str) -> None:
        """Remember that a sheet is not there at all."""
        self.numbers.setdefault(sheet, set()).add("")

    def about(self, sheet: str, number: str = "") -> bool:
        """Return whether rows of this application (or of any) may be missing from a sheet."""
        faulty = self.numbers.get(sheet, set())
        return bool(faulty) if not number else bool(faulty & {"", number})


def text(row: Row, heading: str, longest: int = LONGEST_TEXT) -> str:
    """Read words from a cell that may be empty."""
    return row.text(heading, longest=longest) if row.has(heading) else ""


def new_number(row: Row) -> str:
    """Read the number under which an application is known, in letters and names of files too."""
    number = row.text("nummer", longest=LONGEST_NUMBER)
    if number and not _NUMBER.fullmatch(number):
        row.fault("nummer", Text("Use only letters, digits, points, hyphens and underscores."))
        return ""
    return number


def number_of(row: Row, known: Mapping[str, object], doubt: Doubt) -> str:
    """Read a number that must stand on the sheet of applications; "" when it does not."""
    number = row.text("nummer", longest=LONGEST_NUMBER)
    if number in known:
        return number
    if number and not doubt.about("aanvragen"):
        row.fault(
            "nummer",
            Text("There is no application %(number)s on the sheet “aanvragen”.", number=number),
        )
    row.faulty = True
    return ""


def words(row: Row, heading: str) -> tuple[str, ...]:
    """Read what stands between semicolons."""
    parts = (part.strip() for part in text(row, heading).split(SEPARATOR))
    return tuple(dict.fromkeys(part for part in parts if part))


def some_of(row: Row, heading: str, options: Mapping[str, T]) -> tuple[T, ...]:
    """Read words of a list, in the order of the list."""
    asked = {word.casefold(): word for word in words(row, heading)}
    for key, word in asked.items():
        if key not in options:
            row.fault(
                heading,
                Text(
                    "“%(word)s” is not in the list. Choose from: %(options)s.",
                    word=word,
                    options=tuple(options),
                ),
            )
    return tuple(option for key, option in options.items() if key in asked)


def twice(row: Row, heading: str, seen: dict[T, int], key: T) -> bool:
    """Report that a row with the same key stands above; return whether it does."""
    above = seen.setdefault(key, row.number)
    if above == row.number:
        return False
    row.fault(heading, Text("Row %(above)s says the same already. Keep one.", above=str(above)))
    return True
