"""Reads of computations: one, the newest of a kind, and the next that the worker takes up."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from subsidy.scoring.domain.computing import Kind, State
from subsidy.scoring.models import Computation


def computation(session: Session, public_id: str) -> Computation | None:
    return session.scalar(
        select(Computation)
        .where(Computation.public_id == public_id)
        .options(joinedload(Computation.call), joinedload(Computation.asked_by))
    )


def latest_computation(session: Session, call_id: int, kind: Kind) -> Computation | None:
    return session.scalar(
        select(Computation)
        .where(Computation.call_id == call_id, Computation.kind == kind)
        .order_by(Computation.id.desc())
        .limit(1)
    )


def to_compute(session: Session, lost_before: datetime) -> Computation | None:
    """Return the next that waits, or one that a worker began before that instant and lost."""
    waits = Computation.state == State.WAITING
    lost = and_(Computation.state == State.RUNNING, Computation.started_at < lost_before)
    return session.scalar(
        select(Computation)
        .where(or_(waits, lost))
        .order_by(Computation.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
