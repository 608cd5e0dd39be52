"""The verbs of the register of subsidies: add and remove."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.core.errors import refuse_if
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation
from subsidy.planning.domain.grants import NewGrant, grant_faults
from subsidy.planning.models import RegisteredGrant
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def add_grant(
    session: Session, actor: Actor, organisation: Organisation, new: NewGrant
) -> RegisteredGrant:
    """Put a subsidy of somebody else in the register."""
    refuse_if(grant_faults(new))
    made = _add(session, actor, organisation.id, new, "")
    session.flush()
    audit(session, actor, Action.WRITE_GRANT, made)
    return made


def register_award(
    session: Session, actor: Actor, organisation_id: int, new: NewGrant, source_ref: str
) -> RegisteredGrant:
    """Put an award of this agency in the register; the decision on it is the audited act."""
    return _add(session, actor, organisation_id, new, source_ref)


def reduce_award(session: Session, source_ref: str, paid: Mapping[int, Money]) -> None:
    """Leave of an award that is given up only what was paid; giving it up is the audited act.

    ``paid``: organisation id -> what it keeps.
    """
    rows = session.scalars(select(RegisteredGrant).filter_by(source_ref=source_ref, removed=False))
    for grant in rows:
        kept = paid.get(grant.organisation_id, Money(0))
        if kept:
            grant.amount = kept
        else:
            grant.removed = True
    session.flush()


def _add(
    session: Session, actor: Actor, organisation_id: int, new: NewGrant, source_ref: str
) -> RegisteredGrant:
    made = RegisteredGrant(
        organisation_id=organisation_id,
        title=new.title,
        funder=new.funder,
        aim_codes=[aim.value for aim in new.aims],
        first_day=new.first_day,
        last_day=new.last_day,
        amount=new.amount,
        source_ref=source_ref,
        written_by_id=actor.id,
    )
    session.add(made)
    return made


def remove_grant(session: Session, actor: Actor, grant: RegisteredGrant, reason: str) -> None:
    """Take a subsidy out of the register; the row stays, for whoever asks why."""
    grant.removed = True
    audit(session, actor, Action.WRITE_GRANT, grant, reason=reason)
