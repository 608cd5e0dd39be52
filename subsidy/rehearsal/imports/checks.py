"""What only several sheets together tell: sums, who takes part, conflicts, a jury that suffices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from subsidy.applications.queries import years_after
from subsidy.calls.domain.regulation import Regulation
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.documents.reading import Row
from subsidy.rehearsal.domain import (
    ApplicationRow,
    BudgetRow,
    ContinuityRow,
    JurorRow,
    PartnerRow,
    ScoreRow,
)
from subsidy.rehearsal.imports.cells import Seen
from subsidy.rehearsal.imports.prospects import file_of, will_be_admitted
from subsidy.rehearsal.imports.sheets import Desk
from subsidy.scoring.domain.conflicts import Body, Grounds, Parties, Ties, derive


@dataclass(slots=True)
class Found:
    """All rows that can be read, by sheet."""

    applications: list[Seen[ApplicationRow]] = field(default_factory=list)
    partners: list[Seen[PartnerRow]] = field(default_factory=list)
    budget: list[Seen[BudgetRow]] = field(default_factory=list)
    continuity: list[Seen[ContinuityRow]] = field(default_factory=list)
    jurors: dict[str, Seen[JurorRow]] = field(default_factory=dict)
    scores: list[Seen[ScoreRow]] = field(default_factory=list)


def check_all(desk: Desk, found: Found) -> None:
    """Run every check; each reports at the cell where somebody would correct it."""
    partners, budget = by_number(found.partners), by_number(found.budget)
    continuity, scores = by_number(found.continuity), by_number(found.scores)
    for seen in found.applications:
        number = seen.it.number
        own = _Own(seen, partners[number], budget[number], continuity[number], scores[number])
        _check_sums(desk, own)
        if not desk.doubt.about("partners", number):
            _check_taking_part(own)
        _check_years_after(desk, own)
        _check_jury(desk, found, own)


class _Numbered(Protocol):
    @property
    def number(self) -> str: ...


R = TypeVar("R", bound=_Numbered)


def by_number(rows: Iterable[Seen[R]]) -> Mapping[str, list[Seen[R]]]:
    found: dict[str, list[Seen[R]]] = defaultdict(list)
    for seen in rows:
        found[seen.it.number].append(seen)
    return found


@dataclass(frozen=True, slots=True)
class _Own:
    """The rows of one application."""

    application: Seen[ApplicationRow]
    partners: Sequence[Seen[PartnerRow]]
    budget: Sequence[Seen[BudgetRow]]
    continuity: Sequence[Seen[ContinuityRow]]
    scores: Sequence[Seen[ScoreRow]]

    @property
    def number(self) -> str:
        return self.application.it.number

    @property
    def taking_part(self) -> list[str]:
        return [each.it.nis for each in self.partners if each.it.accepts]


# Sums and partners --------------------------------------------------------------------------------


def _check_sums(desk: Desk, own: _Own) -> None:
    if desk.doubt.about("begroting", own.number):
        return
    _check_sum(own.application, [each.it for each in own.budget])
    for seen in own.partners:
        _check_sum(seen, [each.it for each in own.budget if each.it.nis == seen.it.nis])


def _check_sum(seen: Seen[ApplicationRow] | Seen[PartnerRow], lines: Iterable[BudgetRow]) -> None:
    total = Money.total(line.requested for line in lines)
    if seen.written not in (None, total):
        text = Text(
            "The rows on the sheet “begroting” are %(sum)s together. Make both amounts equal.",
            sum=total,
        )
        seen.row.fault("gevraagd", text)


def _check_taking_part(own: _Own) -> None:
    invited = {each.it.nis for each in own.partners}
    taking_part = set(own.taking_part)
    lead = own.application
    if lead.it.lead_nis and lead.it.lead_nis not in taking_part:
        lead.row.fault(
            "penvoerder",
            Text("Put the lead partner on the sheet “partners”, and let it take part."),
        )
    named = [(each.row, each.it.nis) for each in own.budget]
    named += [(each.row, each.it.nis) for each in own.continuity]
    for row, nis in named:
        if nis not in invited:
            text = Text("This municipality is no partner. Add it to the sheet “partners”.")
            row.fault("gemeente", text)
        elif nis not in taking_part:
            row.fault("gemeente", Text("This partner does not take part. Leave this row out."))


def _check_years_after(desk: Desk, own: _Own) -> None:
    if desk.regulation is None or own.application.row.faulty:
        return
    file = file_of(own.application.it, (), (), (), desk.towns)
    years = years_after(file, desk.regulation)
    for seen in own.continuity:
        if seen.it.year not in years:
            seen.row.fault(
                "jaar",
                Text(
                    "Choose a year after the end: from %(first)s to %(last)s.",
                    first=str(years[0]),
                    last=str(years[-1]),
                ),
            )


# The jury -----------------------------------------------------------------------------------------


def _check_jury(desk: Desk, found: Found, own: _Own) -> None:
    if desk.doubt.about("scores", own.number) or desk.regulation is None:
        return
    by_juror: dict[str, list[Seen[ScoreRow]]] = defaultdict(list)
    for seen in own.scores:
        by_juror[seen.it.juror].append(seen)
    for name, rows in by_juror.items():
        _check_complete(desk.regulation, rows)
        if name in found.jurors and not desk.doubt.about("partners", own.number):
            _check_conflict(desk, found.jurors[name].it, rows[0], own)
    if len(by_juror) < desk.regulation.minimum_jurors and _needs_marks(desk, own):
        _too_few(own.application.row, len(by_juror), desk.regulation)


def _check_complete(terms: Regulation, rows: Sequence[Seen[ScoreRow]]) -> None:
    given = {each.it.criterion for each in rows}
    missing = tuple(each.key for each in terms.criteria if each.key not in given)
    if missing:
        rows[0].row.fault(
            "criterium",
            Text(
                "%(juror)s has no mark for %(criteria)s in %(number)s. Add a row for each.",
                juror=rows[0].it.juror,
                criteria=missing,
                number=rows[0].it.number,
            ),
        )


def _check_conflict(desk: Desk, juror: JurorRow, first: Seen[ScoreRow], own: _Own) -> None:
    if not juror.employer_nis:
        return
    others = [_body(desk, nis) for nis in own.taking_part]
    lead = _body(desk, own.application.it.lead_nis or juror.employer_nis)
    ties = Ties(employers=(_body(desk, juror.employer_nis),))
    for conflict in derive(ties, Parties(lead, others), Grounds(desk.towns.successors)):
        first.row.fault(
            "jurylid",
            Text(
                "%(juror)s cannot judge %(number)s. %(evidence)s Choose another juror.",
                juror=juror.name,
                number=own.number,
                evidence=conflict.evidence,
            ),
        )


def _body(desk: Desk, nis: str) -> Body:
    return Body(int(nis), desk.towns.name(nis), nis)


def _needs_marks(desk: Desk, own: _Own) -> bool:
    """Return whether the jury gets this file: it has marks already, or the rules let it in."""
    if own.scores:
        return True
    sheets = ("partners", "begroting", "continuiteit")
    doubtful = any(desk.doubt.about(sheet, own.number) for sheet in sheets)
    if doubtful or own.application.row.faulty or desk.regulation is None:
        return False
    partners = [each.it for each in own.partners]
    file = file_of(
        own.application.it,
        [each for each in partners if each.accepts],
        [each.it for each in own.budget],
        [each.it for each in own.continuity],
        desk.towns,
    )
    return will_be_admitted(file, partners, desk.regulation, desk.towns)


def _too_few(row: Row, done: int, terms: Regulation) -> None:
    row.fault(
        "nummer",
        plural(
            "%(n)s juror gives marks on the sheet “scores”; the call asks at least %(minimum)s. "
            "Add the marks of other jurors.",
            "%(n)s jurors give marks on the sheet “scores”; the call asks at least %(minimum)s. "
            "Add the marks of other jurors.",
            done,
            minimum=terms.minimum_jurors,
        ),
    )
