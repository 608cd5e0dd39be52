"""Reads of every call that is planned, here and elsewhere, for comparing and for the agenda."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.plans import plan_of
from subsidy.calls.models import Call
from subsidy.planning import queries as planning
from subsidy.planning.domain.agenda import Overlap, Plan, Planned, overlaps
from subsidy.planning.models import AgendaEntry


def plan(call: Call) -> Plan:
    """Return a call as a plan, as it is being written or was last changed."""
    return plan_of(call.case_ref, call.draft)


def overlapping(session: Session, call: Call) -> tuple[Overlap, ...]:
    """Return what overlaps with a call, drafts of colleagues included: for the agency alone."""
    calls = session.scalars(select(Call).where(Call.status != Status.WITHDRAWN)).all()
    others = [plan(each) for each in calls] + _elsewhere(session)
    return overlaps(plan(call), others)


def _elsewhere(session: Session, since: date | None = None) -> list[Plan]:
    return [each.plan for each in planning.entries(session, since)]


def agenda(session: Session, since: date | None = None) -> Sequence[Planned]:
    """Return what everybody may know of the calls to come, the first to begin first.

    ``since``: what was over before that day is left out. A call of this agency is there once it
    is published; before that, an officer can write it down as a plan.
    """
    calls = session.scalars(select(Call).where(Call.status == Status.PUBLISHED)).all()
    rows = [*map(_of_entry, planning.entries(session, since)), *filter(None, map(_of_call, calls))]
    shown = [row for row in rows if since is None or row.last_day >= since]
    return sorted(shown, key=lambda row: (row.first_day, row.last_day, row.plan.ref))


def _of_entry(entry: AgendaEntry) -> Planned:
    return Planned(
        plan=entry.plan,
        public_id=entry.public_id,
        own=False,
        first_day=entry.first_day,
        last_day=entry.last_day,
        amount=entry.amount,
    )


def _of_call(call: Call) -> Planned | None:
    known = plan(call)
    if known.first_day is None or known.last_day is None:
        return None
    return Planned(
        plan=known,
        public_id=call.public_id,
        own=True,
        first_day=known.first_day,
        last_day=known.last_day,
        amount=call.reserved,
    )
