"""Giving up an award: proposed by one, confirmed by another; money returns and files move up."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.accounts import service as accounts
from subsidy.awards import queries
from subsidy.awards.domain.decision import LIFECYCLE, Facts
from subsidy.awards.domain.waiver import (
    WAIVER_LIFECYCLE,
    Award,
    digest_of,
    faults,
)
from subsidy.awards.models import Decision, Waiver
from subsidy.awards.service.moving_up import move_up
from subsidy.budget import service as budget
from subsidy.budget.domain import Case
from subsidy.catalogue import service as catalogue
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.core.two_people import ActFacts
from subsidy.planning import service as planning
from subsidy.policy import SECOND_ON_SELECTION, Action, Actor
from subsidy.workflow import advance, audit, tell


def no_waiver(session: Session, decision: Decision) -> list[Refusal]:
    """Say why nobody can give up this award; empty: it can be proposed."""
    left = Money.total(queries.left_of(session, decision).values())
    case = Case.of(decision.reservation_ref)
    is_of_call = case is not None and case.kind == "call"
    return faults(Award(decision.outcome, decision.status, is_of_call, left))


def propose_waiver(session: Session, actor: Actor, decision: Decision, reason: str) -> Waiver:
    """Write down that the beneficiaries give up an award, for a second person to confirm."""
    refuse_if(no_waiver(session, decision))
    said = reason.strip()
    made = Waiver(
        decision_id=decision.id,
        reason=said,
        content_hash=digest_of(decision.content_hash, said),
        prepared_by_id=actor.id,
        prepared_at=actor.now,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        text = Text("Somebody already proposed to give up this award. Confirm or drop that first.")
        raise refuse(text) from None
    audit(session, actor, Action.PROPOSE_WAIVER, made, reason=said)
    tell(
        session,
        people.people_with(session, *SECOND_ON_SELECTION) - {actor.id},
        Text("Giving up an award waits for a second person"),
        Text(
            "It is about decision %(number)s, “%(title)s”. Read the reason before you confirm it.",
            number=decision.number,
            title=decision.title,
        ),
        path=f"/beslissingen/{decision.public_id}",
        now=actor.now,
    )
    return made


def confirm_waiver(session: Session, actor: Actor, waiver: Waiver) -> tuple[Decision, ...]:
    """Give all that is not paid back to the envelope; return the awards of who moves up.

    Raises RefusedError for who proposed it, and when nothing can return any more: then nothing
    of it happens.
    """
    decision = waiver.decision
    call = queries.held(session, decision)
    session.refresh(decision, ["status"])
    facts = ActFacts(waiver.prepared_by_id, actor.id, no_waiver(session, decision))
    stamp = {"confirmed_by_id": actor.id, "confirmed_at": actor.now}
    action = Action.CONFIRM_WAIVER
    advance(session, WAIVER_LIFECYCLE, waiver, action, facts, actor=actor, stamp=stamp)
    released = {
        share.organisation_id: budget.uncommit_share(
            session, actor, decision.line_id, decision.reservation_ref, share.case_ref
        )
        for share in decision.shares
    }
    advance(
        session,
        LIFECYCLE,
        decision,
        action,
        Facts(decision.prepared_by_id, actor.id),
        actor=actor,
        reason=waiver.reason,
        stamp={"released": Money.total(released.values())},
    )
    catalogue.withdraw(session, decision.source_ref)
    _unregister(session, decision, released)
    _tell_beneficiaries(session, actor, decision)
    return () if call is None else move_up(session, actor, call, waiver.prepared_by_id)


def drop_waiver(session: Session, actor: Actor, waiver: Waiver, reason: str) -> None:
    """Drop a proposal that nobody confirmed yet: the award stands."""
    facts = ActFacts(waiver.prepared_by_id, actor.id)
    action = Action.DROP_WAIVER
    advance(session, WAIVER_LIFECYCLE, waiver, action, facts, actor=actor, reason=reason)


def _unregister(session: Session, decision: Decision, released: Mapping[int, Money]) -> None:
    """Leave in the register of subsidies only what was paid."""
    paid = {
        share.organisation_id: share.amount - released[share.organisation_id]
        for share in decision.shares
    }
    planning.reduce_award(session, decision.source_ref, paid)


def _tell_beneficiaries(session: Session, actor: Actor, decision: Decision) -> None:
    tell(
        session,
        accounts.people_of(session, decision.beneficiary_ids),
        Text("The award of “%(title)s” is given up", title=decision.title),
        Text(
            "The agency confirmed it. %(amount)s returns to the envelope of the call.",
            amount=decision.released,
        ),
        path=f"/beslissingen/{decision.public_id}",
        now=actor.now,
    )
