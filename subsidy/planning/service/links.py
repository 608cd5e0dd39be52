"""The verbs of linked undertakings: add and remove."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.planning import queries
from subsidy.planning.models import UndertakingLink
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def add_link(
    session: Session, actor: Actor, one: Organisation, other: Organisation, reason: str
) -> UndertakingLink:
    """Note that two organisations are one undertaking, and why."""
    if one.id == other.id:
        raise refuse(Text("Choose two different organisations."), "other")
    row = queries.link_between(session, one.id, other.id)
    if row is None:
        row = _first(session, actor, one, other, reason)
    elif row.removed:
        row.removed, row.reason, row.written_by_id = False, reason, actor.id
    else:
        raise _known()
    audit(session, actor, Action.WRITE_GRANT, row, reason=reason)
    return row


def _first(
    session: Session, actor: Actor, one: Organisation, other: Organisation, reason: str
) -> UndertakingLink:
    low, high = sorted((one.id, other.id))
    row = UndertakingLink(one_id=low, other_id=high, reason=reason, written_by_id=actor.id)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # a colleague noted it at the same instant
        raise _known() from error
    return row


def _known() -> Exception:
    return refuse(Text("These organisations are linked already."), "other")


def remove_link(session: Session, actor: Actor, link: UndertakingLink, reason: str) -> None:
    """Take a link away; the row stays, for whoever asks why."""
    link.removed = True
    audit(session, actor, Action.WRITE_GRANT, link, reason=reason)
