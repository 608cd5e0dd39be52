"""Reads of decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    exists,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from subsidy.awards.domain.decision import FINAL, Outcome, Status
from subsidy.awards.models import Decision, Share, Waiver
from subsidy.budget.domain import Case, Stage
from subsidy.budget.models import LedgerAccount
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.two_people import ActStatus
from subsidy.organisations.models import Organisation
from subsidy.policy import AGENCY, Actor
from subsidy.scoring import queries as scoring
from subsidy.scoring.models import SelectionRun


def _with_shares() -> Select[Decision]:
    return select(Decision).options(
        joinedload(Decision.lead),
        joinedload(Decision.line),
        selectinload(Decision.shares).joinedload(Share.organisation),
    )


def decision(session: Session, public_id: str) -> Decision | None:
    return session.scalar(_with_shares().where(Decision.public_id == public_id))


def visible_to(actor: Actor) -> Select[Decision]:
    """Return the SQL twin of READ_DECISION: the agency all, a beneficiary its final ones."""
    every = _with_shares()
    if not actor.roles.isdisjoint(AGENCY):
        return every
    own = actor.organisation_id
    acts = own is not None and actor.may(frozenset({own}))
    if not acts:
        return every.where(false())
    shared = select(Share.decision_id).where(Share.organisation_id == own)
    return every.where(
        Decision.status.in_(FINAL),
        or_(Decision.lead_id == own, Decision.id.in_(shared)),
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of decisions is narrowed to; None: all."""

    status: Status | None = None
    outcome: Outcome | None = None
    reservation_ref: str | None = None


