"""Who else is writing in a part now."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications.models import Application, Presence
from subsidy.core.text import Text, plural
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor

GONE_AFTER = timedelta(minutes=2)


def others_writing(session: Session, record: Application, key: str, actor: Actor) -> Text | None:
    """Say who else writes in a part: a colleague by name, another organisation by its name."""
    rows = session.execute(
        select(Presence.organisation_id, Person.name, Organisation.name)
        .join(Person, Person.id == Presence.person_id)
        .join(Organisation, Organisation.id == Presence.organisation_id)
        .where(
            Presence.application_id == record.id,
            Presence.key == key,
            Presence.person_id != actor.id,
            Presence.seen_at > actor.now - GONE_AFTER,
        )
        .order_by(Organisation.sort_name, Person.name)
    )
    names = dict.fromkeys(
        person if own == actor.organisation_id else organisation
        for own, person, organisation in rows
    )
    if not names:
        return None
    return plural("%(who)s writes here now.", "%(who)s write here now.", len(names), who=(*names,))
