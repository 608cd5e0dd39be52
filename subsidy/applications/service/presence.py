"""Noting that somebody is in a part: the others who come to it then know."""

from collections.abc import Sequence

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.editing import not_editable, not_taking_part
from subsidy.applications.models import Application, Presence
from subsidy.applications.queries.presence import GONE_AFTER, Writing
from subsidy.applications.service.guard import own_partner, window
from subsidy.core.errors import refuse_if
from subsidy.policy import Actor

SEEN_LONG_ENOUGH = GONE_AFTER / 6


def appear(session: Session, actor: Actor, record: Application, key: str) -> Sequence[Writing]:
    """Note that the actor is in a part now; return who is there.

    Nobody waits for it, so the file is not locked. Who saves every second is noted once in
    ``SEEN_LONG_ENOUGH``.
    """
    own = own_partner(record, actor)
    refuse_if(not_editable(record.status, window(record), actor.now))
    refuse_if(not_taking_part(None if own is None else own.consent))
    there = queries.writing(session, record, key, actor.now)
    is_known = any(_is_noted(one, actor) for one in there)
    if own is not None and not is_known and not _seen_again(session, actor, record, key):
        _come_in(session, actor, record, key)
    return there


def _is_noted(one: Writing, actor: Actor) -> bool:
    """Whether it says already that the actor is here, for this organisation, just now."""
    same = (one.person_id, one.organisation_id) == (actor.id, actor.organisation_id)
    return same and one.seen_at > actor.now - SEEN_LONG_ENOUGH


def _seen_again(session: Session, actor: Actor, record: Application, key: str) -> bool:
    done = session.execute(
        update(Presence)
        .where(
            Presence.application_id == record.id,
            Presence.key == key,
            Presence.person_id == actor.id,
        )
        .values(seen_at=actor.now, organisation_id=actor.organisation_id)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a cursor result counts its rows


def _come_in(session: Session, actor: Actor, record: Application, key: str) -> None:
    """Add a row, and sweep those of everybody who left this file."""
    session.execute(
        delete(Presence)
        .where(Presence.application_id == record.id, Presence.seen_at <= actor.now - GONE_AFTER)
        .execution_options(synchronize_session=False)
    )
    try:
        with session.begin_nested():
            session.add(
                Presence(
                    application_id=record.id,
                    key=key,
                    person_id=actor.id,
                    organisation_id=actor.organisation_id,
                    seen_at=actor.now,
                )
            )
    except IntegrityError:
        return  # another window of the same person was just before
