"""Opening a submitted or withdrawn file again, while the call is open."""

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.lifecycle import LIFECYCLE
from subsidy.applications.models import Application
from subsidy.applications.service.guard import inform, taking_part, window
from subsidy.applications.service.revising import bring_along
from subsidy.applications.service.submitting import facts
from subsidy.calls import service as calls
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance


def reopen(session: Session, actor: Actor, record: Application) -> None:
    """Make a file a draft again. What was submitted is kept, signatures hold by what they sign.

    The call is held first, as who changes its rules does: the draft has those that hold now.
    """
    version = calls.hold(session, record.call)
    queries.hold(session, record)
    if window(record) is None:
        raise refuse(Text("The call is withdrawn. Nothing can change any more."))
    known = facts(record, queries.file_again(session, record), actor)
    advance(
        session,
        LIFECYCLE,
        record,
        Action.REOPEN_APPLICATION,
        known,
        actor=actor,
        stamp={"submitted_at": None},
    )
    bring_along(session, actor, record, version)
    message = (
        Text("%(number)s is a draft again", number=record.number),
        Text(
            "%(lead)s opened the application “%(title)s” again. It only takes part in the call "
            "when it is submitted again before %(at)s.",
            lead=record.lead.name,
            title=record.title,
            at=record.call.closes_at,
        ),
    )
    inform(session, actor.now, record, taking_part(record), message)
