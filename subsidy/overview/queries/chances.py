"""What one municipality can get: its drawing rights, and what it already meets of each call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.allocation.domain.lifecycle import RoundStatus
from subsidy.allocation.models import DrawingRight, Round
from subsidy.applications.queries import municipality
from subsidy.calls import queries as calls
from subsidy.calls.domain.dossier import Dossier, Partner
from subsidy.calls.domain.rules import Finding, Outcome, evaluate
from subsidy.calls.models import Call, PartnerWish
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class CallChance:
    """A call, and every rule of it for an application of this municipality alone."""

    call: Call
    findings: tuple[Finding, ...]

    @property
    def met(self) -> int:
        return sum(finding.outcome is Outcome.MET for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Chances:
    """Everything on the page of one municipality; all of it is public."""

    rights: Sequence[tuple[Round, Money]]
    calls: Sequence[CallChance]
    seekers: Sequence[PartnerWish]


def chances(session: Session, body: Organisation, now: datetime) -> Chances:
    """Look at what is published; what others write or plan is not looked at."""
    open_calls = calls.not_closed(session, now)
    alone = _alone(body)
    found = [CallChance(call, _findings(call, alone)) for call in open_calls]
    wishes = calls.wishes_in_region(session, [each.id for each in open_calls], body.region)
    others = [each for each in wishes if each.organisation_id != body.id]
    return Chances(_rights(session, body), found, others)


def _alone(body: Organisation) -> Dossier:
    """Return the smallest application there is: this municipality leads, and nobody joined yet."""
    lead = Partner(
        id=body.public_id,
        name=body.name,
        municipality=municipality(body),
        local_authority=True,
        lead=True,
        organisation_id=body.public_id,
    )
    return Dossier(partners=(lead,))


def _findings(call: Call, dossier: Dossier) -> tuple[Finding, ...]:
    regulation = call.versions[-1].regulation
    return evaluate(regulation.requirements, dossier, regulation.terms)


def _rights(session: Session, body: Organisation) -> list[tuple[Round, Money]]:
    rows = session.execute(
        select(Round, DrawingRight.amount)
        .join(DrawingRight, DrawingRight.round_id == Round.id)
        .where(DrawingRight.organisation_id == body.id, Round.status == RoundStatus.OPENED)
        .options(joinedload(Round.line))
        .order_by(Round.closes_at.desc(), Round.id.desc())
    )
    return [(round_, amount) for round_, amount in rows]
