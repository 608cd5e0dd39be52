"""Reads of what one juror has in hand, what a conflict took away, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain.conflicts import Reason
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review
from subsidy.scoring.queries.conflicts import Against, between


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


@dataclass(frozen=True, slots=True)
class Closed:
    """A file that a conflict of interest took out of a juror's hands."""

    number: str
    call: str
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Hands:
    """What a juror has in hand, and what is closed."""

    files: Sequence[InHand]
    closed: Sequence[Closed]


@cache
def _in_hand() -> Select[*tuple[Any, ...]]:
    """Make the statement once: ids of juror and file, and then what an :class:`InHand` shows."""
    return (
        select(
            Juror.id,
            Application.id,
            Review.public_id,
            Review.status,
            Review.assigned_at,
            Application.number,
            Application.title,
            Organisation.name,
            Application.call_id,
            Call.title,
        )
        .select_from(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .join(Application, Application.id == Review.application_id)
        .join(Organisation, Organisation.id == Application.lead_id)
        .join(Call, Call.id == Application.call_id)
        .where(
            Juror.person_id == bindparam("person_id"),
            Juror.left_at.is_(None),
            Application.status == Status.ADMISSIBLE,
            Review.status != ReviewStatus.RELEASED,
        )
        .order_by(Application.call_id, Application.number)
    )


def hands_of(session: Session, person_id: int) -> Hands:
    """Return the files in the hands of a juror, over all calls, in the order to work on.

    A file that a conflict closes is not among them: of it a juror reads the number and why.
    """
    return _scanned(session, person_id, [])[0]


def beside(session: Session, own: Review) -> tuple[Sequence[InHand], Against]:
    """Return what its juror has in hand as :func:`hands_of` does, and what stands against all.

    This file is decided about too, wherever it stands: it may be in no hands any more.
    """
    hands, held = _scanned(session, own.juror.person_id, [own.pair])
    return hands.files, held


def _scanned(
    session: Session, person_id: int, more: Sequence[tuple[int, int]]
) -> tuple[Hands, Against]:
    """Read hands, and what stands against the files in it and ``more``, in one scan.

    ``more``: ids of juror and application.
    """
    rows = session.execute(_in_hand(), {"person_id": person_id}).all()
    pairs = {*((juror_id, application_id) for juror_id, application_id, *_ in rows), *more}
    held = between(session, {juror_id for juror_id, _ in pairs}, {file_id for _, file_id in pairs})
    files, closed = [], []
    for juror_id, application_id, *shown in rows:
        file, reasons = InHand(*shown), held.reasons(juror_id, application_id)
        if reasons or file.status is ReviewStatus.BLOCKED:
            closed.append(Closed(file.number, file.call, reasons))
        else:
            files.append(file)
    return Hands(files, closed), held


def files_of_person(session: Session, person_id: int) -> Sequence[InHand]:
    """Return the files in the hands of a juror; none that a conflict closes."""
    return hands_of(session, person_id).files


@dataclass(frozen=True, slots=True)
class NextFile:
    """Where a juror goes on, and the number of that application."""

    public_id: str
    number: str


def next_file(own: Review, files: Sequence[InHand]) -> NextFile | None:
    """Return the next of these files that waits in the same call; after the last the first."""
    waiting = [each for each in waiting_in_call(own, files) if each.public_id != own.public_id]
    later = [each for each in waiting if each.number > own.application.number]
    found = next(iter(later or waiting), None)
    return None if found is None else NextFile(found.public_id, found.number)


def waiting_in_call(own: Review, files: Sequence[InHand]) -> Sequence[InHand]:
    """Return which of these files of the same call wait for this juror, this one too."""
    return [
        each
        for each in files
        if each.call_id == own.application.call_id
        and each.status in (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED)
    ]
