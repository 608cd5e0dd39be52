"""Many prepared decisions on one reservation, and what must hold once people approved them at once.

``Judgement`` looks at the database only, so it judges threads, servers and mutants alike.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, selectinload

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.awards import service as awards
from subsidy.awards.domain.decision import Outcome, Status
from subsidy.awards.models import Decision
from subsidy.budget import queries as ledger
from subsidy.budget import service as budget
from subsidy.budget.domain import Stage
from subsidy.cli import verify
from subsidy.core.letter import Letter
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.db import make_engine
from subsidy.organisations.models import Organisation
from subsidy.policy import Action, Actor, Role
from subsidy.workflow import AuditEntry, OutboxMessage
from tests import factories
from tests.support.databases import prepared
from tests.support.postgres import create_database, drop_database

CALL = "call:at-once"
POLL_S = 0.005
TOWNS = ("Aalst", "Ninove", "Lede", "Haaltert", "Denderleeuw")


@contextmanager
def cloned(ready: str, folder: Path, name: str) -> Iterator[str]:
    """Give the address of a copy of a database: this one may be committed to."""
    if ready.startswith("sqlite"):
        copy = folder / f"{name}.sqlite"
        copy.write_bytes(Path(ready.removeprefix("sqlite:///")).read_bytes())
        yield f"sqlite:///{copy}"
        return
    yield create_database(ready, name, template="approvals_ready")
    drop_database(ready, name)


@contextmanager
def ready_to_clone(url: str, folder: Path) -> Iterator[str]:
    """Give a migrated database with the reference data, to make copies of."""
    if url.startswith("sqlite"):
        fresh = f"sqlite:///{folder}/ready.sqlite"
        prepared(fresh)
        yield fresh
        return
    fresh = create_database(url, "approvals_ready")
    prepared(fresh)
    yield fresh
    drop_database(url, "approvals_ready")


# Before -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that waits for approval."""

    id: int
    public_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Case:
    """A reservation, the decisions that want money from it, and the people who may approve."""

    line_id: int
    reserved: Money
    decisions: tuple[Waiting, ...]
    makers: tuple[Actor, ...]
    emails: tuple[str, ...]


