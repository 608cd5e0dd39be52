"""Reads of the minutes of meetings: what is frozen, who signed, and which parts a person may read.

Who has a conflict of interest with a file, or neither scored it nor declared at the table, gets no
part about it: here, whatever the page or the PDF asks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.applications.models import Application
from subsidy.scoring.models import (
    Juror,
    Minutes,
    MinutesSignature,
    Review,
    TableDeclaration,
)
from subsidy.scoring.queries.conflicts import against
from subsidy.scoring.queries.meetings import Sitting, discussions

Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """The minutes as one person may read them. ``files``: hash and part; None: not for this person.

    ``names``: by label of the juror; None: not for this person.
    """

    content: Part
    content_hash: str
    files: Sequence[tuple[str, Part | None]]
    names: Mapping[str, str] | None
    signatures: Sequence[MinutesSignature]


def minutes(session: Session, meeting_id: int) -> Minutes | None:
    return session.get(Minutes, meeting_id)


def signatures(session: Session, meeting_ids: Collection[int]) -> Sequence[MinutesSignature]:
    """Return who signed, in order of time, with the person."""
    return session.scalars(
        select(MinutesSignature)
        .where(MinutesSignature.meeting_id.in_(meeting_ids))
        .options(joinedload(MinutesSignature.juror).joinedload(Juror.person))
        .order_by(MinutesSignature.id)
    ).all()


def copy_for(session: Session, sat: Sitting, person_id: int) -> Copy | None:
    """Return what somebody may read of the minutes of a meeting; None while there are none.

    Who has no seat in the jury reads all: the policy says who of those reads any.
    """
    kept = minutes(session, sat.meeting.id)
    if kept is None:
        return None
    seat = sat.seat_of(person_id)
    names = kept.parts[kept.content["names"]]["names"]
    parts = [(each, kept.parts[each]) for each in kept.content["files"]]
    readable = None if seat is None else _readable(session, sat, seat)
    return Copy(
        content=kept.content,
        content_hash=kept.content_hash,
        files=[
            (key, part if readable is None or part["application"] in readable else None)
            for key, part in parts
        ],
        names=names if seat is None or seat.is_chair else None,
        signatures=signatures(session, [sat.meeting.id]),
    )


def _readable(session: Session, sat: Sitting, seat: Juror) -> Collection[str]:
    """Return the public ids of the files on the table that a juror may know."""
    files = {each.application_id: each.application for each in discussions(session, sat.meeting.id)}
    held = against(session, [seat], list(files.values()))
    own = {
        each.application_id: each
        for each in session.scalars(
            select(Review).where(
                Review.juror_id == seat.id, Review.application_id.in_(files.keys())
            )
        )
    }
    declared = session.scalars(
        select(TableDeclaration.application_id).where(TableDeclaration.juror_id == seat.id)
    ).all()
    return {
        file.public_id
        for id_, file in files.items()
        if not held.reasons(seat.id, id_) and (own[id_].counts if id_ in own else id_ in declared)
    }


def counted_of(
    session: Session, sat: Sitting, files: Sequence[Application]
) -> Mapping[int, Sequence[Review]]:
    """Return the reviews that count, with their marks, by the id of the file."""
    held = against(session, sat.seats, files)
    found: dict[int, list[Review]] = {each.id: [] for each in files}
    for review in session.scalars(
        select(Review)
        .where(Review.application_id.in_(found.keys()))
        .options(selectinload(Review.marks), joinedload(Review.juror))
        .order_by(Review.juror_id)
    ):
        if review.counts and not held.reasons(review.juror_id, review.application_id):
            found[review.application_id].append(review)
    return found