COLUMNS = ("nummer", "project", "penvoerder", "bedrag", "status")


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one of :data:`COLUMNS`, then the number."""

    key: str = "nummer"
    descending: bool = False

    def columns(self) -> Sequence[ColumnElement[Any]]:
        own = Organisation.id == Decision.lead_id
        lead = select(Organisation.sort_name).where(own).correlate(Decision).scalar_subquery()
        by: dict[str, ColumnElement[Any]] = {
            "project": func.lower(Decision.title),
            "penvoerder": lead,
            "bedrag": type_coerce(Decision.amount, Integer)
            - type_coerce(Decision.released, Integer),
            "status": type_coerce(Decision.status, String),
        }
        first = by.get(self.key, type_coerce(Decision.number, String))
        return (first.desc() if self.descending else first.asc(), *LAST)


LAST = (Decision.number.asc(), Decision.id.asc())
BY_NUMBER = Order()


def listed(
    session: Session,
    actor: Actor,
    wanted: Filter,
    order: Order = BY_NUMBER,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Decision]:
    query = _narrowed(visible_to(actor), wanted).order_by(*order.columns())
    return session.scalars(query.offset(offset).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Totals:
    """How many decisions a list has, on all its pages, and what is kept of them together."""

    decisions: int
    amount: Money


def totals(session: Session, actor: Actor, wanted: Filter) -> Totals:
    query = _narrowed(visible_to(actor), wanted).with_only_columns(
        func.count(),
        func.sum(Decision.amount),
        func.sum(Decision.released),
        maintain_column_froms=True,
    )
    decisions, amount, released = session.execute(query.order_by(None)).one()
    return Totals(decisions, (amount or Money(0)) - (released or Money(0)))


def _narrowed(query: Select[Decision], wanted: Filter) -> Select[Decision]:
    if wanted.status is not None:
        query = query.where(Decision.status == wanted.status)
    if wanted.outcome is not None:
        query = query.where(Decision.outcome == wanted.outcome)
    if wanted.reservation_ref is not None:
        query = query.where(Decision.reservation_ref == wanted.reservation_ref)
    return query


def waiting(session: Session, reservation_ref: str) -> Sequence[Decision]:
    return session.scalars(
        _with_shares()
        .where(Decision.reservation_ref == reservation_ref, Decision.status == Status.PREPARED)
        .order_by(Decision.id)
    ).all()


def live(session: Session, source_refs: Sequence[str]) -> Mapping[str, Decision]:
    """Return the decision that counts for each source: what moved up counts above a rejection."""
    return _live_among(session, _with_shares(), source_refs)


def _live_among(
    session: Session, decisions: Select[Decision], source_refs: Sequence[str]
) -> Mapping[str, Decision]:
    found = session.scalars(
        decisions.where(
            Decision.source_ref.in_(source_refs), Decision.status != Status.RETURNED
        ).order_by(Decision.id)
    )
    return {each.source_ref: each for each in found}


def live_for(session: Session, actor: Actor, source_ref: str) -> Decision | None:
    """Return the decision that counts among those that somebody may read.

    Asked this way the database does as much for a decision that is still prepared as for none.
    """
    return _live_among(session, visible_to(actor), [source_ref]).get(source_ref)


def of_reservation(session: Session, reservation_ref: str) -> Sequence[Decision]:
    return session.scalars(
        _with_shares()
        .where(Decision.reservation_ref == reservation_ref, Decision.status != Status.RETURNED)
        .order_by(Decision.id)
    ).all()


def selection_in_force(session: Session, reservation_ref: str) -> SelectionRun | None:
    """Return the latest selection of a call; None for a round, which has none.

    Holds the call until the transaction ends: nobody selects again while a decision is approved.
    """
    case = Case.of(reservation_ref)
    if case is None:
        return None
    call_id = session.scalar(
        select(Call.id).where(Call.public_id == case.public_id).with_for_update(read=True)
    )
    return None if call_id is None else scoring.latest_run(session, call_id)


def held(session: Session, decision: Decision) -> Call | None:
    """Return the call of a decision; None for one of a round.

    Nobody approves, selects or gives up until the transaction ends.
    """
    case = Case.of(decision.reservation_ref)
    if case is None:
        return None
    return session.scalar(select(Call).where(Call.public_id == case.public_id).with_for_update())


def call_with_returned(session: Session, reservation_ref: str) -> Call | None:
    """Return the call of a reservation to which money of an award returned; else None."""
    case = Case.of(reservation_ref)
    if case is None:
        return None
    returned = exists().where(
        Decision.reservation_ref == reservation_ref, Decision.status == Status.GIVEN_UP
    )
    return session.scalar(select(Call).where(Call.public_id == case.public_id, returned))


def all_approved(session: Session, line_id: int) -> Sequence[Decision]:
    return session.scalars(
        _with_shares()
        .where(Decision.line_id == line_id, Decision.status == Status.APPROVED)
        .order_by(Decision.id)
    ).all()


def waiver_of(session: Session, public_id: str) -> Waiver | None:
    """Return the proposal to give up the decision with this id; a dropped one only if no other."""
    return session.scalar(
        select(Waiver)
        .join(Decision, Decision.id == Waiver.decision_id)
        .where(Decision.public_id == public_id)
        .options(
            contains_eager(Waiver.decision).options(
                joinedload(Decision.lead),
                selectinload(Decision.shares).joinedload(Share.organisation),
            ),
            joinedload(Waiver.prepared_by),
            joinedload(Waiver.confirmed_by),
        )
        .order_by((Waiver.status == ActStatus.DROPPED).asc(), Waiver.id.desc())
        .limit(1)
    )


def around(session: Session, decision: Decision) -> Sequence[Decision]:
    """Return the decision before this one on the same file, or after it, if somebody moved up."""
    return session.scalars(
        select(Decision)
        .where(
            Decision.source_ref == decision.source_ref,
            Decision.status.in_(FINAL),
            Decision.id != decision.id,
        )
        .order_by(Decision.id)
    ).all()


def left_of(session: Session, decision: Decision) -> Mapping[int, Money]:
    """Return what is committed and not paid for each partner of an award, by organisation id."""
    found = session.execute(
        select(LedgerAccount.case_ref, LedgerAccount.balance).where(
            LedgerAccount.line_id == decision.line_id,
            LedgerAccount.stage == Stage.COMMITTED,
            LedgerAccount.case_ref.in_([share.case_ref for share in decision.shares]),
        )
    )
    left = dict(found.all())
    return {share.organisation_id: left.get(share.case_ref, Money(0)) for share in decision.shares}
