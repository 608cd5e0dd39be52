"""What waits for a juror: files to declare on, files to score."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.core.text import Text, plural
from subsidy.overview.domain import Task
from subsidy.policy import Actor
from subsidy.scoring import queries as scoring
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import SelectionRun

WAITING = (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED)


def files(session: Session, actor: Actor) -> list[Task]:
    """Return one task per call and per kind of work; only own files that are not closed count."""
    mine = [each for each in scoring.files_of_person(session, actor.id) if each.status in WAITING]
    ids = {each.call_id for each in mine}
    selected = set(
        session.scalars(select(SelectionRun.call_id).where(SelectionRun.call_id.in_(ids)))
    )
    work = Counter(
        (each.call_id, each.call, each.status) for each in mine if each.call_id not in selected
    )
    return [
        Task(verb=_verb(status, number), object=title, endpoint="scoring.index", tag=status)
        for (_, title, status), number in sorted(work.items())
    ]


def _verb(status: ReviewStatus, number: int) -> Text:
    if status is ReviewStatus.ASSIGNED:
        return plural(
            "Declare conflicts for %(n)s file", "Declare conflicts for %(n)s files", number
        )
    return plural("Score %(n)s file", "Score %(n)s files", number)
