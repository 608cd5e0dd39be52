"""Saying to everybody that one looks for partners, and taking that away."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from subsidy.calls import queries
from subsidy.calls.domain.amending import unchangeable
from subsidy.calls.domain.seeking import Wish, unfit
from subsidy.calls.models import Call, PartnerWish
from subsidy.calls.service.following import own_organisation
from subsidy.core.errors import refuse_if
from subsidy.policy import Action, Actor
from subsidy.workflow import audit


def seek(session: Session, actor: Actor, call: Call, typed: Wish) -> PartnerWish:
    """Publish, or publish anew, for the organisation of the actor."""
    organisation_id = own_organisation(actor)
    closed = unchangeable(call.closes_at, actor.now, public=call.is_public)
    refuse_if([*closed, *unfit(typed)])
    made = queries.wish(session, call, organisation_id)
    if made is None:
        made = PartnerWish(call_id=call.id, organisation_id=organisation_id)
        session.add(made)
    made.text, made.contact = typed.text.strip(), typed.contact.strip()
    made.published_by_id, made.published_at = actor.id, actor.now
    session.flush()
    audit(session, actor, Action.SEEK_PARTNERS, call)
    return made


def stop_seeking(session: Session, actor: Actor, call: Call) -> None:
    """Take the statement away; twice is once, also after the call has closed."""
    session.execute(
        delete(PartnerWish)
        .where(
            PartnerWish.call_id == call.id,
            PartnerWish.organisation_id == own_organisation(actor),
        )
        .execution_options(synchronize_session="fetch")
    )
    audit(session, actor, Action.SEEK_PARTNERS, call, reason="stop")
