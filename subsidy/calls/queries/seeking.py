"""Reads of who looks for partners; only what organisations chose to publish."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.calls.models import Call, PartnerWish
from subsidy.organisations.models import Organisation

WHOSE = joinedload(PartnerWish.organisation)


def wish(session: Session, call: Call, organisation_id: int | None) -> PartnerWish | None:
    if organisation_id is None:
        return None
    return session.get(PartnerWish, (call.id, organisation_id))


def wishes(session: Session, call: Call) -> Sequence[PartnerWish]:
    """Return who looks for partners for a call, by name."""
    return session.scalars(
        select(PartnerWish)
        .join(PartnerWish.organisation)
        .where(PartnerWish.call_id == call.id)
        .options(WHOSE)
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def wishes_in_region(
    session: Session, call_ids: Collection[int], region: str | None
) -> Sequence[PartnerWish]:
    """Return who of a region looks for partners for one of these calls, by name."""
    return session.scalars(
        select(PartnerWish)
        .join(PartnerWish.organisation)
        .where(PartnerWish.call_id.in_(call_ids), Organisation.region == region)
        .options(WHOSE, joinedload(PartnerWish.call).defer(Call.draft))
        .order_by(Organisation.sort_name, Organisation.id, PartnerWish.call_id)
    ).all()
