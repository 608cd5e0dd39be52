"""The act of the chair that gives the names of the jury free for who gets a decision."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.models import JuryDisclosure
from subsidy.scoring.queries import Panel
from subsidy.workflow import audit, tell


def disclose(session: Session, actor: Actor, panel: Panel) -> None:
    """Let the names stand with every decision that is approved; tell all who are named.

    Raises RefusedError when they are free already.
    """
    row = JuryDisclosure(call_id=panel.call.id, named_at=actor.now, named_by_id=actor.id)
    if queries.disclosure(session, panel.call.id) is not None:
        raise _done()
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise _done() from None
    audit(session, actor, Action.NAME_JURORS, row)
    tell(
        session,
        [each.person_id for each in queries.jurors(session, panel.call.id)],
        Text("Applicants may know who sat in the jury of “%(call)s”", call=panel.call.title),
        Text("Your name stands with the decisions. Who gave which marks stays a secret."),
        path="/jury",
        now=actor.now,
    )


def _done() -> RefusedError:
    return refuse(Text("The names of this jury are free already."))
