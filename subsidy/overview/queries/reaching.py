"""Which messages lead to a page that their reader cannot open any more."""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.sql import Select

from subsidy.allocation import queries as allocation
from subsidy.allocation.models import Claim
from subsidy.applications import queries as applications
from subsidy.applications.models import Application
from subsidy.awards import queries as awards
from subsidy.awards.models import Decision
from subsidy.db import PUBLIC_ID_LENGTH
from subsidy.policy import Actor
from subsidy.workflow import OutboxMessage

FILES, DECISIONS, CLAIMS = "/aanvragen/", "/beslissingen/", "/trekkingsrechten/"


def out_of_reach(actor: Actor) -> ColumnElement[bool]:
    """Return whether a message leads to a record that is closed to this person by now.

    Somebody left the consortium, or the mandate ended. Every organisation counts for which the
    person acts, not only the one of this moment. A column of the messages: no statement of its own.
    """
    sides = actor.sides
    own_files = or_(*(applications.visible_to(one) for one in sides))
    files = select(Application.id).where(Application.public_id == _named(FILES), own_files)
    decisions = [
        awards.visible_to(one)
        .with_only_columns(Decision.id)
        .where(Decision.public_id == _named(DECISIONS))
        for one in sides
    ]
    claims = [
        allocation.visible_to(one)
        .with_only_columns(Claim.id)
        .where(Claim.public_id == _named(CLAIMS))
        for one in sides
    ]
    return or_(_closed(FILES, files), _closed(DECISIONS, *decisions), _closed(CLAIMS, *claims))


def _named(begin: str) -> ColumnElement[str]:
    """Return what stands in an address where the identifier of a record can stand."""
    return func.substr(OutboxMessage.path, len(begin) + 1, PUBLIC_ID_LENGTH)


def _closed(begin: str, *readable: Select[int]) -> ColumnElement[bool]:
    names_one = and_(
        OutboxMessage.path.startswith(begin),
        func.length(_named(begin)) == PUBLIC_ID_LENGTH,
        _named(begin).not_like("%/%"),
    )
    return and_(names_one, *(~each.exists() for each in readable))
