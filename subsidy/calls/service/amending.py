"""Changing what is published: a second version of a regulation, by two people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from subsidy.calls.domain.amending import (
    AMENDING,
    AmendingFacts,
    AmendmentStatus,
    change_faults,
    extended,
)
from subsidy.calls.domain.regulation import Regulation, content_hash, dump, parse
from subsidy.calls.models import Amendment, Call, CallQuestion, RegulationVersion
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance, audit


def prepare_extension(
    session: Session, actor: Actor, call: Call, closes_at: datetime, reason: str
) -> Amendment:
    """Prepare a later deadline for everybody; a colleague approves it."""
    current = hold(session, call)
    new = extended(current.regulation, closes_at)
    return _prepare(session, actor, call, new, (Action.EXTEND_CALL, Why(reason=reason)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a regulation changes; ``question``: the one whose answer changes it."""

    reason: str
    question: CallQuestion | None = None


def prepare_change(
    session: Session, actor: Actor, call: Call, part: Mapping[str, Any], why: Why
) -> Amendment:
    """Prepare other rules for everybody; ``part``: what is different, in its stored shape."""
    current = hold(session, call)
    new = parse({**current.content, **part})
    return _prepare(session, actor, call, new, (Action.AMEND_CALL, why))


def _prepare(
    session: Session, actor: Actor, call: Call, new: Regulation, how: tuple[Action, Why]
) -> Amendment:
    action, why = how
    reason = why.reason
    made = Amendment(
        call=call,
        call_id=call.id,
        base=call.versions[-1].number,
        content=dump(new),
        question_id=None if why.question is None else why.question.id,
        reason=reason.strip(),
        prepared_by_id=actor.id,
        prepared_at=actor.now,
    )
    refuse_if([*change_faults(_facts(actor, made, reason)), *_another(session, call)])
    session.add(made)
    session.flush()
    audit(session, actor, action, call, reason=reason.strip())
    return made


def _another(session: Session, call: Call) -> list[Refusal]:
    """Refuse a second change beside one that waits: nobody could tell what would be in force."""
    waits = session.scalar(
        select(Amendment.id).where(
            Amendment.call_id == call.id, Amendment.status == AmendmentStatus.PREPARED
        )
    )
    if waits is None:
        return []
    return [Refusal(Text("Another change of this call waits for approval. Finish that one first."))]


def approve_change(session: Session, actor: Actor, change: Amendment) -> RegulationVersion:
    """Let a change come into force, as the next version of the regulation of the call."""
    call = change.call
    hold(session, call)
    known = _facts(actor, change, change.reason)
    number = call.versions[-1].number + 1
    stamp = {"number": number, "decided_by_id": actor.id, "decided_at": actor.now}
    advance(session, AMENDING, change, Action.APPROVE_CHANGE, known, actor=actor, stamp=stamp)
    regulation = change.regulation
    version = RegulationVersion(
        call_id=call.id,
        number=number,
        content=dump(regulation),
        content_hash=content_hash(regulation),
        published_at=actor.now,
    )
    session.add(version)
    _name_version(session, change)
    call.draft = _next_draft(call, change)
    call.title = regulation.title
    call.opens_at, call.closes_at = regulation.opens_at, regulation.closes_at
    session.flush()
    session.refresh(call, ["versions"])
    return version


def _next_draft(call: Call, change: Amendment) -> dict[str, Any]:
    """Return what is written on from; questions that a colleague is writing are not thrown away."""
    draft = dump(change.regulation)
    if change.regulation.form == change.before.form and "formulier" in call.draft:
        draft["formulier"] = call.draft["formulier"]
    return draft


def _name_version(session: Session, change: Amendment) -> None:
    """Let an answer that changed the rules name the version that it led to."""
    session.execute(
        update(CallQuestion)
        .where(CallQuestion.id == change.question_id, CallQuestion.number.is_not(None))
        .values(number=change.number)
        .execution_options(synchronize_session=False)
    )


def drop_change(session: Session, actor: Actor, change: Amendment, reason: str) -> None:
    """Note why a change is not made; it stays to be read by the agency."""
    known = _facts(actor, change, reason)
    stamp = {"decided_by_id": actor.id, "decided_at": actor.now}
    advance(
        session,
        AMENDING,
        change,
        Action.DROP_CHANGE,
        known,
        actor=actor,
        reason=reason,
        stamp=stamp,
    )


def hold(session: Session, call: Call) -> RegulationVersion:
    """Hold the row of a call, so that two changes of it follow each other; return what holds."""
    session.refresh(call, ["status", "closes_at"], with_for_update=True)
    session.refresh(call, ["versions"])
    if not call.versions:
        raise refuse(Text("Only a published call can be changed this way."))
    return call.versions[-1]


def _facts(actor: Actor, change: Amendment, reason: str) -> AmendingFacts:
    current = change.call.versions[-1]
    return AmendingFacts(
        now=actor.now,
        actor_id=actor.id,
        prepared_by_id=change.prepared_by_id,
        old=current.regulation,
        new=change.regulation,
        latest=current.number,
        base=change.base,
        public=change.call.is_public,
        reason=reason,
    )
