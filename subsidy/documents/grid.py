"""The cells of a workbook as they stand in the file; nothing is interpreted yet."""

import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from subsidy.core.errors import RefusedError
from subsidy.documents import with_openpyxl
from subsidy.documents.opening import Limits, check, not_a_workbook


class Broken(Enum):
    """A cell without a value that can be used."""

    UNCALCULATED = "a formula that no program has calculated yet"
    ERROR = "a formula that gives an error"


Value = str | int | float | bool | datetime | date | time | timedelta | Broken


@dataclass(slots=True)
class Grid:
    """One sheet: per row number the filled cells by column number, both counted from 1."""

    name: str
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)


def grids(data: bytes, limits: Limits) -> list[Grid]:
    """Return every sheet. Raises RefusedError when the file is no workbook or too much.

    The library is loaded with the first workbook: it would cost every start 0.1 s.
    """
    check(data, limits)
    parsing = with_openpyxl("subsidy.documents.parsing")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (charts) we do not read
            return list(parsing.read(data, limits))
    except RefusedError:
        raise
    except Exception as error:  # a hostile or damaged file fails in any way
        raise not_a_workbook() from error
