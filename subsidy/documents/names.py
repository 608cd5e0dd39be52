"""Names that a spreadsheet accepts: of sheets, of tables and of column headings."""

import re
from collections.abc import Sequence

from subsidy.documents.cells import clean

LONGEST_SHEET = 31
LONGEST_HEADING = 255
RESERVED = "history"  # Excel keeps it for itself


def sheet_name(text: str) -> str:
    """Return ``text`` as Excel allows it for a sheet."""
    name = re.sub(r"[\[\]:*?/\\\s]+", " ", clean(text))[:LONGEST_SHEET].strip(" '")
    return f"{name}_" if name.casefold() == RESERVED else name or "-"


def sheet_names(texts: Sequence[str]) -> list[str]:
    return distinct([sheet_name(text) for text in texts], LONGEST_SHEET)


def table_name(sheet: str, number: int) -> str:
    """Return a name that is no cell address and is unique by its number: ``t2_aanvragen``."""
    return f"t{number}_" + re.sub(r"\W", "_", sheet)


def headings(texts: Sequence[str], nameless: str) -> list[str]:
    """Make each heading one line, not empty and distinct, as a table demands.

    ``nameless`` is the pattern (``Column %d``) for a heading without text.
    """
    lines = [" ".join(clean(text).split()) for text in texts]
    named = [line or nameless % position for position, line in enumerate(lines, 1)]
    return distinct(named, LONGEST_HEADING)


def distinct(names: Sequence[str], longest: int) -> list[str]:
    """Return the names with a number at what occurs twice; capitals make no difference."""
    seen: set[str] = set()
    return [_unseen(name[:longest], longest, seen) for name in names]


def _unseen(name: str, longest: int, seen: set[str]) -> str:
    candidate, count = name, 1
    while candidate.casefold() in seen:
        count += 1
        tail = f" ({count})"
        candidate = name[: longest - len(tail)] + tail
    seen.add(candidate.casefold())
    return candidate


def address(sheet: str, letter: str, row: int | str, last: int | str | None = None) -> str:
    """Return ``'My sheet'!B2``, or ``'My sheet'!B2:B9`` for a range within one column."""
    end = "" if last is None else f":{letter}{last}"
    return f"{quote_sheetname(sheet_name(sheet))}!{letter}{row}{end}"


def column_letter(number: int) -> str:
    """Return the letters of a column: 1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def quote_sheetname(name: str) -> str:
    """Return a sheet's name as a formula writes it."""
    return "'" + name.replace("'", "''") + "'"
