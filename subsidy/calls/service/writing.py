"""The verbs of calls: write, propose, publish (which reserves money), return, withdraw."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from subsidy.budget import service as budget
from subsidy.budget.models import Line
from subsidy.calls import queries
from subsidy.calls.domain.lifecycle import LIFECYCLE, Facts, Status
from subsidy.calls.domain.regulation import Regulation, content_hash, dump, objections, parse
from subsidy.calls.models import Call, DraftPart, RegulationVersion
from subsidy.calls.service.consultation import unreported
from subsidy.calls.service.following import tell_followers
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance, audit

FORM = "formulier"  # the part that holds the questions of a call


def create(session: Session, actor: Actor, line: Line, draft: Mapping[str, Any]) -> Call:
    """Begin a call on a line. ``draft``: a regulation in its stored shape, complete or not."""
    call = Call(
        line_id=line.id,
        title=_title(draft),
        draft=dict(draft),
        created_by_id=actor.id,
    )
    _copy_dates(call)
    session.add(call)
    session.flush()
    if FORM in draft:  # the questions that it began with stay a version too
        keep_version(session, actor, call, FORM, {FORM: draft[FORM]})
    audit(session, actor, Action.CREATE_CALL, call)
    return call


def save(
    session: Session,
    actor: Actor,
    call: Call,
    part: str,
    content: Mapping[str, Any],
    version: int,
) -> None:
    """Save one part of a draft. ``version``: that of the call when its page was opened.

    Raises RefusedError when a colleague saved this part since; who works on another part is not
    in the way.
    """
    session.flush()
    session.refresh(call, ["status", "draft", "version"], with_for_update=True)
    if call.status is not Status.DRAFT:
        raise refuse(Text("Only a draft can be changed. Return the call to its author first."))
    newest = queries.latest_part(session, call, part)
    if not (0 if newest is None else newest.number) <= version <= call.version:
        raise refuse(
            Text(
                "A colleague saved this part in the meantime. "
                "Compare the texts. Save again if yours must stay."
            )
        )
    call.version += 1
    call.draft = {**call.draft, **content}
    call.title = _title(call.draft)
    _copy_dates(call)
    keep_version(session, actor, call, part, content)
    audit(session, actor, Action.EDIT_CALL, call)


def keep_version(
    session: Session, actor: Actor, call: Call, part: str, content: Mapping[str, Any]
) -> None:
    """Keep what was saved of a part, so that it can be read and put back later."""
    session.add(
        DraftPart(
            call_id=call.id,
            part=part,
            number=call.version,
            content=dict(content),
            saved_by_id=actor.id,
            saved_at=actor.now,
        )
    )


def _title(draft: Mapping[str, Any]) -> str:
    return str(draft.get("oproep", {}).get("titel", "")).strip()


def _copy_dates(call: Call) -> None:
    """Copy what lists sort and filter on; an unfinished draft has none yet."""
    try:
        regulation = parse(call.draft)
    except RefusedError:
        return
    call.opens_at, call.closes_at = regulation.opens_at, regulation.closes_at
    call.reserved = regulation.reserved


def regulation_of(call: Call) -> Regulation:
    """Return the draft as a regulation. Raises RefusedError with all its faults."""
    return parse(call.draft)


def facts(call: Call, actor: Actor, reason: str = "", *, decided: bool = False) -> Facts:
    """Gather what a transition may depend on; an unreadable draft is a fact too."""
    known = Facts(
        now=actor.now,
        actor_id=actor.id,
        prepared_by_id=call.prepared_by_id,
        decided=decided,
        reason=reason,
    )
    return replace(known, closes_at=call.closes_at, faults=tuple(objections(call.draft)))


def propose(session: Session, actor: Actor, call: Call) -> None:
    """Lay the draft before a colleague."""
    stamp = {"prepared_by_id": actor.id}
    known = _told(session, call, facts(call, actor))
    advance(session, LIFECYCLE, call, Action.PROPOSE_CALL, known, actor=actor, stamp=stamp)


def _told(session: Session, call: Call, known: Facts) -> Facts:
    """Add that whoever was consulted must first hear what came of it."""
    return replace(known, faults=(*known.faults, *unreported(session, call)))


def return_to_author(session: Session, actor: Actor, call: Call, reason: str) -> None:
    stamp = {"prepared_by_id": None}
    known = facts(call, actor, reason)
    advance(
        session,
        LIFECYCLE,
        call,
        Action.RETURN_CALL,
        known,
        actor=actor,
        reason=reason,
        stamp=stamp,
    )


def publish(session: Session, actor: Actor, call: Call) -> RegulationVersion:
    """Freeze version 1 of the regulation and reserve its money on the line.

    Raises RefusedError when something is missing, when the publisher proposed it, or when the
    line has too little left; then nothing happens.
    """
    known = _told(session, call, facts(call, actor))
    stamp = {"published_at": actor.now}
    advance(session, LIFECYCLE, call, Action.PUBLISH_CALL, known, actor=actor, stamp=stamp)
    regulation = parse(call.draft)
    budget.reserve(session, actor, call.line_id, call.case_ref, regulation.reserved)
    version = RegulationVersion(
        call_id=call.id,
        number=1,
        content=dump(regulation),
        content_hash=content_hash(regulation),
        published_at=actor.now,
    )
    session.add(version)
    session.flush()
    session.refresh(call, ["versions"])
    tell_followers(session, actor, call)
    return version


def withdraw(session: Session, actor: Actor, call: Call, reason: str, *, decided: bool) -> None:
    """Withdraw a published call and give its reservation back to the line."""
    known = facts(call, actor, reason, decided=decided)
    advance(session, LIFECYCLE, call, Action.WITHDRAW_CALL, known, actor=actor, reason=reason)
    key = f"release:{call.case_ref}"
    budget.release(session, actor, call.line_id, call.case_ref, key)
