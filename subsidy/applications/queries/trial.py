"""The submitted files of calls that are closed, to try a new regulation on.

A file is sealed until its call closes; so what is still open is not asked, by whatever address.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.models import Application
from subsidy.applications.queries.desk import counted_files
from subsidy.applications.queries.lists import HANDED_IN
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.models import Call


@dataclass(frozen=True, slots=True)
class Earlier:
    """A call with submitted files, as one chooses it."""

    public_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A submitted file with where it is read."""

    public_id: str
    call: str
    file: CaseFile


def _closed(now: datetime) -> ColumnElement[bool]:
    return and_(Call.status == Status.PUBLISHED, Call.closes_at <= now)


def closed_calls(session: Session, now: datetime) -> Sequence[Earlier]:
    """Return the closed calls to which somebody submitted a file, the last to close first."""
    handed = select(Application.id).where(
        Application.call_id == Call.id, Application.status.in_(HANDED_IN)
    )
    rows = session.execute(
        select(Call.public_id, Call.title)
        .where(_closed(now), handed.exists())
        .order_by(Call.closes_at.desc(), Call.id.desc())
    )
    return [Earlier(public_id, title) for public_id, title in rows]


def handed_in(session: Session, calls: Collection[str], now: datetime) -> Sequence[Handed]:
    """Return the submitted files of these calls as far as they are closed, by number."""
    if not calls:
        return ()
    rows = session.execute(
        select(Application.id, Application.public_id, Call.title)
        .join(Call, Call.id == Application.call_id)
        .where(_closed(now), Call.public_id.in_(sorted(calls)), Application.status.in_(HANDED_IN))
        .order_by(Call.closes_at.desc(), Application.number)
    ).all()
    files = counted_files(session, [key for key, _, _ in rows])
    return [Handed(public_id, title, files[key]) for key, public_id, title in rows]
