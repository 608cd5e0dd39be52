"""Reads for reminders: which drafts wait for one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.reminding import LONGEST, due, started_before
from subsidy.applications.models import Application, Reminder
from subsidy.calls.models import Call


def closing_soon(session: Session, now: datetime) -> Sequence[tuple[int, datetime]]:
    """Return the key and the deadline of each call that is open and closes in a fortnight."""
    rows = session.scalars(
        select(Call).where(
            Call.opens_at <= now, Call.closes_at > now, Call.closes_at <= now + LONGEST
        )
    )
    return [(call.id, call.closes_at) for call in rows if call.is_public and call.closes_at]


def to_remind(session: Session, now: datetime, most: int) -> Sequence[tuple[str, int]]:
    """Return at most so many drafts that wait for a reminder, and for which mark."""
    found: list[tuple[str, int]] = []
    for call_id, closes_at in closing_soon(session, now):
        days = due(closes_at, now)
        if days is None:
            continue
        reminded = exists().where(
            Reminder.application_id == Application.id,
            Reminder.days == days,
            Reminder.closes_at == closes_at,
        )
        ids = session.scalars(
            select(Application.public_id)
            .where(
                Application.call_id == call_id,
                Application.status == Status.DRAFT,
                Application.started_at <= started_before(closes_at, days),
                ~reminded,
            )
            .order_by(Application.id)
            .limit(most - len(found))
        )
        found += [(public_id, days) for public_id in ids]
    return found[:most]
