"""Writing the questions of a call: of a draft, and of a published one until a change is proposed.

The questions of a published call are written beside those in force; nothing holds before two
people changed the regulation (``amending``).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from subsidy.calls.domain.amending import unchangeable
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.models import Call
from subsidy.calls.service.writing import FORM, keep_version, save
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def not_writable(call: Call, actor: Actor) -> list[Refusal]:
    """Say why the questions of a call cannot be written now."""
    if call.status is Status.DRAFT:
        return []
    if call.is_public:
        return [*unchangeable(call.closes_at, actor.now, public=True)]
    status = call.status.label
    return [Refusal(Text("This is not possible any more: the status is “%(s)s”.", s=status))]


def save_form(
    session: Session, actor: Actor, call: Call, form: Mapping[str, Any], version: int
) -> None:
    """Save the questions of a call; of a published one nothing holds yet."""
    if call.status is Status.DRAFT:
        save(session, actor, call, FORM, {FORM: form}, version)
        return
    session.flush()
    session.refresh(call, ["status", "draft", "version"], with_for_update=True)
    refuse_if(not_writable(call, actor))
    if version != call.version:
        raise refuse(
            Text(
                "A colleague saved this part in the meantime. "
                "Compare the texts. Save again if yours must stay."
            )
        )
    call.version += 1
    call.draft = {**call.draft, FORM: form}
    keep_version(session, actor, call, FORM, {FORM: form})
    audit(session, actor, Action.EDIT_CALL, call)
