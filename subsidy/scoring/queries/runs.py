"""Reads of selections."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Review, SelectionRun


def latest_run(session: Session, call_id: int) -> SelectionRun | None:
    return session.scalar(
        select(SelectionRun)
        .where(SelectionRun.call_id == call_id)
        .order_by(SelectionRun.id.desc())
        .limit(1)
    )


def uncounted_since(session: Session, run: SelectionRun) -> Sequence[str]:
    """Return the numbers of files whose marks a selection rests on and that count no more."""
    rested_on = [each["review"] for each in run.content["reviews"]]
    return session.scalars(
        select(Application.number)
        .join(Review, Review.application_id == Application.id)
        .where(Review.public_id.in_(rested_on), Review.status == ReviewStatus.BLOCKED)
        .distinct()
        .order_by(Application.number)
    ).all()


def latest_runs(session: Session, call_ids: Sequence[int]) -> Sequence[SelectionRun]:
    """Return the newest computation of each call that has one, in one statement."""
    newest = (
        select(func.max(SelectionRun.id))
        .where(SelectionRun.call_id.in_(call_ids))
        .group_by(SelectionRun.call_id)
    )
    return session.scalars(
        select(SelectionRun).where(SelectionRun.id.in_(newest)).order_by(SelectionRun.call_id)
    ).all()


def call_of(session: Session, call_id: int) -> Call | None:
    return session.get(Call, call_id)
