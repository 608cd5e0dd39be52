"""What a rehearsal brings: a regulation, dossiers as people would file them, a jury, claims.

Every row remembers its place (``partners!C5``), so that a refusal of the services, too, can say
where in the workbook it comes from. Amounts are Money; days and instants are what they say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from subsidy.applications.domain.form import Contact, Content, Privacy
from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.calls.domain.regulation import CostType, Regulation
from subsidy.core.errors import Refusal
from subsidy.core.money import Money

NOTHING = Money(0)
DECIDED_AFTER = timedelta(weeks=14)  # the weekday on which the call closes: in office hours


def decided_at(regulation: Regulation) -> datetime:
    """Return when a rehearsal decides on its call: some time after it closes."""
    return regulation.closes_at + DECIDED_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A partner of an application, the lead included; ``nis`` names a municipality."""

    place: str
    number: str
    nis: str
    accepts: bool
    tasks: str
    needs: str
    signatory: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """What one partner asks for one cost type in one year."""

    place: str
    number: str
    nis: str
    cost_type: CostType
    year: int
    requested: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuityRow:
    """One realisation at one partner in one year after the subsidy stops.

    What an applicant left open is empty or None: the rules of the call say what must be filled in.
    """

    place: str
    number: str
    realisation: str
    for_whom: str
    licence: str
    how_to_use: str
    conditions: str
    available_from: date | None
    adopters: tuple[str, ...]
    nis: str
    stays: Stays | None
    owner: str
    funding_source: str
    deciding_body: str
    decided_on: date | None
    expected_of_others: str
    risk: Risk | None
    year: int
    cost: Money
    funded: Money
    second_source: str = ""
    second: Money = NOTHING
    third_source: str = ""
    third: Money = NOTHING
    decision_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """An application as its lead fills it in; ``submitted_at``: when it tries to submit.

    ``answers``: to the questions of the call, by their keys.
    """

    place: str
    number: str
    lead_nis: str
    title: str
    summary: str
    starts_on: date
    ends_on: date
    feasible_minimum: Money | None
    contact: Contact
    content: Content
    privacy: Privacy
    submitted_at: datetime
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorRow:
    """A juror; ``employer_nis``: the municipality where the juror works, or empty."""

    place: str
    name: str
    employer: str
    employer_nis: str
    is_chair: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """The mark of one juror for one criterion of one application."""

    place: str
    number: str
    juror: str
    criterion: str
    mark: int
    motivation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """A municipality that claims its drawing right; ``amount`` None: all of it."""

    place: str
    nis: str
    amount: Money | None
    efforts: tuple[str, ...]
    objective: str
    description: str
    realisation: str
    continuity: str
    deciding_body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """The automatic allocation round that follows the call."""

    title: str
    aim: str
    continuity_statement: str
    envelope: Money
    floor: Money
    ceiling: Money | None
    components: tuple[tuple[str, int], ...]
    opens_at: datetime
    closes_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Everything that the two files say, checked sheet by sheet but not yet played."""

    regulation: Regulation
    envelope: Money
    line: str
    applications: tuple[ApplicationRow, ...]
    partners: tuple[PartnerRow, ...]
    budget: tuple[BudgetRow, ...]
    continuity: tuple[ContinuityRow, ...]
    jurors: tuple[JurorRow, ...]
    scores: tuple[ScoreRow, ...]
    round: RoundPlan | None = None
    rights: tuple[RightRow, ...] = ()

    def partners_of(self, number: str) -> tuple[PartnerRow, ...]:
        return tuple(row for row in self.partners if row.number == number)

    def budget_of(self, number: str) -> tuple[BudgetRow, ...]:
        return tuple(row for row in self.budget if row.number == number)

    def continuity_of(self, number: str) -> tuple[ContinuityRow, ...]:
        return tuple(row for row in self.continuity if row.number == number)


@dataclass(frozen=True, slots=True)
class Turned:
    """An application that the rules of the call did not let in, with every reason."""

    number: str
    title: str
    lead: str
    refusals: Sequence[Refusal] = field(default=())
