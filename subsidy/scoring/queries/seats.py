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
    """The jury of a call: who sits in it, and who chairs it; without who dropped out."""

    call: Call
    chair_ids: frozenset[int]
    member_ids: frozenset[int]


def panel(session: Session, public_id: str) -> Panel | None:
    """Return the jury of a call that exists; it may have no members yet."""
    call = session.scalar(select(Call).where(Call.public_id == public_id))
    if call is None:
        return None
    rows = session.execute(
        select(Juror.person_id, Juror.is_chair).where(
            Juror.call_id == call.id, Juror.left_at.is_(None)
        )
    ).all()
    chairs = frozenset(person_id for person_id, is_chair in rows if is_chair)
    return Panel(call, chairs, frozenset(person_id for person_id, _ in rows))


@dataclass(frozen=True, slots=True)
class Seated:
    """A jury in which somebody sits: address and title of its call."""

    call: str
    title: str
    is_chair: bool


def seats_of(session: Session, person_id: int) -> Sequence[Seated]:
    """Return the juries in which somebody sits today."""
    rows = session.execute(
        select(Call.public_id, Call.title, Juror.is_chair)
        .join(Juror, Juror.call_id == Call.id)
        .where(Juror.person_id == person_id, Juror.left_at.is_(None))
        .order_by(Call.id)
    )
    return [Seated(*row) for row in rows]
