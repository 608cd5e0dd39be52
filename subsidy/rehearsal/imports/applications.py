"""Only the applications of a workbook, to try another regulation on; nobody is judged or paid.

The same sheets and the same checks as a rehearsal. What is about the jury and the drawing rights
is not read: a trial asks nothing of it, and shows nothing of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from subsidy.applications.domain.case_file import CaseFile
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.documents.reading import open_workbook
from subsidy.rehearsal.domain import contract
from subsidy.rehearsal.imports import sheets
from subsidy.rehearsal.imports.cells import Seen
from subsidy.rehearsal.imports.checks import Found, check_all
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


class _Numbered(Protocol):
    @property
    def number(self) -> str: ...


R = TypeVar("R", bound=_Numbered)


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


def _files(found: Found, towns: Towns) -> Iterable[CaseFile]:
    partners, budget = _by_number(found.partners), _by_number(found.budget)
    continuity = _by_number(found.continuity)
    for seen in found.applications:
        number = seen.it.number
        taking_part = [row for row in partners.get(number, ()) if row.accepts]
        yield file_of(
            seen.it, taking_part, budget.get(number, ()), continuity.get(number, ()), towns
        )


def _by_number(rows: Iterable[Seen[R]]) -> Mapping[str, Sequence[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for seen in rows:
        found[seen.it.number].append(seen.it)
    return found
