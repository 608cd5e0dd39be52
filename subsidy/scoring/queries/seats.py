"""Reads of the seats of a jury, and of who could still get one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.accounts.models import Person
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
