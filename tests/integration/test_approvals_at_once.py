"""Two hundred decisions approved at once: never a cent over, and nothing refused that fitted.

The mutants prove the proof: a ledger whose guard is gone, or too careful, is found out.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.orm import Session

from subsidy.awards import queries
from subsidy.awards import service as awards
from subsidy.budget import queries as ledger
from subsidy.budget import service as budget
from subsidy.budget.domain import Stage
from subsidy.budget.models import LedgerAccount, Transfer
from subsidy.cli import verify
from subsidy.core.errors import RefusedError, refuse
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.db import for_writing, make_engine
from subsidy.policy import Actor
from tests.support import approvals
from tests.support.approvals import Case, Waiting, Watch, judged

DECISIONS, AT_ONCE = 200, 16
MOST = 200_000_00
Take = Callable[[Session, int, budget.Movement], None]


@pytest.fixture
def url(ready: str, tmp_path: Path) -> Iterator[str]:
    """Give a database of this test alone, with everything the migrations make."""
    with approvals.cloned(ready, tmp_path, "approvals_at_once") as address:
        yield address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = make_engine(url)
    yield made
    made.dispose()


def approve(engine: Engine, made: Case, waiting: Waiting) -> bool:
    """Approve as one of the decision makers; return whether it was done."""
    with Session(engine) as session:
        for_writing(session)
        decision = queries.decision(session, waiting.public_id)
        assert decision is not None
        maker = made.makers[waiting.id % len(made.makers)]
        try:
            awards.approve(session, maker, decision)
        except RefusedError:
            return False
        session.commit()
        return True


def approve_at_once(engine: Engine, made: Case) -> list[bool]:
    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(lambda each: approve(engine, made, each), made.decisions))


@pytest.mark.slow
def test_two_hundred_approvals_at_once(url: str, engine: Engine) -> None:
    amounts = approvals.mixed(1, DECISIONS, MOST)
    asked = Money(sum(map(sum, amounts)))
    made = approvals.case(engine, amounts, Money(asked.cents * 2 // 3))
    with Watch(url, made) as watch:
        done = approve_at_once(engine, made)
    outcome = judged(engine, made)
    assert (watch.faults, outcome.faults) == ([], ())
    assert watch.looked > 0
    assert outcome.approved == {w.id for w, ok in zip(made.decisions, done, strict=True) if ok}
    assert 0 < len(outcome.approved) < DECISIONS


@pytest.mark.slow
def test_what_fits_to_the_cent_is_all_approved(url: str, engine: Engine) -> None:
    amounts = approvals.mixed(3, DECISIONS // 2, MOST)
    made = approvals.case(engine, amounts, Money(sum(map(sum, amounts))))
    with Watch(url, made) as watch:
        done = approve_at_once(engine, made)
    outcome = judged(engine, made)
    assert (watch.faults, outcome.faults) == ([], ())
    assert all(done)
    assert outcome.left == Money(0)


@pytest.mark.slow
def test_one_decision_approved_by_sixteen_people_counts_once(engine: Engine) -> None:
    made = approvals.case(engine, [[5, 7]], Money(100), makers=AT_ONCE)
    (waiting,) = made.decisions
    by_all = [
        Case(made.line_id, made.reserved, made.decisions, (maker,), ()) for maker in made.makers
    ]
    with ThreadPoolExecutor(AT_ONCE) as people:
        done = list(people.map(lambda mine: approve(engine, mine, waiting), by_all))
    assert done.count(True) == 1
    assert judged(engine, made).faults == ()


@pytest.mark.slow
def test_one_award_given_up_by_sixteen_people_returns_once(engine: Engine) -> None:
    made = approvals.case(engine, [[5, 7]], Money(100), makers=AT_ONCE)
    (waiting,) = made.decisions
    assert approve(engine, made, waiting)

    with ThreadPoolExecutor(AT_ONCE) as people:
        asked = list(people.map(lambda maker: _propose(engine, maker, waiting), made.makers))
    with ThreadPoolExecutor(AT_ONCE) as people:
        done = list(people.map(lambda maker: _confirm(engine, maker, waiting), made.makers))

    assert (asked.count(True), done.count(True)) == (1, 1)
    assert not done[asked.index(True)]  # who proposed it
    with Session(engine) as session:
        left = ledger.balance(session, made.line_id, Stage.RESERVED, approvals.CALL)
        assert (left, list(verify.found(session))) == (Money(100), [])


def _propose(engine: Engine, maker: Actor, waiting: Waiting) -> bool:
    with Session(engine) as session:
        for_writing(session)
        decision = queries.decision(session, waiting.public_id)
        assert decision is not None
        try:
            awards.propose_waiver(session, maker, decision, "Het project gaat niet door.")
        except RefusedError:
            return False
        session.commit()
        return True


def _confirm(engine: Engine, maker: Actor, waiting: Waiting) -> bool:
    with Session(engine) as session:
        for_writing(session)
        waiver = queries.waiver_of(session, waiting.public_id)
        assert waiver is not None
        try:
            awards.confirm_waiver(session, maker, waiver)
        except RefusedError:
            return False
        session.commit()
        return True


# Mutants ------------------------------------------------------------------------------------------


def unguarded(session: Session, account_id: int, movement: budget.Movement) -> None:
    """Take the money whatever is left: the condition of the guard is gone."""
    session.execute(
        update(LedgerAccount)
        .where(LedgerAccount.id == account_id)
        .values(balance=LedgerAccount.balance - movement.amount)
        .execution_options(synchronize_session=False)
    )


def too_careful(session: Session, account_id: int, movement: budget.Movement) -> None:
    """Refuse what would leave nothing."""
    unguarded(session, account_id, movement)
    if not session.scalar(select(LedgerAccount.balance).where(LedgerAccount.id == account_id)):
        raise refuse(Text("There is not enough left."))


def sums_then_inserts(together: Barrier) -> Take:
    """Add up the history, look whether it fits, write: two can look before either writes."""

    def take(session: Session, account_id: int, movement: budget.Movement) -> None:
        came = session.scalars(select(Transfer.amount).where(Transfer.target_id == account_id))
        went = session.scalars(select(Transfer.amount).where(Transfer.source_id == account_id))
        left = Money.total(came) - Money.total(went)
        _wait(together)
        if left < movement.amount:
            raise refuse(Text("There is not enough left."))
        unguarded(session, account_id, movement)

    return take


def lost_update(together: Barrier) -> Take:
    """Read the balance, compute in memory, write the result: the last one to write wins."""

    def take(session: Session, account_id: int, movement: budget.Movement) -> None:
        left = session.scalar(select(LedgerAccount.balance).where(LedgerAccount.id == account_id))
        _wait(together)
        if left is None or left < movement.amount:
            raise refuse(Text("There is not enough left."))
        session.execute(
            update(LedgerAccount)
            .where(LedgerAccount.id == account_id)
            .values(balance=left - movement.amount)
            .execution_options(synchronize_session=False)
        )

    return take


def _wait(together: Barrier) -> None:
    """Let the first ones look at the same instant; those who come later do not wait."""
    try:
        together.wait(1)
    except BrokenBarrierError:
        return
    together.abort()


def without_check(engine: Engine) -> None:
    """Take away the CHECK that stands behind the guard."""
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "connect", lambda raw, _: raw.execute("PRAGMA ignore_check_constraints = ON")
        )
        engine.dispose()
        return
    with engine.begin() as connection:
        connection.execute(
            text("ALTER TABLE ledger_account DROP CONSTRAINT ck_ledger_account_covered")
        )


def faults_of(monkeypatch: pytest.MonkeyPatch, engine: Engine, take: Take, reserved: int) -> str:
    """Return what is found when this is how the ledger takes money."""
    made = approvals.case(engine, [[40]] * AT_ONCE, Money(reserved))
    monkeypatch.setattr("subsidy.budget.service._take", take)
    approve_at_once(engine, made)
    return "\n".join(judged(engine, made).faults)


def test_a_ledger_without_its_guard_is_found_out(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    without_check(engine)
    assert "is awarded from a reservation" in faults_of(monkeypatch, engine, unguarded, 100)


def test_a_ledger_that_refuses_what_fits_is_found_out(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    found = faults_of(monkeypatch, engine, too_careful, 40 * AT_ONCE)
    assert "was refused" in found


@pytest.mark.parametrize("mutant", [sums_then_inserts, lost_update])
def test_a_ledger_that_looks_before_it_writes_is_found_out(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, mutant: Callable[[Barrier], Take]
) -> None:
    """On SQLite writers queue from their first statement, so there these two are not wrong."""
    without_check(engine)
    found = faults_of(monkeypatch, engine, mutant(Barrier(2)), 100)
    assert bool(found) == (engine.dialect.name == "postgresql"), found


def test_the_check_of_the_database_stands_behind_the_guard(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    """Without the condition alone, the database itself refuses what is over."""
    made = approvals.case(engine, [[40]] * 4, Money(100))
    monkeypatch.setattr("subsidy.budget.service._take", unguarded)
    for waiting in made.decisions[:2]:
        assert approve(engine, made, waiting)
    with pytest.raises(Exception, match=r"covered|CHECK"):
        approve(engine, made, made.decisions[2])
    assert judged(engine, made).faults == ()
