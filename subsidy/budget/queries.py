"""Reads of the programme and the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from subsidy.budget.domain import Reason, Stage, StatementStatus
from subsidy.budget.models import LedgerAccount, Line, LineStatement, Programme, Transfer
from subsidy.core.money import Money

Source, Target = aliased(LedgerAccount), aliased(LedgerAccount)


@dataclass(frozen=True, slots=True)
class Position:
    """What stands where on a line. ``envelope`` = available + reserved + committed + paid."""

    line: Line
    available: Money
    reserved: Money
    committed: Money
    paid: Money

    @property
    def envelope(self) -> Money:
        return self.available + self.reserved + self.committed + self.paid


def programme(session: Session, public_id: str) -> Programme | None:
    return session.scalar(
        select(Programme)
        .where(Programme.public_id == public_id)
        .options(selectinload(Programme.lines))
    )


def programmes(session: Session) -> Sequence[Programme]:
    return session.scalars(
        select(Programme).order_by(Programme.id).options(selectinload(Programme.lines))
    ).all()


def line(session: Session, public_id: str) -> Line | None:
    return session.scalar(
        select(Line).where(Line.public_id == public_id).options(joinedload(Line.programme))
    )


def lines(session: Session) -> Sequence[Line]:
    return session.scalars(select(Line).order_by(Line.programme_id, Line.position)).all()


def silent_line(session: Session, line_id: int) -> str | None:
    """Return the name of a line that says nothing yet of what comes after its money."""
    said = select(LineStatement.id).where(
        LineStatement.line_id == Line.id, LineStatement.status == StatementStatus.PUBLISHED
    )
    return session.scalar(select(Line.name).where(Line.id == line_id, ~said.exists()))


def was_committed(session: Session, line_id: int, reservation: str) -> bool:
    """Tell whether money of a reservation was ever committed, whatever returned to it since.

    Transfers are never changed, so once this is so it stays so.
    """
    found = (
        select(Transfer.id)
        .join(LedgerAccount, LedgerAccount.id == Transfer.source_id)
        .where(
            LedgerAccount.line_id == line_id,
            LedgerAccount.stage == Stage.RESERVED,
            LedgerAccount.case_ref == reservation,
            Transfer.reason == Reason.COMMITMENT,
        )
    )
    return bool(session.scalar(select(found.exists())))


def returned(session: Session) -> Mapping[str, Money]:
    """Return what came back of each share to its reservation, by the reference of the share."""
    rows = session.execute(
        select(Source.case_ref, func.sum(Transfer.amount))
        .join(Source, Source.id == Transfer.source_id)
        .join(Target, Target.id == Transfer.target_id)
        .where(
            Source.stage == Stage.COMMITTED,
            Target.stage == Stage.RESERVED,
            Transfer.reason == Reason.RELEASE,
        )
        .group_by(Source.case_ref)
    )
    return {case_ref: _cents(total) for case_ref, total in rows}


def reservation_movements(
    session: Session, case_refs: Sequence[str]
) -> Mapping[str, Sequence[tuple[datetime, int]]]:
    """Return what came to each reservation and what went (below zero): when, and how many cents."""
    found: dict[str, list[tuple[datetime, int]]] = {}
    rows = session.execute(
        select(Source.stage, Source.case_ref, Target.stage, Target.case_ref, Transfer)
        .join(Source, Source.id == Transfer.source_id)
        .join(Target, Target.id == Transfer.target_id)
        .where(
            or_(
                and_(Source.stage == Stage.RESERVED, Source.case_ref.in_(case_refs)),
                and_(Target.stage == Stage.RESERVED, Target.case_ref.in_(case_refs)),
            )
        )
        .order_by(Transfer.id)
    )
    for from_stage, from_ref, to_stage, to_ref, transfer in rows:
        if from_stage is Stage.RESERVED:
            found.setdefault(from_ref, []).append((transfer.at, -transfer.amount.cents))
        if to_stage is Stage.RESERVED:
            found.setdefault(to_ref, []).append((transfer.at, transfer.amount.cents))
    return found


def positions(session: Session) -> Mapping[int, Position]:
    """Return the position of every line, by line id; two statements whatever the size."""
    sums = session.execute(
        select(LedgerAccount.line_id, LedgerAccount.stage, func.sum(LedgerAccount.balance))
        .where(LedgerAccount.stage != Stage.FUNDER)
        .group_by(LedgerAccount.line_id, LedgerAccount.stage)
    ).all()
    cents = {(line_id, stage): _cents(total) for line_id, stage, total in sums}
    return {
        each.id: Position(each, *(cents.get((each.id, stage), Money(0)) for stage in _SHOWN))
        for each in lines(session)
    }


_SHOWN = (Stage.AVAILABLE, Stage.RESERVED, Stage.COMMITTED, Stage.PAID)


def _cents(total: object) -> Money:
    return total if isinstance(total, Money) else Money(int(str(total)))


def accounts_of(session: Session, line_id: int) -> Sequence[LedgerAccount]:
    return session.scalars(
        select(LedgerAccount).where(LedgerAccount.line_id == line_id).order_by(LedgerAccount.id)
    ).all()


def balance(session: Session, line_id: int, stage: Stage, case_ref: str = "") -> Money:
    """Return what stands on one account; zero when it does not exist yet."""
    found = session.scalar(
        select(LedgerAccount.balance).where(
            LedgerAccount.line_id == line_id,
            LedgerAccount.stage == stage,
            LedgerAccount.case_ref == case_ref,
        )
    )
    return found or Money(0)


def available(session: Session, line_id: int) -> Money:
    return balance(session, line_id, Stage.AVAILABLE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which movements of a line; None: all. ``stage``: money that came from or went to it."""

    reason: Reason | None = None
    stage: Stage | None = None


