"""A partner that accepted leaves a draft again, and takes everything of itself along."""

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.consequences import Consequences, without
from subsidy.applications.models import Application, Partner
from subsidy.applications.service.forgetting import forget
from subsidy.applications.service.guard import (
    inform,
    own_partner,
    refuse_submitted,
    refuse_unless_seen,
    refuse_unless_writing,
    taking_part,
)
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def leave(
    session: Session, actor: Actor, record: Application, reason: str = "", seen: str | None = None
) -> Partner:
    """Leave the consortium. ``seen``: the mark of the consequences that were shown, if any."""
    refuse_submitted(session, record)
    refuse_unless_writing(session, actor, record)
    own = own_partner(record, actor)
    if own is None or own.organisation_id == record.lead_id:
        raise refuse(LEAD_FIRST)
    refuse_unless_seen(seen, of_leaving(session, record, own))
    forget(session, actor, record, own)
    own.answered_at = actor.now
    session.flush()
    name = own.organisation.name
    audit(session, actor, Action.LEAVE_APPLICATION, record, reason=reason.strip() or name)
    _tell_left(session, actor, record, name)
    return own


LEAD_FIRST = Text(
    "Your organisation leads this application. Let another partner take over the lead first."
)


def of_leaving(session: Session, record: Application, partner: Partner) -> Consequences:
    """Return what it does to the file when this partner leaves now."""
    file = queries.file_again(session, record)
    after = without(file, partner.public_id)
    return queries.consequences_of(session, file, after, queries.regulation(record))


def _tell_left(session: Session, actor: Actor, record: Application, name: str) -> None:
    subject = Text("%(name)s leaves %(number)s", name=name, number=record.number)
    body = Text(
        "Its amounts and promises are gone from the application. "
        "Look at the conditions again: perhaps you must invite another partner."
    )
    inform(session, actor.now, record, taking_part(record), (subject, body))
