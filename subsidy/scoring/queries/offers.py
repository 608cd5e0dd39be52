"""Reads of the invitations to sit in a jury."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.accounts.models import Person
from subsidy.scoring.models import Juror, SeatOffer


def offer(session: Session, public_id: str) -> SeatOffer | None:
    return session.scalar(
        select(SeatOffer)
        .where(SeatOffer.public_id == public_id)
        .options(
            joinedload(SeatOffer.call), joinedload(SeatOffer.person).joinedload(Person.employer)
        )
    )


def offers(session: Session, call_id: int) -> Sequence[SeatOffer]:
    return session.scalars(
        select(SeatOffer)
        .where(SeatOffer.call_id == call_id)
        .options(joinedload(SeatOffer.person).joinedload(Person.employer))
        .order_by(SeatOffer.id)
    ).all()


def to_invite(session: Session, call_id: int) -> Sequence[Person]:
    """Return who can be invited: of a known employer, without a seat, not invited before."""
    seated = select(Juror.person_id).where(Juror.call_id == call_id)
    invited = select(SeatOffer.person_id).where(SeatOffer.call_id == call_id)
    return session.scalars(
        select(Person)
        .where(
            Person.active,
            Person.employer_id.is_not(None),
            Person.id.not_in(seated),
            Person.id.not_in(invited),
        )
        .options(joinedload(Person.employer))
        .order_by(Person.name, Person.id)
    ).all()
