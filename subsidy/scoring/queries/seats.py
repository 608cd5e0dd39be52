"""Reads of the seats of a jury, and of who could still get one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.accounts.models import Person
from subsidy.calls.models import Call
from subsidy.scoring.models import Juror


def jurors(session: Session, call_id: int) -> Sequence[Juror]:
    return session.scalars(
        select(Juror)
        .where(Juror.call_id == call_id)
        .options(joinedload(Juror.person), joinedload(Juror.employer))
        .order_by(Juror.id)
    ).all()


def seat(session: Session, call_id: int, public_id: str) -> Juror | None:
    return session.scalar(
        select(Juror)
        .where(Juror.call_id == call_id, Juror.public_id == public_id)
        .options(joinedload(Juror.person), joinedload(Juror.employer))
    )


def candidates_for_jury(session: Session, call_id: int) -> Sequence[Person]:
    """Return the people who could still be given a seat: active, not seated yet."""
    seated = select(Juror.person_id).where(Juror.call_id == call_id)
    return session.scalars(
        select(Person)
        .where(Person.active, Person.id.not_in(seated), Person.employer_id.is_not(None))
        .options(joinedload(Person.employer))
        .order_by(Person.name)
    ).all()


@dataclass(frozen=True, slots=True)
class Panel:
    """The jury of a call, and who chairs it."""

    call: Call
    chair_ids: frozenset[int]


def panel(session: Session, public_id: str) -> Panel | None:
    """Return the jury of a call that exists; it may have no members yet."""
    call = session.scalar(select(Call).where(Call.public_id == public_id))
    if call is None:
        return None
    chairs = select(Juror.person_id).where(
        Juror.call_id == call.id, Juror.is_chair, Juror.left_at.is_(None)
    )
    return Panel(call, frozenset(session.scalars(chairs)))


def chaired(session: Session, person_id: int) -> Sequence[tuple[str, str]]:
    """Return address and title of the calls of which somebody chairs the jury."""
    rows = session.execute(
        select(Call.public_id, Call.title)
        .join(Juror, Juror.call_id == Call.id)
        .where(Juror.person_id == person_id, Juror.is_chair, Juror.left_at.is_(None))
        .order_by(Call.id)
    )
    return [(public_id, title) for public_id, title in rows]
