"""Reads of calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Select,
    String,
    bindparam,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from subsidy.budget.models import Line
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.policy import AGENCY, Actor


def _calls() -> Select[Call]:
    return select(Call).options(joinedload(Call.line), selectinload(Call.versions))


def call(session: Session, public_id: str) -> Call | None:
    return session.scalar(_calls().where(Call.public_id == public_id))


def visible_to(actor: Actor | None) -> Select[Call]:
    """Return the SQL twin of READ_CALL: the agency all, everybody the published ones."""
    every = _calls()
    if actor is not None and not actor.roles.isdisjoint(AGENCY):
        return every
    return every.where(Call.status == Status.PUBLISHED)


def public_calls(session: Session) -> Sequence[Call]:
    """Return published calls, the one that closes last first."""
    return session.scalars(
        _calls()
        .where(Call.status == Status.PUBLISHED)
        .order_by(Call.closes_at.desc(), Call.id.desc())
    ).all()


def open_calls(session: Session, at: datetime) -> Sequence[Call]:
    """Return the calls to which one can apply at ``at``, the first to close first; for lists."""
    return session.scalars(_open_at(), {"at": at}).all()


def not_closed(session: Session, at: datetime) -> Sequence[Call]:
    """Return the calls that are open or announced at ``at``, the first to close first."""
    query = _calls().where(Call.status == Status.PUBLISHED, Call.closes_at > at)
    return session.scalars(query.order_by(Call.closes_at, Call.id)).all()


@cache
def _open_at() -> Select[Call]:
    """Make the statement once, as making it takes as long as sending it: start pages ask it."""
    at = bindparam("at", type_=Call.opens_at.type)
    return (
        select(Call)
        .options(joinedload(Call.line), defer(Call.draft))  # long, and only its authors read it
        .where(Call.status == Status.PUBLISHED, Call.opens_at <= at, Call.closes_at > at)
        .order_by(Call.closes_at, Call.id)
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of calls is narrowed to; what is empty or None does not limit."""

    status: Status | None = None
    text: str = ""


COLUMNS = ("nieuwste", "titel", "lijn", "status", "sluit", "bedrag")


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one of :data:`COLUMNS`, then the newest first."""

    key: str = "nieuwste"
    descending: bool = False

    def columns(self) -> Sequence[ColumnElement[Any]]:
        line = select(Line.name).where(Line.id == Call.line_id).correlate(Call).scalar_subquery()
        by: dict[str, ColumnElement[Any]] = {
            "titel": func.lower(Call.title),
            "lijn": line,
            "status": type_coerce(Call.status, String),
            "sluit": type_coerce(Call.closes_at, DateTime),
            "bedrag": type_coerce(Call.reserved, BigInteger),
        }
        if self.key not in by:
            return [Call.id.asc() if self.descending else Call.id.desc()]
        first = by[self.key]
        turned = first.desc().nulls_last() if self.descending else first.asc().nulls_last()
        return [turned, Call.id.desc()]


NEWEST = Order()


def listed(
    session: Session,
    actor: Actor,
    wanted: Filter,
    order: Order = NEWEST,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Call]:
    query = _narrowed(visible_to(actor), wanted).order_by(*order.columns())
    return session.scalars(query.offset(offset).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Totals:
    """How many calls a list has, on all its pages, and what they reserve together."""

    calls: int
    reserved: Money


def totals(session: Session, actor: Actor, wanted: Filter) -> Totals:
    sums = (func.count(Call.id), func.sum(Call.reserved))
    query = _narrowed(visible_to(actor), wanted).with_only_columns(*sums).order_by(None)
    number, amount = session.execute(query).one()
    return Totals(number, amount or Money(0))


def _narrowed(query: Select[Call], wanted: Filter) -> Select[Call]:
    if wanted.text:
        query = query.where(Call.title.icontains(wanted.text, autoescape=True))
    if wanted.status is not None:
        query = query.where(Call.status == wanted.status)
    return query


def proposed(session: Session) -> Sequence[Call]:
    """Return the calls that wait for a second person."""
    return session.scalars(_calls().where(Call.status == Status.PROPOSED).order_by(Call.id)).all()


def reserved_by_line(session: Session) -> dict[int, Money]:
    rows = session.execute(
        select(Call.line_id, func.sum(Call.reserved))
        .where(Call.status == Status.PUBLISHED)
        .group_by(Call.line_id)
    ).all()
    return {line_id: Money(int(str(_cents(total)))) for line_id, total in rows}


def _cents(total: object) -> int:
    return total.cents if isinstance(total, Money) else int(str(total))
