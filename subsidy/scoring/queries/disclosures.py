"""Reads of the names of a jury for who gets its decision; nobody before the chair frees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.calls.models import Call
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, JuryDisclosure, Review

OF_CALL = "call:"  # how the decisions of a call name it


@dataclass(frozen=True, slots=True)
class Named:
    """A member of a jury by name; which label or marks belong to the name is never told."""

    name: str
    organisation: str | None
    is_chair: bool


def disclosure(session: Session, call_id: int) -> JuryDisclosure | None:
    return session.get(JuryDisclosure, call_id)


def named_jurors(session: Session, case_ref: str) -> Sequence[Named]:
    """Return who judged the files of a call, by name; empty while the names are a secret.

    ``case_ref``: :attr:`Call.case_ref`. Who dropped out before handing in any mark judged nothing.
    """
    if not case_ref.startswith(OF_CALL):
        return ()
    judged = (
        select(Review.id)
        .where(Review.juror_id == Juror.id, Review.status == ReviewStatus.SUBMITTED)
        .exists()
    )
    rows = session.execute(
        select(Person.name, Organisation.name, Juror.is_chair)
        .select_from(JuryDisclosure)
        .join(Call, Call.id == JuryDisclosure.call_id)
        .join(Juror, Juror.call_id == Call.id)
        .join(Person, Person.id == Juror.person_id)
        .outerjoin(Organisation, Organisation.id == Juror.employer_id)
        .where(
            Call.public_id == case_ref.removeprefix(OF_CALL), or_(Juror.left_at.is_(None), judged)
        )
        .order_by(Person.name, Person.id)
    )
    return [Named(*row) for row in rows]
