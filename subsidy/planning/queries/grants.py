"""Reads of the register of subsidies."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from subsidy.organisations.domain import predecessors, sort_name
from subsidy.organisations.models import Organisation, Succession
from subsidy.planning.models import RegisteredGrant


def grant(session: Session, public_id: str) -> RegisteredGrant | None:
    return session.scalar(
        select(RegisteredGrant)
        .filter_by(public_id=public_id, removed=False)
        .options(joinedload(RegisteredGrant.organisation))
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is narrowed to: the begin of a name, also of who took over by a day."""

    text: str = ""
    codes: tuple[str, ...] = ()


def asked(text: str, on: date, facts: Iterable[Succession]) -> Asked:
    """Ask for a name; who searches for a merged municipality finds those that it follows."""
    typed, known = sort_name(text), list(facts)
    if not typed:
        return Asked()
    named = {f.successor_nis for f in known if sort_name(f.successor_name).startswith(typed)}
    found = {code for nis in named for code in predecessors(nis, on, known)}
    return Asked(text, tuple(sorted(found)))


EVERYTHING = Asked()


def count_grants(session: Session, wanted: Asked = EVERYTHING) -> int:
    return session.scalar(_registered(select(func.count(RegisteredGrant.id)), wanted)) or 0


def grants(
    session: Session, wanted: Asked = EVERYTHING, *, offset: int = 0, limit: int | None = None
) -> Sequence[RegisteredGrant]:
    """Return the register in the order of the municipalities."""
    query = _registered(select(RegisteredGrant), wanted)
    return session.scalars(
        query.options(contains_eager(RegisteredGrant.organisation))
        .order_by(Organisation.sort_name, RegisteredGrant.first_day, RegisteredGrant.id)
        .offset(offset)
        .limit(limit)
    ).all()


def _registered(query: Select, wanted: Asked) -> Select:  # type: ignore[type-arg]  # of any columns
    typed = sort_name(wanted.text)
    kept = query.join(RegisteredGrant.organisation).where(RegisteredGrant.removed.is_(False))
    if not typed:
        return kept
    named = Organisation.sort_name.startswith(typed, autoescape=True)
    return kept.where(or_(named, Organisation.nis.in_(wanted.codes)))


def grants_of(session: Session, codes: Collection[str]) -> Sequence[RegisteredGrant]:
    """Return what these municipalities receive, by their NIS codes."""
    return session.scalars(
        select(RegisteredGrant)
        .join(RegisteredGrant.organisation)
        .where(RegisteredGrant.removed.is_(False), Organisation.nis.in_(codes))
        .options(contains_eager(RegisteredGrant.organisation))
        .order_by(RegisteredGrant.id)
    ).all()
