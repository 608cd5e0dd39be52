"""Reads of linked undertakings."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, joinedload

from subsidy.organisations.models import Organisation
from subsidy.planning.models import UndertakingLink


def _kept() -> Select[UndertakingLink]:
    both = joinedload(UndertakingLink.one), joinedload(UndertakingLink.other)
    return select(UndertakingLink).where(UndertakingLink.removed.is_(False)).options(*both)


def link(session: Session, public_id: str) -> UndertakingLink | None:
    return session.scalar(_kept().where(UndertakingLink.public_id == public_id))


def links(session: Session) -> Sequence[UndertakingLink]:
    """Return all of them, by name: an agency knows some dozens."""
    one = aliased(Organisation)
    rows = _kept().join(one, one.id == UndertakingLink.one_id)
    return session.scalars(rows.order_by(one.sort_name, UndertakingLink.id)).all()


def link_between(session: Session, one: int, other: int) -> UndertakingLink | None:
    """Return the link between two organisations, also one that was removed."""
    low, high = sorted((one, other))
    return session.scalar(
        select(UndertakingLink).where(
            UndertakingLink.one_id == low, UndertakingLink.other_id == high
        )
    )


def linked_pairs(session: Session) -> frozenset[frozenset[str]]:
    """Return which organisations are linked, by their public identifiers."""
    one, other = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(one.public_id, other.public_id)
        .select_from(UndertakingLink)
        .join(one, one.id == UndertakingLink.one_id)
        .join(other, other.id == UndertakingLink.other_id)
        .where(UndertakingLink.removed.is_(False))
    )
    return frozenset(frozenset(row) for row in rows)
