"""The desk of the agency after closing: admissible or not, with the reason."""

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.lifecycle import LIFECYCLE
from subsidy.applications.models import Application
from subsidy.applications.service.guard import inform, taking_part
from subsidy.applications.service.submitting import facts
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance


def admit(session: Session, actor: Actor, record: Application, reason: str = "") -> None:
    """Declare a submitted file admissible; ``reason`` when a rule was not met."""
    _judge(session, actor, record, Action.ADMIT_APPLICATION, reason)
    message = (
        Text("%(number)s is admissible", number=record.number),
        Text("The jury scores the application now. You need not do anything."),
    )
    inform(session, actor, record, taking_part(record), message)


def reject(session: Session, actor: Actor, record: Application, reason: str) -> None:
    """Declare a submitted file inadmissible, with the reason."""
    _judge(session, actor, record, Action.REJECT_APPLICATION, reason)
    message = (
        Text("%(number)s is not admissible", number=record.number),
        Text("This is the reason: %(reason)s A letter with the decision follows.", reason=reason),
    )
    inform(session, actor, record, taking_part(record), message)


def _judge(
    session: Session, actor: Actor, record: Application, action: Action, reason: str
) -> None:
    queries.hold(session, record)
    known = facts(record, queries.file_again(session, record), actor, reason)
    stamp = {"judged_reason": reason.strip()}
    advance(session, LIFECYCLE, record, action, known, actor=actor, reason=reason, stamp=stamp)
