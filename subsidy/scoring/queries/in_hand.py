"""Reads of what one juror has in hand, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review


@dataclass(frozen=True, slots=True)
class InHand:
    """A file in the hands of a juror, as one row of a list."""

    public_id: str
    status: ReviewStatus
    assigned_at: datetime
    number: str
    title: str
    lead: str
    call_id: int
    call: str


@cache
def _in_hand() -> Select[str, ReviewStatus, datetime, str, str, str, int, str]:
    """Make the statement once; plain rows, as they are only shown."""
    return (
        select(
            Review.public_id,
            Review.status,
            Review.assigned_at,
            Application.number,
            Application.title,
            Organisation.name,
            Call.id,
            Call.title,
        )
        .select_from(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .join(Application, Application.id == Review.application_id)
        .join(Organisation, Organisation.id == Application.lead_id)
        .join(Call, Call.id == Application.call_id)
        .where(Juror.person_id == bindparam("person_id"), Application.status == Status.ADMISSIBLE)
        .order_by(Application.call_id, Application.number)
    )


def files_of_person(session: Session, person_id: int) -> Sequence[InHand]:
    """Return the files in the hands of a juror, over all calls, in the order to work on."""
    return [InHand(*row) for row in session.execute(_in_hand(), {"person_id": person_id})]


@dataclass(frozen=True, slots=True)
class NextFile:
    """Where a juror goes on, and the number of that application."""

    public_id: str
    number: str


def next_file(session: Session, own: Review) -> NextFile | None:
    """Return the next file of the same call that waits for this juror; after the last the first."""
    later = Application.number > own.application.number
    row = session.execute(
        select(Review.public_id, Application.number)
        .join(Application, Application.id == Review.application_id)
        .where(
            Review.juror_id == own.juror_id,
            Review.id != own.id,
            Review.status.in_([ReviewStatus.ASSIGNED, ReviewStatus.CLEARED]),
            Application.status == Status.ADMISSIBLE,
        )
        .order_by(later.desc(), Application.number)
        .limit(1)
    ).one_or_none()
    return None if row is None else NextFile(*row)
