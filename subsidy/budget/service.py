"""The verbs of the ledger: the only code that moves money."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.budget import queries
from subsidy.budget.domain import Reason, Stage, not_covered, objections, silent
from subsidy.budget.models import LedgerAccount, Line, Programme, Transfer
from subsidy.core.errors import RefusedError, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Actor


@dataclass(frozen=True, slots=True)
class Account:
    """The name of an account: a stage of a line, for one case."""

    line_id: int
    stage: Stage
    case_ref: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of money. ``key`` makes it happen once, however often it is asked for."""

    source: Account
    target: Account
    amount: Money
    reason: Reason
    key: str
    origin_id: int | None = None


def found_programme(
    session: Session, name: str, funding_source: str, first_day: date, last_day: date
) -> Programme:
    programme = Programme(
        name=name, funding_source=funding_source, first_day=first_day, last_day=last_day
    )
    session.add(programme)
    session.flush()
    return programme


def endow_line(
    session: Session, actor: Actor, programme: Programme, name: str, envelope: Money
) -> Line:
    """Add a line to the programme and give it its envelope from the funder."""
    position = 1 + len(session.scalars(select(Line.id).filter_by(programme_id=programme.id)).all())
    line = Line(programme_id=programme.id, position=position, name=name)
    session.add(line)
    session.flush()
    move(
        session,
        actor,
        Movement(
            Account(line.id, Stage.FUNDER),
            Account(line.id, Stage.AVAILABLE),
            envelope,
            Reason.ENDOWMENT,
            f"endowment:{line.id}",
        ),
    )
    return line


def reserve(session: Session, actor: Actor, line_id: int, case_ref: str, amount: Money) -> None:
    """Set money of the line apart for one call or round."""
    source, target = Account(line_id, Stage.AVAILABLE), Account(line_id, Stage.RESERVED, case_ref)
    key = f"reservation:{case_ref}"
    move(session, actor, Movement(source, target, amount, Reason.RESERVATION, key))


def release(session: Session, actor: Actor, line_id: int, case_ref: str, key: str) -> Money:
    """Give what is left of a reservation back to the line; return how much that was."""
    left = queries.balance(session, line_id, Stage.RESERVED, case_ref)
    if left:
        source = Account(line_id, Stage.RESERVED, case_ref)
        target = Account(line_id, Stage.AVAILABLE)
        move(session, actor, Movement(source, target, left, Reason.RELEASE, key))
    return left


def commit_share(
    session: Session, actor: Actor, line_id: int, reservation: str, share: str, amount: Money
) -> None:
    """Commit money of a reservation to the share of one partner in an award."""
    source = Account(line_id, Stage.RESERVED, reservation)
    target = Account(line_id, Stage.COMMITTED, share)
    key = f"commitment:{share}"
    move(session, actor, Movement(source, target, amount, Reason.COMMITMENT, key))


def uncommit_share(
    session: Session, actor: Actor, line_id: int, reservation: str, share: str
) -> Money:
    """Give what is not paid of a share back to its reservation; return how much that was.

    What is paid stays where it is. Asked again it moves nothing and returns zero. When a payment
    comes in between, the database refuses: the guard of :func:`move` holds here too.
    """
    left = queries.balance(session, line_id, Stage.COMMITTED, share)
    if left:
        source = Account(line_id, Stage.COMMITTED, share)
        target = Account(line_id, Stage.RESERVED, reservation)
        key = f"uncommitment:{share}"
        move(session, actor, Movement(source, target, left, Reason.RELEASE, key))
    return left


def move(session: Session, actor: Actor, movement: Movement) -> Transfer:
    """Move money, or raise RefusedError with the amount that is left.

    The guard is one conditional UPDATE under a CHECK, in the transaction of the transfer row: it
    costs the same whatever the history, and two movements can never both take the last euro.
    A key that was used before returns the earlier transfer and moves nothing; with another
    content it is a mistake, and refused.
    """
    earlier = _booked(session, movement.key)
    if earlier is not None:
        return _same(session, earlier, movement)
    refuse_if(
        objections(movement.reason, movement.source.stage, movement.target.stage, movement.amount)
    )
    _let_pay(session, movement)
    try:
        with session.begin_nested():
            return _book(session, actor, movement)
    except IntegrityError:  # somebody booked the same key at the same instant
        earlier = _booked(session, movement.key)
        if earlier is None:
            raise
        return _same(session, earlier, movement)


def _let_pay(session: Session, movement: Movement) -> None:
    """Refuse a payment, also as a correction, from a line that hides what comes after it."""
    if movement.target.stage is not Stage.PAID:
        return
    name = queries.silent_line(session, movement.source.line_id)
    if name is not None:
        raise RefusedError([silent(name)])


def _booked(session: Session, key: str) -> Transfer | None:
    return session.scalar(select(Transfer).filter_by(idempotency_key=key))


def _book(session: Session, actor: Actor, movement: Movement) -> Transfer:
    source, target = _account_id(session, movement.source), _account_id(session, movement.target)
    _take(session, source, movement)
    _give(session, target, movement.amount)
    transfer = Transfer(
        source_id=source,
        target_id=target,
        amount=movement.amount,
        reason=movement.reason,
        idempotency_key=movement.key,
        origin_id=movement.origin_id,
        actor_id=actor.id,
        at=actor.now,
    )
    session.add(transfer)
    session.flush()
    return transfer


def _same(session: Session, earlier: Transfer, movement: Movement) -> Transfer:
    asked = (
        _find(session, movement.source),
        _find(session, movement.target),
        movement.amount,
        movement.reason,
    )
    if asked != (earlier.source_id, earlier.target_id, earlier.amount, earlier.reason):
        raise refuse(Text("This movement is booked already, with another amount or purpose."))
    return earlier


def _take(session: Session, account_id: int, movement: Movement) -> None:
    covered = (
        () if movement.source.stage is Stage.FUNDER else (LedgerAccount.balance >= movement.amount,)
    )
    changed = session.execute(
        update(LedgerAccount)
        .where(LedgerAccount.id == account_id, *covered)
        .values(balance=LedgerAccount.balance - movement.amount)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[object]", changed).rowcount != 1:
        source = movement.source
        left = queries.balance(session, source.line_id, source.stage, source.case_ref)
        raise RefusedError([not_covered(source.stage, left, movement.amount)])


def _give(session: Session, account_id: int, amount: Money) -> None:
    session.execute(
        update(LedgerAccount)
        .where(LedgerAccount.id == account_id)
        .values(balance=LedgerAccount.balance + amount)
        .execution_options(synchronize_session=False)
    )


def _account_id(session: Session, account: Account) -> int:
    """Return the account's id; made on first use, by whoever is first."""
    found = _find(session, account)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            row = LedgerAccount(
                line_id=account.line_id, stage=account.stage, case_ref=account.case_ref
            )
            session.add(row)
            session.flush()
            return row.id
    except IntegrityError:
        made_meanwhile = _find(session, account)
        if made_meanwhile is None:
            raise
        return made_meanwhile


def _find(session: Session, account: Account) -> int | None:
    return session.scalar(
        select(LedgerAccount.id).where(
            LedgerAccount.line_id == account.line_id,
            LedgerAccount.stage == account.stage,
            LedgerAccount.case_ref == account.case_ref,
        )
    )