def case(
    engine: Engine, amounts: Sequence[Sequence[int]], reserved: Money, *, makers: int = 8
) -> Case:
    """Prepare one decision per list of cents: one share for each, of towns with one member each."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        officer = factories.as_actor(factories.case_officer(session), Role.CASE_OFFICER)
        towns = [factories.municipality(session, name) for name in TOWNS]
        for town in towns:
            factories.member(session, town, name=f"Lid van {town.name}")
        line = factories.line(session, officer, envelope=reserved + Money(1))
        budget.reserve(session, officer, line.id, CALL, reserved)
        decisions = [
            awards.prepare(session, officer, _proposal(number, line.id, towns, cents))
            for number, cents in enumerate(amounts)
        ]
        people = [_maker(session, number) for number in range(makers)]
        return Case(
            line.id,
            reserved,
            tuple(Waiting(each.id, each.public_id, each.amount) for each in decisions),
            tuple(factories.as_actor(each, Role.DECISION_MAKER) for each in people),
            tuple(each.email for each in people),
        )


def _maker(session: Session, number: int) -> Person:
    return factories.person(
        session,
        f"Beslisser {number}",
        roles=[Role.DECISION_MAKER],
        password_hash=accounts.demo_password_hash(),
    )


def _proposal(
    number: int, line_id: int, towns: Sequence[Organisation], cents: Sequence[int]
) -> awards.Proposal:
    chosen = [towns[(number + step) % len(towns)] for step in range(len(cents))]
    letter = Letter(chosen[0].name, Text("The decision"), f"B-{number}", ())
    return awards.Proposal(
        number=f"B-{number}",
        line_id=line_id,
        source_ref=f"application:{number}",
        reservation_ref=CALL,
        lead_id=chosen[0].id,
        title=f"Aanvraag {number}",
        outcome=Outcome.AWARD,
        letter=letter,
        shares=tuple((town.id, Money(each)) for town, each in zip(chosen, cents, strict=True)),
    )


def mixed(seed: int, number: int, most: int) -> list[list[int]]:
    """Return the shares of so many decisions: one to three each, from a cent to ``most`` cents."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    return [
        [chance.randint(1, chance.choice((1, most // 100, most))) for _ in range(shares)]
        for shares in (chance.randint(1, 3) for _ in range(number))
    ]


# Meanwhile ----------------------------------------------------------------------------------------


class Watch:
    """Looks at committed instants until told to stop: nothing is ever below zero or lost."""

    def __init__(self, url: str, made: Case) -> None:
        self._engine = make_engine(url)
        self._case = made
        self._done = Event()
        self._thread = Thread(target=self._look)
        self.looked = 0
        self.faults: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._engine.dispose()

    def _look(self) -> None:
        while not self._done.wait(POLL_S):
            with Session(self._engine) as session:
                self.faults.extend(_instant(session, self._case))
            self.looked += 1


def _instant(session: Session, made: Case) -> Iterator[str]:
    rows = ledger.accounts_of(session, made.line_id)
    below = [row for row in rows if row.balance < Money(0) and row.stage is not Stage.FUNDER]
    yield from (f"{row.stage} {row.case_ref} stands at {row.balance}" for row in below)
    case_money = Money.total(
        row.balance for row in rows if row.stage in (Stage.RESERVED, Stage.COMMITTED)
    )
    if case_money != made.reserved:
        yield f"left and committed together are {case_money}, not {made.reserved}"


# Afterwards ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the database says afterwards; ``faults`` in words, none when all is well."""

    approved: frozenset[int]
    left: Money
    faults: tuple[str, ...]


def judged(engine: Engine, made: Case) -> Judgement:
    """Compare the outcome with the case: never over, nothing refused that fits, all written."""
    with Session(engine) as session:
        approved = frozenset(
            session.scalars(select(Decision.id).where(Decision.status == Status.APPROVED))
        )
        left = ledger.balance(session, made.line_id, Stage.RESERVED, CALL)
        faults = (
            *_money(session, made, approved, left),
            *_refused_that_fitted(made, approved, left),
            *_written(session, approved),
            *verify.found(session),
        )
    return Judgement(approved, left, faults)


def _money(session: Session, made: Case, approved: frozenset[int], left: Money) -> Iterator[str]:
    granted = Money.total(each.amount for each in made.decisions if each.id in approved)
    if granted > made.reserved:
        yield f"{granted} is awarded from a reservation of {made.reserved}"
    if left != made.reserved - granted:
        yield f"{left} is left of {made.reserved} after awards of {granted}"
    committed = ledger.positions(session)[made.line_id].committed
    if committed + left != made.reserved:
        yield f"{committed} committed and {left} left are not the {made.reserved} of the start"
    if ledger.available(session, made.line_id) != Money(1):
        yield "money of the line that was never reserved was touched"


def _refused_that_fitted(made: Case, approved: frozenset[int], left: Money) -> Iterator[str]:
    """Money only ever leaves the reservation: what did not fit once does not fit at the end."""
    for each in made.decisions:
        if each.id not in approved and each.amount <= left:
            yield f"decision {each.id} of {each.amount} was refused, and {left} is left"


def _written(session: Session, approved: frozenset[int]) -> Iterator[str]:
    """One audit entry per approval, and a message to the one member of each town in it."""
    audited = _counts(session, AuditEntry.subject, AuditEntry.action == Action.APPROVE_DECISION)
    if audited != {f"decision:{id_}": 1 for id_ in approved}:
        yield f"{len(approved)} approvals left {sum(audited.values())} audit entries"
    told = _counts(session, OutboxMessage.path)
    wanted = {
        f"/beslissingen/{decision.public_id}": len(decision.beneficiary_ids)
        for decision in session.scalars(
            select(Decision).where(Decision.id.in_(approved)).options(selectinload(Decision.shares))
        )
    }
    if told != wanted:
        yield f"{sum(told.values())} messages were written, not {sum(wanted.values())}"


def _counts(session: Session, column: Any, *where: Any) -> Mapping[str, int]:  # noqa: ANN401 - any column and condition
    query = select(column, func.count()).where(*where).group_by(column)
    return dict(session.execute(query).all())
