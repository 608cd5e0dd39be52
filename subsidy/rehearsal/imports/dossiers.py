"""The second file: all sheets, one after the other, and then together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.core.text import Text
from subsidy.documents.reading import Book
from subsidy.rehearsal.domain import (
    ApplicationRow,
    BudgetRow,
    ContinuityRow,
    JurorRow,
    PartnerRow,
    RightRow,
    ScoreRow,
)
from subsidy.rehearsal.domain.contract import NOTES, RIGHTS
from subsidy.rehearsal.imports import sheets
from subsidy.rehearsal.imports.cells import Seen
from subsidy.rehearsal.imports.checks import Found, check_all
from subsidy.rehearsal.imports.plan import Plan
from subsidy.rehearsal.imports.sheets import Desk
from subsidy.rehearsal.imports.towns import Towns


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Everything that ``dossiers.xlsx`` says."""

    applications: tuple[ApplicationRow, ...]
    partners: tuple[PartnerRow, ...]
    budget: tuple[BudgetRow, ...]
    continuity: tuple[ContinuityRow, ...]
    jurors: tuple[JurorRow, ...]
    scores: tuple[ScoreRow, ...]
    rights: tuple[RightRow, ...]


def read_dossiers(book: Book, towns: Towns, plan: Plan | None) -> Dossiers:
    """Return all rows. Raises RefusedError with every fault; those that need a plan, with one."""
    desk = Desk(book, towns, plan)
    found = Found(applications=list(sheets.applications(desk)))
    found.partners = list(sheets.partners(desk))
    found.budget = list(sheets.budget(desk))
    found.continuity = list(sheets.continuity(desk))
    found.jurors = {seen.it.name: seen for seen in sheets.jurors(desk)}
    found.scores = list(sheets.scores(desk, found.jurors))
    rights = _rights(desk, found.continuity)
    check_all(desk, found)
    book.finish(ignore=(NOTES,))
    return Dossiers(
        applications=tuple(seen.it for seen in found.applications),
        partners=tuple(seen.it for seen in found.partners),
        budget=tuple(seen.it for seen in found.budget),
        continuity=tuple(seen.it for seen in found.continuity),
        jurors=tuple(seen.it for seen in found.jurors.values()),
        scores=tuple(seen.it for seen in found.scores),
        rights=tuple(seen.it for seen in rights),
    )


def _rights(desk: Desk, continuity: Sequence[Seen[ContinuityRow]]) -> list[Seen[RightRow]]:
    """Read the claims; a call without a round needs no sheet for them, and may have no rows."""
    if RIGHTS.name not in desk.book and (desk.plan is None or desk.plan.round is None):
        return []
    made = {(seen.it.realisation, seen.it.number) for seen in continuity}
    found = list(sheets.rights(desk, Counter(title for title, _ in made)))
    if desk.plan is not None and desk.plan.round is None:
        for seen in found:
            text = Text("The regulation has no table “verdeling”. Add it, or remove this row.")
            seen.row.fault("gemeente", text)
    return found
