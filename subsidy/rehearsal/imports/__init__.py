"""Read a rehearsal from its folder: everything that is wrong at once, or a whole rehearsal."""

from pathlib import Path

from subsidy.core.errors import Refusal, RefusedError, refuse_if
from subsidy.core.text import Text
from subsidy.documents.reading import open_workbook
from subsidy.rehearsal.domain import Rehearsal
from subsidy.rehearsal.domain.contract import DOSSIERS_FILE
from subsidy.rehearsal.imports.applications import read_applications
from subsidy.rehearsal.imports.dossiers import Dossiers, read_dossiers
from subsidy.rehearsal.imports.order import by_place, told
from subsidy.rehearsal.imports.plan import Plan, read_plan
from subsidy.rehearsal.imports.towns import Towns

__all__ = ["read", "read_applications", "told"]


def read(folder: Path) -> Rehearsal:
    """Return what the two files of a folder say.

    Raises RefusedError with every fault of both files, each with its place: ``regulation.toml``
    with a dotted name, or a sheet and a cell.
    """
    towns = Towns.packaged()
    plan, faults = read_plan(folder, towns)
    found, more = _read_workbook(folder, towns, plan)
    refuse_if([*faults, *sorted(more, key=by_place)])
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
