"""Reads of files in the hands of jurors.

A review reaches another juror's eyes only through :func:`others`, after the own one is in. Every
review that comes from here knows whether a conflict of interest denies it today.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.policy import Action
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, JuryAgreements, Review, TableDeclaration
from subsidy.scoring.queries.conflicts import Against, against, against_in
from subsidy.scoring.queries.in_hand import InHand, beside
from subsidy.workflow import AuditEntry, subject_of


def _file(query: Select[Review]) -> Select[Review]:
    """With marks, and whose and which file it is."""
    return query.options(
        selectinload(Review.marks),
        joinedload(Review.juror).joinedload(Juror.person),
        joinedload(Review.application).options(
            joinedload(Application.regulation_version), joinedload(Application.lead)
        ),
    )


def _whole(query: Select[Review]) -> Select[Review]:
    """With whom an act tells, and with what a juror reads before any content: the partners."""
    return query.options(
        joinedload(Review.application).options(
            joinedload(Application.call),
            selectinload(Application.partners).joinedload(Partner.organisation),
        )
    )


def review(session: Session, public_id: str) -> Review | None:
    """Return a file in the hands of a juror, with marks, call and partners; denied or not."""
    found = session.scalar(_to_act_on(), {"public_id": public_id})
    if found is not None:
        _deny([found], against(session, [found.juror], [found.application]))
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that a juror opens, and all that is in these hands; None: it was not read."""

    review: Review
    files: Sequence[InHand] | None = None

    @property
    def juror_person_id(self) -> int:
        return self.review.juror_person_id

    @property
    def is_closed(self) -> bool:
        return self.review.is_closed


def opened(session: Session, public_id: str) -> Opened | None:
    """Return a file with its marks, and the other files; one scan decides about all of them.

    For a page, which writes nothing: an act looks again, with :func:`review`.
    """
    found = session.scalar(_to_show(), {"public_id": public_id})
    if found is None:
        return None
    files, held = beside(session, found)
    _deny([found], held)
    return Opened(found, files)


def _deny(reviews: Sequence[Review], held: Against) -> Sequence[Review]:
    """Say of each review whether something stands against it."""
    for each in reviews:
        each.denied = bool(held.reasons(each.juror_id, each.application_id))
    return reviews


def to_score(session: Session, person_id: int) -> Sequence[Review]:
    """Return the files that a juror declared on and can score now, with the marks so far."""
    found = session.scalars(
        _whole(_file(select(Review)))
        .join(Juror, Juror.id == Review.juror_id)
        .join(Application, Application.id == Review.application_id)
        .where(
            Juror.person_id == person_id,
            Review.status == ReviewStatus.CLEARED,
            Application.status == Status.ADMISSIBLE,
        )
        .order_by(Application.call_id, Application.number)
    ).all()
    seats = list({each.juror_id: each.juror for each in found}.values())
    held = against(session, seats, [each.application for each in found])
    return [each for each in _deny(found, held) if each.is_open]


@cache
def _to_show() -> Select[Review]:
    """Make the statement once, as making it takes as long as sending it."""
    of_jury = joinedload(Review.juror).options(
        joinedload(Juror.asked), joinedload(Juror.agreements).joinedload(JuryAgreements.first)
    )
    by_address = Review.public_id == bindparam("public_id")
    return _file(select(Review)).where(by_address).options(joinedload(Review.hearing), of_jury)


@cache
def _to_act_on() -> Select[Review]:
    return _whole(_to_show())


def reviews_of_call(session: Session, call_id: int) -> Sequence[Review]:
    found = session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(
            selectinload(Review.marks), joinedload(Review.juror), joinedload(Review.application)
        )
        .order_by(Review.application_id, Review.juror_id)
    ).all()
    return _deny(found, against_in(session, call_id))


def assignments(session: Session, call_id: int) -> Sequence[Review]:
    """Return who has which file and how far each is, without a single mark."""
    found = session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(raiseload("*"))
        .order_by(Review.application_id, Review.juror_id)
    ).all()
    return _deny(found, against_in(session, call_id))


def with_files(session: Session, call_id: int) -> Sequence[Review]:
    """Return every review of a call with juror and file, for who tells people about it."""
    return session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(
            joinedload(Review.juror),
            joinedload(Review.application).joinedload(Application.call),
        )
        .order_by(Review.id)
    ).all()


def assignment(session: Session, call_id: int, public_id: str) -> Review | None:
    return session.scalar(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id, Review.public_id == public_id)
    )


def others(session: Session, own: Review) -> Sequence[Review]:
    """Return the colleagues' submitted reviews of the same file; nothing until the own is in."""
    if not own.counts:
        return ()
    found = session.scalars(
        select(Review)
        .where(
            Review.application_id == own.application_id,
            Review.id != own.id,
            Review.status == ReviewStatus.SUBMITTED,
        )
        .options(
            selectinload(Review.marks),
            joinedload(Review.juror).joinedload(Juror.person),
        )
        .order_by(Review.juror_id)
    ).all()
    held = against(session, [each.juror for each in found], [own.application])
    return [each for each in _deny(found, held) if each.counts]


def handed_in_before(session: Session, blocked: Review) -> datetime | None:
    """Return when marks were handed in that a conflict took away; None: they were not in."""
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject == subject_of(blocked))
        .order_by(AuditEntry.id.desc())
    ).all()
    before = next((each.before for each in entries if each.after == ReviewStatus.BLOCKED), None)
    if before != ReviewStatus.SUBMITTED:
        return None
    return next((each.at for each in entries if each.action == Action.SUBMIT_REVIEW), None)


def heard(
    session: Session, juror_ids: Collection[int], application_ids: Collection[int]
) -> frozenset[tuple[int, int]]:
    """Return who read at the table what colleagues gave, without own marks; as in Review.pair."""
    rows = session.execute(
        select(TableDeclaration.juror_id, TableDeclaration.application_id).where(
            TableDeclaration.juror_id.in_(juror_ids),
            TableDeclaration.application_id.in_(application_ids),
        )
    )
    return frozenset((juror_id, application_id) for juror_id, application_id in rows)


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
    given = assignments(session, call_id)
    counts = Counter(ReviewStatus.BLOCKED if each.is_blocked else each.status for each in given)
    return Progress(
        assigned=len(given),
        submitted=counts[ReviewStatus.SUBMITTED],
        blocked=counts[ReviewStatus.BLOCKED],
    )