Columns = TypeVarTuple("Columns")


def transfers_of(
    session: Session,
    line_id: int,
    wanted: Wanted | None = None,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Transfer]:
    """Return the movements of a line, newest first, with their accounts."""
    return session.scalars(
        _of_line(select(Transfer), line_id, wanted or Wanted())
        .options(
            contains_eager(Transfer.source.of_type(Source)),
            contains_eager(Transfer.target.of_type(Target)),
        )
        .order_by(Transfer.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


@dataclass(frozen=True, slots=True)
class Moved:
    """How many movements there are, and how much they move together."""

    count: int
    amount: Money


def moved(session: Session, line_id: int, wanted: Wanted | None = None) -> Moved:
    sums = select(func.count(Transfer.id), func.sum(Transfer.amount))
    count, amount = session.execute(_of_line(sums, line_id, wanted or Wanted())).one()
    return Moved(count, _cents(amount or 0))


def _of_line(query: Select[*Columns], line_id: int, wanted: Wanted) -> Select[*Columns]:
    query = (
        query.join(Source, Source.id == Transfer.source_id)
        .join(Target, Target.id == Transfer.target_id)
        .where(Source.line_id == line_id)
    )
    if wanted.reason is not None:
        query = query.where(Transfer.reason == wanted.reason)
    if wanted.stage is not None:
        query = query.where(or_(Source.stage == wanted.stage, Target.stage == wanted.stage))
    return query


@dataclass(frozen=True, slots=True)
class Imbalance:
    """An account whose balance is not the sum of its transfers."""

    account_id: int
    balance: Money
    transfers: Money


def imbalances(session: Session) -> Sequence[Imbalance]:
    """Return every account that does not add up; empty when the ledger is sound."""
    received = dict(
        session.execute(
            select(Transfer.target_id, func.sum(Transfer.amount)).group_by(Transfer.target_id)
        ).all()
    )
    given = dict(
        session.execute(
            select(Transfer.source_id, func.sum(Transfer.amount)).group_by(Transfer.source_id)
        ).all()
    )
    rows = session.execute(select(LedgerAccount.id, LedgerAccount.balance)).all()
    found = []
    for account_id, stored in rows:
        moved = _cents(received.get(account_id, 0)) - _cents(given.get(account_id, 0))
        if moved != stored:
            found.append(Imbalance(account_id, stored, moved))
    return found


def grand_total(session: Session) -> Money:
    """Return the sum of all balances, the funder's included: zero in a sound ledger."""
    return _cents(session.scalar(select(func.sum(LedgerAccount.balance))) or 0)
