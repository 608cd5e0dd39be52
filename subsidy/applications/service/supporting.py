"""The support desk reads along in a draft, as long as its lead wants that."""

from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications.models import Application
from subsidy.applications.service.guard import path, refuse_closed
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor, Role
from subsidy.workflow import audit, tell

ENDED = "- "  # the audit entry of an end


def let_support_in(session: Session, actor: Actor, record: Application) -> None:
    """Let the support desk read this draft, with the consent of its lead."""
    refuse_closed(session, actor, record)
    session.refresh(record, ["supported_since"])
    if record.supported_since is not None:
        raise refuse(Text("The support desk reads along already."))
    record.supported_since = actor.now
    session.flush()
    audit(session, actor, Action.CONSENT_TO_SUPPORT, record)
    subject = Text("%(lead)s asks you to read along", lead=record.lead.name)
    body = Text("You can read the draft %(number)s until the lead ends it.", number=record.number)
    desk = people.people_with(session, Role.SUPPORT_DESK)
    tell(session, desk, subject, body, path=path(record), now=actor.now)


def end_support(session: Session, actor: Actor, record: Application) -> None:
    """Withdraw the consent: from now on the draft does not exist for the support desk."""
    refuse_closed(session, actor, record)
    session.refresh(record, ["supported_since"])
    if record.supported_since is None:
        raise refuse(Text("The support desk does not read along any more."))
    record.supported_since = None
    session.flush()
    audit(session, actor, Action.CONSENT_TO_SUPPORT, record, reason=ENDED)
