"""What waits for a juror: files to declare on, files to score."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.text import Text, plural
from subsidy.overview.domain import Task
from subsidy.policy import Actor
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review, SelectionRun


def files(session: Session, actor: Actor) -> list[Task]:
    """Return one task per call and per kind of work; only own files are counted."""
    rows = session.execute(
        select(Call.title, Review.status, func.count(Review.id))
        .join(Juror, Juror.call_id == Call.id)
        .join(Review, Review.juror_id == Juror.id)
        .join(Application, Application.id == Review.application_id)
        .where(
            Juror.person_id == actor.id,
            Application.status == Status.ADMISSIBLE,
            Review.status.in_([ReviewStatus.ASSIGNED, ReviewStatus.CLEARED]),
            ~select(SelectionRun.id).where(SelectionRun.call_id == Call.id).exists(),
        )
        .group_by(Call.id, Call.title, Review.status)
        .order_by(Call.id, Review.status)
    )
    return [
        Task(verb=_verb(status, number), object=title, endpoint="scoring.index", tag=status)
        for title, status, number in rows
    ]


def _verb(status: ReviewStatus, number: int) -> Text:
    if status is ReviewStatus.ASSIGNED:
        return plural(
            "Declare conflicts for %(n)s file", "Declare conflicts for %(n)s files", number
        )
    return plural("Score %(n)s file", "Score %(n)s files", number)
