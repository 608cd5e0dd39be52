"""Reads of organisations; each takes a fixed number of statements and loads nothing later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from subsidy.folding import FoldedTable
from subsidy.organisations.domain import OrganisationKind, Wanted, is_nis, sort_name
from subsidy.organisations.models import Indicator, Neighbour, Organisation, Succession


@dataclass(frozen=True, slots=True)
class Region:
    """A reference region and what lies in it."""

    name: str
    municipalities: int
    population: int


MERGERS = FoldedTable(Succession)  # for a statement that asks more
COLUMNS: Mapping[str, InstrumentedAttribute[Any]] = {
    "naam": Organisation.sort_name,
    "provincie": Organisation.province,
    "regio": Organisation.region,
    "inwoners": Organisation.population,
    "oppervlakte": Organisation.area_hectares,
}


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, of those a list of municipalities can be sorted by; equals go by name."""

    key: str
    descending: bool = False

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        column = COLUMNS[self.key]
        chosen = column.desc() if self.descending else column.asc()
        return chosen, Organisation.sort_name.asc()


BY_NAME = Order("naam")


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a whole list, not over one page of it."""

    municipalities: int
    population: int
    area_hectares: int


def organisation(session: Session, public_id: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.public_id == public_id))


def by_nis(session: Session, nis: str) -> Organisation | None:
    if not is_nis(nis):  # an address can hold anything, also what PostgreSQL refuses as text
        return None
    return session.scalar(select(Organisation).where(Organisation.nis == nis))


def municipalities(
    session: Session,
    wanted: Wanted | None = None,
    order: Order = BY_NAME,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Organisation]:
    """Return municipalities: all 300 of 2021 and later ones, unless ``wanted`` limits."""
    rows = select(Organisation).where(*_conditions(wanted or Wanted()))
    page = rows.order_by(*order.columns()).limit(limit).offset(offset)
    return session.scalars(page).all()


def totals(session: Session, wanted: Wanted) -> Totals:
    sums = select(
        func.count(),
        func.coalesce(func.sum(Organisation.population), 0),
        func.coalesce(func.sum(Organisation.area_hectares), 0),
    ).where(*_conditions(wanted))
    count, population, area = session.execute(sums).one()
    return Totals(count, int(population or 0), int(area or 0))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield Organisation.kind == OrganisationKind.MUNICIPALITY
    if wanted.text:
        yield _named(wanted.text)
    if wanted.region is not None:
        yield Organisation.region == wanted.region
    if wanted.size is not None:
        yield Organisation.population >= wanted.size.lowest
        if wanted.size.below is not None:
            yield Organisation.population < wanted.size.below
    if wanted.active_on is not None:
        until = Organisation.active_until
        yield or_(until.is_(None), until >= wanted.active_on)


def _named(text: str) -> ColumnElement[bool]:
    """Match the beginning of the name or of a word in it: ``pinte`` finds De Pinte."""
    typed = sort_name(text)
    column = Organisation.sort_name
    return or_(
        column.startswith(typed, autoescape=True), column.contains(f" {typed}", autoescape=True)
    )


def everybody(session: Session) -> Sequence[Organisation]:
    """Return every organisation of any kind, in alphabetical order: to choose one from a list."""
    return session.scalars(
        select(Organisation).order_by(Organisation.sort_name, Organisation.id)
    ).all()


def search(session: Session, text: str, limit: int = 10) -> Sequence[Organisation]:
    """Return organisations of any kind whose name begins with ``text``, in alphabetical order."""
    typed = sort_name(text)
    if not typed:
        return ()
    return session.scalars(
        select(Organisation)
        .where(Organisation.sort_name.startswith(typed, autoescape=True))
        .order_by(Organisation.sort_name, Organisation.id)
        .limit(limit)
    ).all()


def neighbours_of(session: Session, organisation: Organisation) -> Sequence[Organisation]:
    return session.scalars(
        select(Organisation)
        .join(Neighbour, Neighbour.neighbour_id == Organisation.id)
        .where(Neighbour.organisation_id == organisation.id)
        .order_by(Organisation.sort_name)
    ).all()


def neighbour_ids(session: Session) -> Mapping[int, frozenset[int]]:
    """Return all borders at once, to judge whether partners lie side by side."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in session.execute(select(Neighbour.organisation_id, Neighbour.neighbour_id)):
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}


def regions(session: Session) -> Sequence[Region]:
    rows = (
        select(Organisation.region, func.count(), func.sum(Organisation.population))
        .where(Organisation.kind == OrganisationKind.MUNICIPALITY, Organisation.region.is_not(None))
        .group_by(Organisation.region)
    )
    found = (Region(str(name), n, int(people or 0)) for name, n, people in session.execute(rows))
    return sorted(found, key=lambda region: region.name)


def successions(session: Session) -> Sequence[Succession]:
    return session.scalars(
        select(Succession).order_by(
            Succession.effective_on, Succession.successor_nis, Succession.predecessor_nis
        )
    ).all()


def indicator_values(session: Session, keys: Iterable[str]) -> Mapping[int, Mapping[str, int]]:
    """Return what is known, by organisation and key; an unknown figure is missing, not 0."""
    rows = select(Indicator.organisation_id, Indicator.key, Indicator.value).where(
        Indicator.key.in_([str(key) for key in keys])
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for organisation_id, key, value in session.execute(rows):
        found[organisation_id][key] = value
    return found
