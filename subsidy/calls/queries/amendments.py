"""Reads of what changed in published regulations."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.calls.domain.amending import AmendmentStatus
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.models import Amendment, Call

CALL = joinedload(Amendment.call).selectinload(Call.versions)


def amendment(session: Session, public_id: str) -> Amendment | None:
    return session.scalar(
        select(Amendment)
        .where(Amendment.public_id == public_id)
        .options(CALL, joinedload(Amendment.question))
    )


def amendments(session: Session, call: Call) -> Sequence[Amendment]:
    """Return the changes of a call, the newest first; those not made are left out."""
    return session.scalars(
        select(Amendment)
        .where(Amendment.call_id == call.id, Amendment.status != AmendmentStatus.DROPPED)
        .options(CALL)
        .order_by(Amendment.id.desc())
    ).all()


def in_force(session: Session) -> Sequence[Amendment]:
    """Return the changes of all published calls, the newest first, for the notices."""
    return session.scalars(
        select(Amendment)
        .join(Amendment.call)
        .where(Amendment.status == AmendmentStatus.APPROVED, Call.status == Status.PUBLISHED)
        .options(joinedload(Amendment.call), selectinload(Amendment.call, Call.versions))
        .order_by(Amendment.decided_at.desc(), Amendment.id.desc())
    ).all()


def waiting_amendments(session: Session) -> Sequence[Amendment]:
    """Return the changes that wait for a second person."""
    return session.scalars(
        select(Amendment)
        .join(Amendment.call)
        .where(Amendment.status == AmendmentStatus.PREPARED, Call.status == Status.PUBLISHED)
        .options(joinedload(Amendment.call))
        .order_by(Amendment.id)
    ).all()
