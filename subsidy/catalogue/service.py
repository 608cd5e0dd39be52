"""The verbs of the catalogue: publish what a project promised, adopt what somebody else made."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from subsidy.catalogue import queries
from subsidy.catalogue.domain import Offer
from subsidy.catalogue.models import Adoption, CatalogueItem
from subsidy.core.errors import refuse
from subsidy.core.text import Text


def publish(
    session: Session, owner_id: int, source_ref: str, offers: Iterable[Offer], now: datetime
) -> Sequence[CatalogueItem]:
    """Put the realisations of one project in the catalogue; what is there already stays."""
    known = {
        item.title: item
        for item in session.scalars(
            select(CatalogueItem).where(CatalogueItem.source_ref == source_ref)
        )
    }
    items = []
    for offer in offers:
        if offer.title not in known:
            known[offer.title] = _listed(owner_id, source_ref, offer, now)
            session.add(known[offer.title])
        items.append(known[offer.title])
    session.flush()
    return items


def _listed(owner_id: int, source_ref: str, offer: Offer, now: datetime) -> CatalogueItem:
    return CatalogueItem(
        owner_id=owner_id,
        source_ref=source_ref,
        title=offer.title,
        for_whom=offer.for_whom,
        licence=offer.licence,
        how_to_use=offer.how_to_use,
        conditions=offer.conditions,
        available_from=offer.available_from,
        published_at=now,
    )


def withdraw(session: Session, source_ref: str) -> None:
    """Take the realisations of a project that gave up its award out of the catalogue.

    The rows stay: who adopted one still finds its page, and what it says.
    """
    session.execute(
        update(CatalogueItem)
        .where(CatalogueItem.source_ref == source_ref)
        .values(withdrawn=True)
        .execution_options(synchronize_session=False)
    )


def adopt(
    session: Session, public_id: str, organisation_id: int, source_ref: str, now: datetime
) -> None:
    """Note that an organisation uses a realisation; twice is once, one's own is not adopted.

    Raises RefusedError when the catalogue has no such realisation.
    """
    item = queries.item(session, public_id)
    if item is None:
        raise refuse(Text("This realisation is not in the catalogue. Choose another one."))
    adopted = session.scalar(
        select(Adoption.id).filter_by(item_id=item.id, organisation_id=organisation_id)
    )
    if adopted is None and item.owner_id != organisation_id:
        session.add(
            Adoption(
                item_id=item.id,
                organisation_id=organisation_id,
                source_ref=source_ref,
                adopted_at=now,
            )
        )
        session.flush()
