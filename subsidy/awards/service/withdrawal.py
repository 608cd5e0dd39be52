"""Withdrawing a call: its money goes back to the line, everybody with a file in it is told."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.applications.service.guard import inform
from subsidy.calls import service as calls
from subsidy.calls.models import Call
from subsidy.core.text import Text
from subsidy.policy import Actor
from subsidy.scoring import service as scoring


def withdraw_call(session: Session, actor: Actor, call: Call, reason: str) -> None:
    """Withdraw a published call as long as none of its money is awarded."""
    session.refresh(call, ["status"], with_for_update=True)  # no decision is approved meanwhile
    calls.withdraw(session, actor, call, reason, decided=scoring.stands(session, call))
    subject = Text("The call “%(title)s” is withdrawn", title=call.title)
    body = Text("The agency withdrew the call: %(reason)s", reason=reason.strip())
    records = session.scalars(
        select(Application)
        .where(Application.call_id == call.id, Application.status != Status.WITHDRAWN)
        .options(selectinload(Application.partners))
        .order_by(Application.id)
    )
    for record in records:
        inform(session, actor.now, record, record.partner_ids, (subject, body))
