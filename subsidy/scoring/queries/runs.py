"""Reads of selections."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from subsidy.calls.models import Call
from subsidy.scoring.models import SelectionRun
from subsidy.scoring.queries.reviews import reviews_of_call


def latest_run(session: Session, call_id: int) -> SelectionRun | None:
    return session.scalar(
        select(SelectionRun)
        .where(SelectionRun.call_id == call_id)
        .order_by(SelectionRun.id.desc())
        .limit(1)
    )


def uncounted_since(session: Session, run: SelectionRun) -> Sequence[str]:
    """Return the numbers of files whose marks a selection rests on and that count no more."""
    rested_on = {each["review"] for each in run.content["reviews"]}
    given = reviews_of_call(session, run.call_id)
    numbers = {
        each.application.number for each in given if each.public_id in rested_on and each.is_blocked
    }
    return sorted(numbers)


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
    """Return a call with the versions of its regulation."""
    return session.scalar(
        select(Call).where(Call.id == call_id).options(selectinload(Call.versions))
    )
