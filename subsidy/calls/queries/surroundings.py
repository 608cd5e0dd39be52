"""Reads of what stands around a draft: its line, the other calls on it, the agency's limits."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.budget import queries as budget
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.regulation import Limits, Surroundings
from subsidy.calls.models import Call, LineLimits

COUNTED = (Status.PROPOSED, Status.PUBLISHED)


def surroundings(session: Session, call: Call) -> Surroundings:
    """Return what the concerns about a draft depend on; three statements."""
    others = select(Call.reserved).where(
        Call.line_id == call.line_id, Call.id != call.id, Call.status.in_(COUNTED)
    )
    return Surroundings(
        available=budget.available(session, call.line_id),
        others=session.scalars(others).all(),
        limits=limits(session).get(call.line_id, Limits()),
    )


def limits(session: Session) -> Mapping[int, Limits]:
    """Return the limits that somebody chose, by line id."""
    return {row.line_id: row.limits for row in session.scalars(select(LineLimits))}
