"""Reads of files in the hands of jurors.

A review reaches another juror's eyes only through :func:`others`, after the own one is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from subsidy.applications.models import Application, Partner
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review


def _file(query: Select[Review]) -> Select[Review]:
    """With what a juror sees before any content: number, title, partners."""
    return query.options(
        joinedload(Review.juror).joinedload(Juror.employer),
        joinedload(Review.application).options(
            joinedload(Application.call),
            joinedload(Application.regulation_version),
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
        ),
    )


def review(session: Session, public_id: str) -> Review | None:
    return session.scalar(_by_address(), {"public_id": public_id})


@cache
def _by_address() -> Select[Review]:
    """Make the statement once, as making it takes as long as sending it."""
    by_address = Review.public_id == bindparam("public_id")
    return _file(select(Review)).where(by_address).options(selectinload(Review.marks))


def reviews_of_call(session: Session, call_id: int) -> Sequence[Review]:
    return session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(
            selectinload(Review.marks), joinedload(Review.juror), joinedload(Review.application)
        )
        .order_by(Review.application_id, Review.juror_id)
    ).all()


def assignments(session: Session, call_id: int) -> Sequence[Review]:
    """Return who has which file and how far each is, without a single mark."""
    return session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(raiseload("*"))
        .order_by(Review.application_id, Review.juror_id)
    ).all()


def assignment(session: Session, call_id: int, public_id: str) -> Review | None:
    return session.scalar(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id, Review.public_id == public_id)
    )


def others(session: Session, own: Review) -> Sequence[Review]:
    """Return the colleagues' submitted reviews of the same file; nothing until the own is in."""
    if own.status is not ReviewStatus.SUBMITTED:
        return ()
    return session.scalars(
        select(Review)
        .where(
            Review.application_id == own.application_id,
            Review.id != own.id,
            Review.status == ReviewStatus.SUBMITTED,
        )
        .options(selectinload(Review.marks), joinedload(Review.juror))
        .order_by(Review.juror_id)
    ).all()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a jury is: counts of reviews."""

    assigned: int
    submitted: int
    blocked: int

    @property
    def expected(self) -> int:
        return self.assigned - self.blocked


def progress(session: Session, call_id: int) -> Progress:
    rows = session.execute(
        select(Review.status, func.count().label("number"))
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .group_by(Review.status)
    ).all()
    counts = {row.status: row.number for row in rows}
    return Progress(
        assigned=sum(counts.values()),
        submitted=counts.get(ReviewStatus.SUBMITTED, 0),
        blocked=counts.get(ReviewStatus.BLOCKED, 0),
    )
