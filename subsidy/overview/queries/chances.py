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
from subsidy.calls.domain.dossier import Around, Dossier, Partner
from subsidy.calls.domain.rules import RULES, Finding, Theme, evaluate
from subsidy.calls.models import Call, PartnerWish
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class CallChance:
    """A call, and every rule of it for an application of this municipality alone.

    ``who``: the rules about who takes part, on which a municipality alone can be judged; ``plan``:
    those about a plan that nobody wrote yet.
    """

    call: Call
    who: tuple[Finding, ...]
    plan: tuple[Finding, ...]

    @property
    def asked(self) -> int:
        return sum(not finding.advice for finding in self.who)

    @property
    def met(self) -> int:
        return sum(finding.met and not finding.advice for finding in self.who)


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
    found = [_chance(call, alone) for call in open_calls]
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
    no_borders: frozenset[frozenset[str]] = frozenset()  # with whom nobody joined: none to look up
    return Dossier(partners=(lead,), around=Around(borders=no_borders))


def _chance(call: Call, dossier: Dossier) -> CallChance:
    regulation = call.versions[-1].regulation
    found = evaluate(regulation.requirements, dossier, regulation.terms)
    who = [each for each in found if RULES[each.rule].theme is Theme.COOPERATION]
    return CallChance(call, tuple(who), tuple(each for each in found if each not in who))


def _rights(session: Session, body: Organisation) -> list[tuple[Round, Money]]:
    rows = session.execute(
        select(Round, DrawingRight.amount)
        .join(DrawingRight, DrawingRight.round_id == Round.id)
        .where(DrawingRight.organisation_id == body.id, Round.status == RoundStatus.OPENED)
        .options(joinedload(Round.line))
        .order_by(Round.closes_at.desc(), Round.id.desc())
    )
    return [(round_, amount) for round_, amount in rows]
