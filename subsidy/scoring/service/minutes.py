"""The minutes of a meeting: frozen when it closes, and signed by who was there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.core.errors import refuse_if
from subsidy.db import new_public_id
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import minutes
from subsidy.scoring.domain.deliberation import NOTHING_SETTLED, Settled, stays
from subsidy.scoring.models import Discussion, Juror, Minutes, MinutesSignature, Review
from subsidy.workflow import audit


def freeze(session: Session, actor: Actor, sat: queries.Sitting) -> None:
    """Keep the minutes of a meeting that was closed just now."""
    attended = stays(
        [
            (row.juror_id, row.at, row.present)
            for row in queries.attendance(session, sat.meeting.id)
        ],
        sat.meeting.closed_at,
        sat.left_at,
    )
    seats = [each for each in sat.seats if each.left_at is None or each.id in attended]
    names = {"salt": new_public_id(), "names": {each.label: each.person.name for each in sat.seats}}
    made = minutes.frozen(_head(sat, seats, attended), names, _files(session, sat))
    row = Minutes(
        meeting_id=sat.meeting.id,
        content=made.content,
        parts=made.parts,
        content_hash=made.hash,
        frozen_at=actor.now,
    )
    session.add(row)
    session.flush()
    audit(session, actor, Action.LEAD_MEETING, row, reason=row.content_hash)


def _head(
    sat: queries.Sitting,
    seats: Sequence[Juror],
    attended: Mapping[int, Sequence[tuple[datetime, datetime | None]]],
) -> dict[str, Any]:
    meeting = sat.meeting
    return {
        "call": sat.call.title,
        "day": meeting.day.isoformat(),
        "place": meeting.place,
        "opened_at": meeting.opened_at.isoformat(),
        "closed_at": _written(meeting.closed_at),
        "attendance": [
            {
                "juror": seat.label,
                "as": minutes.CHAIR if seat.is_chair else minutes.MEMBER,
                "stays": [
                    [_written(since), _written(until)] for since, until in attended.get(seat.id, ())
                ],
            }
            for seat in seats
        ],
    }


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _files(session: Session, sat: queries.Sitting) -> list[dict[str, Any]]:
    """Return a part per file that was on the table, in the order in which they came there."""
    talks: dict[int, list[Discussion]] = {}
    for each in queries.discussions(session, sat.meeting.id):
        talks.setdefault(each.application_id, []).append(each)
    files = [own[0].application for own in talks.values()]
    labels = {each.id: each.label for each in sat.seats}
    leads = {each.person_id: each.label for each in sat.seats}
    out: dict[int, set[str]] = {}
    every = [each.id for own in talks.values() for each in own]
    for left in queries.leavings(session, every):
        out.setdefault(left.discussion_id, set()).add(labels[left.juror_id])
    counted = queries.counted_of(session, sat, files)
    settled = queries.settled(session, list(talks))
    return [
        {
            "salt": new_public_id(),
            **_told(file, settled.get(file.id, NOTHING_SETTLED), counted[file.id]),
            "on_table": [[_written(t.began_at), _written(t.ended_at)] for t in talks[file.id]],
            "led_by": sorted({leads[t.began_by_id] for t in talks[file.id]}),
            "out": sorted({label for t in talks[file.id] for label in out.get(t.id, ())}),
        }
        for file in files
    ]


def _told(file: Application, settled: Settled, reviews: Sequence[Review]) -> dict[str, Any]:
    """Return what the jury said of a file: the marks that count, and what it agreed."""
    rules = file.regulation_version.regulation
    return {
        "application": file.public_id,
        "number": file.number,
        "title": file.title,
        "lead": file.lead.name,
        "consensus_counts": rules.consensus_counts,
        "criteria": [[each.key, each.name] for each in rules.criteria],
        "marks": {
            each.juror.label: {mark.criterion: mark.value for mark in each.marks}
            for each in reviews
        },
        "consensus": {
            each.criterion: {"value": each.value, "motivation": each.motivation}
            for each in settled.marks
        },
        "advice": settled.advice.value if settled.advice else None,
        "sentence": settled.sentence,
    }


def sign_minutes(session: Session, actor: Actor, sat: queries.Sitting, wanted: str) -> None:
    """Sign the minutes by their hash. ``wanted``: the hash that was on the screen."""
    kept = queries.minutes(session, sat.meeting.id)
    seat = sat.seat_of(actor.id)
    label = "" if seat is None else seat.label
    content = None if kept is None else kept.content
    content_hash = "" if kept is None else kept.content_hash
    signed = {each.juror_id for each in queries.signatures(session, [sat.meeting.id])}
    found = minutes.not_signing(
        content, label, wanted, content_hash, signed=seat is not None and seat.id in signed
    )
    refuse_if([] if found is None else [found])
    if seat is None or content is None:
        return
    row = MinutesSignature(
        meeting_id=sat.meeting.id,
        juror_id=seat.id,
        signed_as=minutes.signs_as(content, label) or minutes.MEMBER,
        content_hash=content_hash,
        signed_at=actor.now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the same juror signed in another tab
        refuse_if([minutes.SIGNED])
    audit(session, actor, Action.SIGN_MINUTES, sat.meeting, reason=content_hash)
