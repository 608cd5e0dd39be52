"""Reads of the register of subsidies."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from subsidy.organisations.domain.kinds import sort_name
from subsidy.organisations.models import Organisation
from subsidy.planning.models import RegisteredGrant


def grant(session: Session, public_id: str) -> RegisteredGrant | None:
    return session.scalar(
        select(RegisteredGrant)
        .filter_by(public_id=public_id, removed=False)
        .options(joinedload(RegisteredGrant.organisation))
    )


def count_grants(session: Session, text: str = "") -> int:
    return session.scalar(_registered(select(func.count(RegisteredGrant.id)), text)) or 0


def grants(
    session: Session, text: str = "", *, offset: int = 0, limit: int | None = None
) -> Sequence[RegisteredGrant]:
    """Return the register in the order of the municipalities; ``text``: the begin of a name."""
    query = _registered(select(RegisteredGrant), text)
    return session.scalars(
        query.options(contains_eager(RegisteredGrant.organisation))
        .order_by(Organisation.sort_name, RegisteredGrant.first_day, RegisteredGrant.id)
        .offset(offset)
        .limit(limit)
    ).all()


def _registered(query: Select, text: str) -> Select:  # type: ignore[type-arg]  # of any columns
    typed = sort_name(text)
    kept = query.join(RegisteredGrant.organisation).where(RegisteredGrant.removed.is_(False))
    return kept.where(Organisation.sort_name.startswith(typed, autoescape=True)) if typed else kept


def grants_of(session: Session, codes: Collection[str]) -> Sequence[RegisteredGrant]:
    """Return what these municipalities receive, by their NIS codes."""
    return session.scalars(
        select(RegisteredGrant)
        .join(RegisteredGrant.organisation)
        .where(RegisteredGrant.removed.is_(False), Organisation.nis.in_(codes))
        .options(contains_eager(RegisteredGrant.organisation))
        .order_by(RegisteredGrant.id)
    ).all()
