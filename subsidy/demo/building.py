"""Make the demo programme, once, in the order in which it would have happened."""

import gc

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.budget.models import Line, Programme
from subsidy.core import clock
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.demo import (
    asking,
    calendar,
    claims,
    drafts,
    jury,
    people,
    plans,
    profiles,
    programme,
    surveys,
)
from subsidy.demo.people import Company
from subsidy.rehearsal import service as rehearsal
from subsidy.storage import Nowhere, Store
from subsidy.web import clock as programme_clock


def exists(session: Session) -> bool:
    """Return whether there is a programme already, of a demo or not."""
    return session.scalar(select(Programme.id).limit(1)) is not None


def build(session: Session, store: Store | None = None) -> None:
    """Make everything and set the demo date. Raises RefusedError when there is a programme.

    ``store``: where what is enclosed is kept; without one nothing is enclosed.
    """
    if exists(session):
        raise refuse(Text("There is a programme already. Remove the demo database first."))
    gc.disable()  # tens of thousands of records come and stay: looking for garbage costs a fifth
    try:
        _play(session, store or Nowhere())
    finally:
        gc.enable()
    programme_clock.move(session, calendar.START, clock.now())


def _play(session: Session, store: Store) -> None:
    company = people.hire(session)
    line = programme.found(session, company)
    plans.note(session, company)
    profiles.play(session, company)
    _play_the_decided_call(session, company, line)
    jury.play(session, company, line, store)
    claims.play(session, company, line)
    open_call = programme.publish_points(session, company, line)
    drafts.play(session, company, open_call, store)
    asking.play(session, company, open_call)
    programme.extend(session, company, open_call)
    surveyed = surveys.needs(session, company, line)
    surveys.ask(session, company, line)
    programme.propose(session, company, line, surveyed)
    programme.draft(session, company, line)
    programme.consult(session, company, line)


def _play_the_decided_call(session: Session, company: Company, line: Line) -> None:
    whole = programme.shipped()
    people.hire_members(session, company, [row.nis for row in whole.partners])
    people.hire_jury(session, company, whole)
    call, _ = rehearsal.play_applications(session, company.cast, line, whole)
    rehearsal.play_jury(session, company.cast, call, whole)
