"""In which order the faults of a workbook are told: by sheet, row and column."""

import re

from subsidy.core.errors import Refusal, RefusedError
from subsidy.documents.reading import at_field
from subsidy.rehearsal.domain.contract import SHEETS

FIELD = "bestand"
_PLACE = re.compile(r"(?P<sheet>[^!]+)(?:!(?P<column>[A-Z]+)(?P<row>[0-9]+))?")
_SHEETS = [sheet.name for sheet in SHEETS]


def by_place(refusal: Refusal) -> tuple[int, int, int, str]:
    """Order by sheet, row and column; what has no cell comes first, what is left out last."""
    match = _PLACE.fullmatch(refusal.place or "")
    if match is None:
        return len(_SHEETS) + 1, 0, 0, ""
    known = match["sheet"] in _SHEETS
    sheet = _SHEETS.index(match["sheet"]) if known else -1
    column = match["column"] or ""
    return sheet, int(match["row"] or 0), len(column), column


def told(refused: RefusedError) -> RefusedError:
    """Return the faults of a file as faults of the field it was sent in, each with its place."""
    return at_field(refused, FIELD)
