"""Read a rehearsal from its folder: everything that is wrong at once, or a whole rehearsal."""

import re
from pathlib import Path

from subsidy.core.errors import Refusal, RefusedError, refuse_if
from subsidy.core.text import Text
from subsidy.documents.reading import open_workbook
from subsidy.rehearsal.domain import Rehearsal
from subsidy.rehearsal.domain.contract import DOSSIERS_FILE, SHEETS
from subsidy.rehearsal.imports.dossiers import Dossiers, read_dossiers
from subsidy.rehearsal.imports.plan import Plan, read_plan
from subsidy.rehearsal.imports.towns import Towns

__all__ = ["read"]

_PLACE = re.compile(r"(?P<sheet>[^!]+)(?:!(?P<column>[A-Z]+)(?P<row>[0-9]+))?")
_SHEETS = [sheet.name for sheet in SHEETS]


def read(folder: Path) -> Rehearsal:
    """Return what the two files of a folder say.

    Raises RefusedError with every fault of both files, each with its place: ``regulation.toml``
    with a dotted name, or a sheet and a cell.
    """
    towns = Towns.packaged()
    plan, faults = read_plan(folder, towns)
    found, more = _read_workbook(folder, towns, plan)
    refuse_if([*faults, *sorted(more, key=_by_place)])
    if plan is None or found is None:
        raise ValueError("a file without faults gives what it says")
    return Rehearsal(
        regulation=plan.regulation,
        envelope=plan.envelope,
        line=plan.line,
        applications=found.applications,
        partners=found.partners,
        budget=found.budget,
        continuity=found.continuity,
        jurors=found.jurors,
        scores=found.scores,
        round=plan.round,
        rights=found.rights,
    )


def _read_workbook(
    folder: Path, towns: Towns, plan: Plan | None
) -> tuple[Dossiers | None, list[Refusal]]:
    path = folder / DOSSIERS_FILE
    try:
        data = path.read_bytes()
    except OSError:
        text = Text("This file is not in the folder, or cannot be opened. Put it there.")
        return None, [Refusal(text, DOSSIERS_FILE)]
    try:
        book = open_workbook(data)
    except RefusedError as refused:
        return None, [Refusal(each.text, DOSSIERS_FILE) for each in refused.refusals]
    try:
        return read_dossiers(book, towns, plan), []
    except RefusedError as refused:
        return None, list(refused.refusals)


def _by_place(refusal: Refusal) -> tuple[int, int, int, str]:
    """Order by sheet, row and column; what has no cell comes first, what is left out last."""
    match = _PLACE.fullmatch(refusal.place or "")
    if match is None:
        return len(_SHEETS) + 1, 0, 0, ""
    known = match["sheet"] in _SHEETS
    sheet = _SHEETS.index(match["sheet"]) if known else -1
    column = match["column"] or ""
    return sheet, int(match["row"] or 0), len(column), column
