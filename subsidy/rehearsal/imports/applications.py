"""Only the applications of a workbook, to try another regulation on; nobody is judged or paid.

The same sheets and the same checks as a rehearsal. What is about the jury and the drawing rights
is not read: a trial asks nothing of it, and shows nothing of it.
"""

from collections.abc import Iterator

from subsidy.applications.domain.case_file import CaseFile
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.documents.reading import open_workbook
from subsidy.rehearsal.domain import contract
from subsidy.rehearsal.imports import sheets
from subsidy.rehearsal.imports.checks import Found, by_number, check_all
from subsidy.rehearsal.imports.order import by_place
from subsidy.rehearsal.imports.prospects import file_of
from subsidy.rehearsal.imports.sheets import Desk
from subsidy.rehearsal.imports.towns import Towns

NOT_READ = (
    contract.NOTES,
    contract.JURORS.name,
    contract.SCORES.name,
    contract.RIGHTS.name,
)


def read_applications(data: bytes) -> tuple[CaseFile, ...]:
    """Return the applications of a workbook, in its order.

    Raises RefusedError with every fault, each with the cell where it stands.
    """
    desk = Desk(open_workbook(data), Towns.packaged(), None)
    found = Found(applications=list(sheets.applications(desk)))
    found.partners = list(sheets.partners(desk))
    found.budget = list(sheets.budget(desk))
    found.continuity = list(sheets.continuity(desk))
    check_all(desk, found)
    try:
        desk.book.finish(ignore=NOT_READ)
    except RefusedError as refused:
        raise RefusedError(sorted(refused.refusals, key=by_place)) from refused
    if not found.applications:
        text = Text("There is no application on this sheet. Add a row for each.")
        raise refuse(text, contract.APPLICATIONS.name)
    return tuple(_files(found, desk.towns))


def _files(found: Found, towns: Towns) -> Iterator[CaseFile]:
    partners, budget = by_number(found.partners), by_number(found.budget)
    continuity = by_number(found.continuity)
    for seen in found.applications:
        number = seen.it.number
        yield file_of(
            seen.it,
            [each.it for each in partners[number] if each.it.accepts],
            [each.it for each in budget[number]],
            [each.it for each in continuity[number]],
            towns,
        )
