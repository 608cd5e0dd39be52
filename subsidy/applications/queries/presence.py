"""Who else is writing in a part now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications.models import Application, Presence
from subsidy.core.text import Text, plural
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor

GONE_AFTER = timedelta(minutes=2)


class Writing(NamedTuple):
    """Somebody in a part of a file, and when the browser said so last."""

    person_id: int
    seen_at: datetime
    organisation_id: int
    person: str
    organisation: str


def writing(session: Session, record: Application, key: str, now: datetime) -> Sequence[Writing]:
    """Return who is in a part of a file now, by organisation and name."""
    values = {"application_id": record.id, "key": key, "since": now - GONE_AFTER}
    return [Writing._make(row) for row in session.execute(_writing(), values)]


@cache
def _writing() -> Select[int, datetime, int, str, str]:
    """Make the statement once: every save of a browser asks it."""
    return (
        select(
            Presence.person_id,
            Presence.seen_at,
            Presence.organisation_id,
            Person.name,
            Organisation.name,
        )
        .join(Person, Person.id == Presence.person_id)
        .join(Organisation, Organisation.id == Presence.organisation_id)
        .where(
            Presence.application_id == bindparam("application_id"),
            Presence.key == bindparam("key"),
            Presence.seen_at > bindparam("since", type_=Presence.seen_at.type),
        )
        .order_by(Organisation.sort_name, Person.name)
    )


def others_of(there: Sequence[Writing], actor: Actor) -> Text | None:
    """Say who else writes in a part: a colleague by name, another organisation by its name."""
    names = dict.fromkeys(
        one.person if one.organisation_id == actor.organisation_id else one.organisation
        for one in there
        if one.person_id != actor.id
    )
    if not names:
        return None
    return plural("%(who)s writes here now.", "%(who)s write here now.", len(names), who=(*names,))
