"""Reads of what a jury agreed, of earlier marks, and of the jurors who wait for a reminder."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.applications.domain.reminding import LONGEST, due
from subsidy.calls.models import Call
from subsidy.scoring.models import Juror, JurorReminder, JuryAgreements, Review, ReviewVersion
from subsidy.scoring.queries.reviews import assignments


def agreements(session: Session, call_id: int) -> JuryAgreements | None:
    return session.scalar(
        select(JuryAgreements)
        .where(JuryAgreements.call_id == call_id)
        .options(joinedload(JuryAgreements.first))
    )


def earlier_marks(session: Session, review: Review) -> Sequence[ReviewVersion]:
    """Return what stood there before, the newest first."""
    return session.scalars(
        select(ReviewVersion)
        .where(ReviewVersion.review_id == review.id)
        .order_by(ReviewVersion.version.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A juror with files to score and a term that comes near."""

    juror_id: int
    person_id: int
    call: str
    files: int
    days: int
    due_at: datetime


def jurors_to_remind(session: Session, now: datetime) -> Sequence[Waiting]:
    """Return the jurors who wait for a reminder, and for which mark before the soft term."""
    near = session.execute(
        select(JuryAgreements.call_id, JuryAgreements.due_at, Call.title)
        .join(Call, Call.id == JuryAgreements.call_id)
        .where(JuryAgreements.due_at > now, JuryAgreements.due_at <= now + LONGEST)
        .order_by(JuryAgreements.call_id)
    ).all()
    return [
        each
        for call_id, due_at, title in near
        if due_at is not None and (days := due(due_at, now)) is not None
        for each in _waiting(session, call_id, (title, days, due_at))
    ]


def _waiting(session: Session, call_id: int, term: tuple[str, int, datetime]) -> Sequence[Waiting]:
    title, days, due_at = term
    reminded = set(
        session.scalars(
            select(JurorReminder.juror_id)
            .join(Juror, Juror.id == JurorReminder.juror_id)
            .where(
                Juror.call_id == call_id,
                JurorReminder.days == days,
                JurorReminder.due_at == due_at,
            )
        )
    )
    open_ones = Counter(each.juror_id for each in assignments(session, call_id) if each.is_open)
    seats = session.execute(select(Juror.id, Juror.person_id).where(Juror.call_id == call_id))
    return [
        Waiting(juror_id, person_id, title, open_ones[juror_id], days, due_at)
        for juror_id, person_id in seats
        if open_ones[juror_id] and juror_id not in reminded
    ]
