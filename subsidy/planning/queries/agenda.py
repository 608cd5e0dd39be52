"""Reads of the shared agenda."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.planning.models import AgendaEntry


def entry(session: Session, public_id: str) -> AgendaEntry | None:
    return session.scalar(select(AgendaEntry).filter_by(public_id=public_id, removed=False))


def entries(session: Session, since: date | None = None) -> Sequence[AgendaEntry]:
    """Return what is planned, the first to begin first; ``since``: not over before that day."""
    query = select(AgendaEntry).where(AgendaEntry.removed.is_(False))
    if since is not None:
        query = query.where(AgendaEntry.last_day >= since)
    return session.scalars(query.order_by(AgendaEntry.first_day, AgendaEntry.id)).all()
