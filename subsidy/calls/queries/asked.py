"""Reads of questions about calls."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.calls.domain.asking import QuestionStatus
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.models import Call, CallQuestion
from subsidy.policy import AGENCY, Actor

CALL = joinedload(CallQuestion.call)


def question(session: Session, public_id: str) -> CallQuestion | None:
    return session.scalar(
        select(CallQuestion)
        .where(CallQuestion.public_id == public_id)
        .options(CALL, selectinload(CallQuestion.call, Call.versions))
    )


def visible_to(actor: Actor | None) -> ColumnElement[bool]:
    """Return the SQL twin of READ_QUESTION."""
    if actor is not None and not actor.roles.isdisjoint(AGENCY):
        return true()
    public = and_(
        CallQuestion.call_id.in_(select(Call.id).where(Call.status == Status.PUBLISHED)),
        or_(CallQuestion.status == QuestionStatus.ANSWERED, CallQuestion.private.is_(False)),
    )
    return public if actor is None else or_(public, CallQuestion.asked_by_id == actor.id)


def questions(session: Session, actor: Actor | None, call: Call) -> Sequence[CallQuestion]:
    """Return the questions of a call that this person may read, answered ones first."""
    return session.scalars(
        select(CallQuestion)
        .where(CallQuestion.call_id == call.id, visible_to(actor))
        .options(CALL)
        .order_by(CallQuestion.answered_at.desc().nulls_last(), CallQuestion.id)
    ).all()


def unanswered(session: Session) -> Sequence[CallQuestion]:
    """Return what waits for an answer of the agency, the oldest first."""
    return session.scalars(
        select(CallQuestion)
        .join(CallQuestion.call)
        .where(CallQuestion.status == QuestionStatus.ASKED, Call.status == Status.PUBLISHED)
        .options(CALL)
        .order_by(CallQuestion.id)
    ).all()
