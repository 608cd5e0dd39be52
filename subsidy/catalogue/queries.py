"""Reads of the catalogue of realisations; everything in it is public."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from subsidy.catalogue.models import Adoption, CatalogueItem
from subsidy.organisations.models import Organisation


def item(session: Session, public_id: str) -> CatalogueItem | None:
    return session.scalar(
        select(CatalogueItem)
        .where(CatalogueItem.public_id == public_id)
        .options(joinedload(CatalogueItem.owner))
    )


COLUMNS = ("nieuwste", "titel", "maker", "licentie")


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the list: one of :data:`COLUMNS`, then the newest first."""

    key: str = "nieuwste"
    descending: bool = False

    def columns(self) -> Sequence[ColumnElement[Any]]:
        newest = (CatalogueItem.published_at.desc(), CatalogueItem.id.desc())
        by: dict[str, ColumnElement[Any]] = {
            "titel": func.lower(CatalogueItem.title),
            "maker": type_coerce(Organisation.sort_name, String),
            "licentie": func.lower(CatalogueItem.licence),
        }
        if self.key not in by:
            oldest = (CatalogueItem.published_at.asc(), CatalogueItem.id.asc())
            return oldest if self.descending else newest
        first = by[self.key]
        return (first.desc() if self.descending else first.asc(), *newest)


NEWEST = Order()


def found(
    session: Session,
    text: str = "",
    order: Order = NEWEST,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[CatalogueItem]:
    """Return the realisations that match; all when ``text`` is empty."""
    return session.scalars(
        select(CatalogueItem)
        .join(CatalogueItem.owner)
        .where(*_matching(text))
        .options(joinedload(CatalogueItem.owner))
        .order_by(*order.columns())
        .offset(offset)
        .limit(limit)
    ).all()


def count(session: Session, text: str = "") -> int:
    query = select(func.count(CatalogueItem.id)).join(CatalogueItem.owner).where(*_matching(text))
    return session.scalar(query) or 0


def _matching(text: str) -> Iterator[ColumnElement[bool]]:
    """Not withdrawn, and every word somewhere: in the title, for whom it is, the owner's name."""
    yield CatalogueItem.withdrawn.is_(False)
    places = (CatalogueItem.title, CatalogueItem.for_whom, Organisation.name)
    for word in text.split():
        yield or_(*(place.icontains(word, autoescape=True) for place in places))


def all_items(session: Session) -> Sequence[CatalogueItem]:
    """Return everything by title, for a form in which one is chosen."""
    return session.scalars(
        select(CatalogueItem)
        .where(CatalogueItem.withdrawn.is_(False))
        .options(joinedload(CatalogueItem.owner))
        .order_by(CatalogueItem.title, CatalogueItem.id)
    ).all()


def titles(session: Session, wanted: Iterable[str]) -> Mapping[str, str]:
    """Return the titles by public id, of withdrawn realisations too: who adopted one keeps it."""
    rows = session.execute(
        select(CatalogueItem.public_id, CatalogueItem.title).where(
            CatalogueItem.public_id.in_(set(wanted))
        )
    )
    return dict(rows.all())


def public_ids(session: Session) -> frozenset[str]:
    return frozenset(
        session.scalars(select(CatalogueItem.public_id).where(CatalogueItem.withdrawn.is_(False)))
    )


def adoption_counts(session: Session, item_ids: Iterable[int]) -> Mapping[int, int]:
    """Return how many organisations adopted each of these realisations; none is missing."""
    rows = session.execute(
        select(Adoption.item_id, func.count())
        .where(Adoption.item_id.in_(set(item_ids)))
        .group_by(Adoption.item_id)
    )
    return dict(rows.all())


def adopters(session: Session, item_id: int) -> Sequence[Organisation]:
    return session.scalars(
        select(Organisation)
        .join(Adoption, Adoption.organisation_id == Organisation.id)
        .where(Adoption.item_id == item_id)
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()
