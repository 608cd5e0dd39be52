"""The earlier files of an organisation, from which it can take answers over."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.applications.models import Application, Partner
from subsidy.policy import Action, Actor, allows

MOST = 50


def own_others(session: Session, actor: Actor, record: Application) -> Sequence[Application]:
    """Return the other files that the organisation of the actor leads, the newest first."""
    rows = session.scalars(
        select(Application)
        .where(Application.lead_id == actor.organisation_id, Application.id != record.id)
        .options(
            joinedload(Application.call),
            joinedload(Application.regulation_version),
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
        )
        .order_by(Application.id.desc())
        .limit(MOST)
    )
    return [row for row in rows if allows(actor, Action.READ_APPLICATION, row)]
