"""The ledger, on both databases: by hand, and step by step against a dictionary."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, delete, event, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from subsidy.budget import queries, service
from subsidy.budget.domain import Reason, Stage
from subsidy.budget.models import LedgerAccount, Line, Transfer
from subsidy.budget.service import Account, Movement
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.policy import Actor
from tests import factories
from tests.factories import NOW

CLERK = Actor(1, NOW)
MILLION = Money(1_000_000_00)


@pytest.fixture
def line(session: Session) -> Line:
    return factories.line(session, CLERK, envelope=MILLION)


def left(session: Session, line: Line, stage: Stage, case: str = "") -> Money:
    return queries.balance(session, line.id, stage, case)


# By hand ------------------------------------------------------------------------------------------


def test_money_walks_from_the_funder_to_a_partner(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(400_000_00))
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(150_000_00))

    position = queries.positions(session)[line.id]

    assert position.available == Money(600_000_00)
    assert position.reserved == Money(250_000_00)
    assert position.committed == Money(150_000_00)
    assert position.paid == Money(0)
    assert position.envelope == MILLION
    assert left(session, line, Stage.FUNDER) == -MILLION
    assert queries.grand_total(session) == Money(0)
    assert queries.imbalances(session) == []


def test_a_refusal_says_what_is_left(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(999_999_99))

    with pytest.raises(RefusedError) as refused:
        service.reserve(session, CLERK, line.id, "call:b", Money(2))

    (reason,) = refused.value.refusals
    assert reason.place == "amount"
    assert reason.text.params["left"] == Money(1)
    assert reason.text.params["short"] == Money(1)
    assert left(session, line, Stage.AVAILABLE) == Money(1)
    assert left(session, line, Stage.RESERVED, "call:b") == Money(0)


def test_the_last_cent_can_be_used(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", MILLION)

    assert left(session, line, Stage.AVAILABLE) == Money(0)


def test_no_call_spends_the_reservation_of_another(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(10))
    service.reserve(session, CLERK, line.id, "call:b", Money(90))

    with pytest.raises(RefusedError):
        service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(11))


def test_a_key_used_twice_moves_once(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(500))
    service.reserve(session, CLERK, line.id, "call:a", Money(500))

    assert left(session, line, Stage.RESERVED, "call:a") == Money(500)
    assert queries.moved(session, line.id, queries.Wanted(Reason.RESERVATION)).count == 1


def test_a_key_with_another_content_is_a_mistake(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(500))

    with pytest.raises(RefusedError, match="already"):
        service.reserve(session, CLERK, line.id, "call:a", Money(501))

    assert left(session, line, Stage.RESERVED, "call:a") == Money(500)


def test_what_is_left_of_a_reservation_goes_back(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(500))
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(120))

    assert service.release(session, CLERK, line.id, "call:a", "close:a") == Money(380)
    assert service.release(session, CLERK, line.id, "call:a", "close:a") == Money(0)
    assert left(session, line, Stage.AVAILABLE) == MILLION - Money(120)


def test_of_a_share_what_is_not_paid_goes_back_to_its_reservation_once(
    session: Session, line: Line
) -> None:
    factories.outspoken(session, line)
    service.reserve(session, CLERK, line.id, "call:a", Money(500))
    assert not queries.was_committed(session, line.id, "call:a")
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(120))
    service.commit_share(session, CLERK, line.id, "call:a", "share:2", Money(80))
    source, target = (Account(line.id, s, "share:1") for s in (Stage.COMMITTED, Stage.PAID))
    service.move(session, CLERK, Movement(source, target, Money(45), Reason.PAYMENT, "p"))

    assert service.uncommit_share(session, CLERK, line.id, "call:a", "share:1") == Money(75)
    assert service.uncommit_share(session, CLERK, line.id, "call:a", "share:1") == Money(0)

    assert left(session, line, Stage.RESERVED, "call:a") == Money(500 - 120 - 80 + 75)
    assert left(session, line, Stage.COMMITTED, "share:1") == Money(0)
    assert left(session, line, Stage.COMMITTED, "share:2") == Money(80)
    assert left(session, line, Stage.PAID, "share:1") == Money(45)
    assert left(session, line, Stage.AVAILABLE) == MILLION - Money(500)
    assert queries.imbalances(session) == []


def test_money_that_returns_does_not_undo_that_it_was_committed(
    session: Session, line: Line
) -> None:
    for case in ("call:a", "call:b"):
        service.reserve(session, CLERK, line.id, case, Money(500))
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(120))

    service.uncommit_share(session, CLERK, line.id, "call:a", "share:1")

    assert left(session, line, Stage.RESERVED, "call:a") == Money(500)
    assert queries.was_committed(session, line.id, "call:a")
    assert not queries.was_committed(session, line.id, "call:b")


@pytest.mark.parametrize("cents", [0, -1])
def test_nothing_or_less_does_not_move(session: Session, line: Line, cents: int) -> None:
    with pytest.raises(RefusedError):
        service.reserve(session, CLERK, line.id, "call:a", Money(cents))


@pytest.mark.parametrize(
    ("reason", "source", "target"),
    [
        (Reason.PAYMENT, Stage.RESERVED, Stage.PAID),
        (Reason.COMMITMENT, Stage.AVAILABLE, Stage.COMMITTED),
        (Reason.RELEASE, Stage.PAID, Stage.AVAILABLE),
        (Reason.RELEASE, Stage.AVAILABLE, Stage.FUNDER),
        (Reason.ENDOWMENT, Stage.AVAILABLE, Stage.RESERVED),
    ],
)
def test_movements_that_do_not_exist(
    session: Session, line: Line, reason: Reason, source: Stage, target: Stage
) -> None:
    movement = Movement(Account(line.id, source), Account(line.id, target), Money(1), reason, "k")
    with pytest.raises(RefusedError, match="cannot move"):
        service.move(session, CLERK, movement)


@pytest.mark.parametrize("reason", [Reason.PAYMENT, Reason.CORRECTION])
def test_a_line_pays_nothing_before_it_says_what_stays(
    session: Session, line: Line, reason: Reason
) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(500))
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(500))
    source = Account(line.id, Stage.COMMITTED, "share:1")
    target = Account(line.id, Stage.PAID, "share:1")
    movement = Movement(source, target, Money(400), reason, "p")

    with pytest.raises(RefusedError, match=r"pays nothing yet.*decision maker publishes"):
        service.move(session, CLERK, movement)
    assert left(session, line, Stage.COMMITTED, "share:1") == Money(500)

    factories.outspoken(session, line)
    service.move(session, CLERK, movement)
    assert left(session, line, Stage.PAID, "share:1") == Money(400)


def test_what_another_line_says_does_not_help(session: Session, line: Line) -> None:
    factories.outspoken(session, factories.line(session, CLERK, name="Een andere lijn"))
    service.reserve(session, CLERK, line.id, "call:a", Money(500))
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(500))
    source = Account(line.id, Stage.COMMITTED, "share:1")
    target = Account(line.id, Stage.PAID, "share:1")

    with pytest.raises(RefusedError, match=line.name):
        service.move(session, CLERK, Movement(source, target, Money(1), Reason.PAYMENT, "p"))


def test_the_database_itself_refuses_a_balance_below_zero(session: Session, line: Line) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(LedgerAccount)
            .where(LedgerAccount.line_id == line.id, LedgerAccount.stage == Stage.AVAILABLE)
            .values(balance=Money(-1))
        )


def test_no_transfer_is_ever_changed_or_deleted(session: Session, line: Line) -> None:
    service.reserve(session, CLERK, line.id, "call:a", Money(1))
    for statement in (
        update(Transfer).values(amount=Money(2)),
        update(Transfer).values(at=NOW + timedelta(days=1)),
        delete(Transfer),
    ):
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.execute(statement)


def test_a_tampered_balance_is_found(session: Session, line: Line) -> None:
    session.execute(
        update(LedgerAccount)
        .where(LedgerAccount.line_id == line.id, LedgerAccount.stage == Stage.AVAILABLE)
        .values(balance=MILLION + Money(1))
    )

    (found,) = queries.imbalances(session)

    assert (found.balance, found.transfers) == (MILLION + Money(1), MILLION)
    assert queries.grand_total(session) == Money(1)


def test_movements_filtered_by_reason_and_stage(session: Session, line: Line) -> None:
    other = factories.line(session, CLERK, envelope=Money(7))
    service.reserve(session, CLERK, line.id, "call:a", Money(500))
    service.commit_share(session, CLERK, line.id, "call:a", "share:1", Money(200))
    service.commit_share(session, CLERK, line.id, "call:a", "share:2", Money(100))

    def shown(*wanted: Reason | Stage | None) -> list[int]:
        found = queries.transfers_of(session, line.id, queries.Wanted(*wanted))  # type: ignore[arg-type]  # a reason, then a stage
        totals = queries.moved(session, line.id, queries.Wanted(*wanted))  # type: ignore[arg-type]  # as above
        assert totals == queries.Moved(len(found), Money.total(each.amount for each in found))
        return [each.amount.cents for each in found]

    assert shown() == [100, 200, 500, MILLION.cents]
    assert shown(Reason.COMMITMENT) == [100, 200]
    assert shown(None, Stage.RESERVED) == [100, 200, 500]
    assert shown(Reason.ENDOWMENT, Stage.COMMITTED) == []
    assert [each.amount.cents for each in queries.transfers_of(session, other.id)] == [7]
    (latest,) = queries.transfers_of(session, line.id, limit=1)
    assert (latest.source.case_ref, latest.target.case_ref) == ("call:a", "share:2")


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _x: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    bind = session.connection().engine
    event.listen(bind, "before_cursor_execute", note)
    yield statements
    event.remove(bind, "before_cursor_execute", note)


def test_positions_take_two_statements_however_many_lines(session: Session, line: Line) -> None:
    for cents in (1, 2, 3):
        factories.line(session, CLERK, envelope=Money(cents))

    with counted(session) as statements:
        positions = queries.positions(session)

    assert positions[line.id].envelope == MILLION
    assert len(statements) == 2


# Against a dictionary -----------------------------------------------------------------------------

Name = tuple[int, Stage, str]


class Model:
    """What the ledger should do, in the simplest words."""

    def __init__(self) -> None:
        self.balances: Counter[Name] = Counter()
        self.done: dict[str, tuple[Name, Name, int]] = {}

    def move(self, key: str, source: Name, target: Name, cents: int) -> bool:
        if key in self.done:
            return True
        if cents <= 0 or (source[1] is not Stage.FUNDER and self.balances[source] < cents):
            return False
        self.balances[source] -= cents
        self.balances[target] += cents
        self.done[key] = (source, target, cents)
        return True


CASES = st.sampled_from(["a", "b"])
CENTS = st.one_of(st.integers(-1, 60), st.integers(1, 1_500_000_000))
STEPS = {
    Reason.ENDOWMENT: (Stage.FUNDER, Stage.AVAILABLE),
    Reason.RESERVATION: (Stage.AVAILABLE, Stage.RESERVED),
    Reason.COMMITMENT: (Stage.RESERVED, Stage.COMMITTED),
    Reason.PAYMENT: (Stage.COMMITTED, Stage.PAID),
    Reason.RECOVERY: (Stage.PAID, Stage.COMMITTED),
}
BACK = [
    (Stage.RESERVED, Stage.AVAILABLE),
    (Stage.COMMITTED, Stage.RESERVED),
    (Stage.COMMITTED, Stage.AVAILABLE),
]


class LedgerMachine(RuleBasedStateMachine):
    """The real ledger and the model, side by side."""

    database: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.database.connect()
        self.transaction = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        self.model = Model()  # chosen from by age: PostgreSQL's numbers go on after a rollback
        self.reasons: dict[str, Reason] = {}
        self.asked = 0

    @initialize()
    def found(self) -> None:
        self.lines = []
        for cents in (1_000, 1_500_000_000):
            made = factories.line(self.session, CLERK, envelope=Money(cents))
            factories.outspoken(self.session, made)
            self.lines.append(made.id)
            funder, free = self.name(made.id, Stage.FUNDER), self.name(made.id, Stage.AVAILABLE)
            assert self.model.move(f"endowment:{made.id}", funder, free, cents)
            self.reasons[f"endowment:{made.id}"] = Reason.ENDOWMENT

    @staticmethod
    def name(line: int, stage: Stage, case: str = "") -> Name:
        return line, stage, case if stage not in (Stage.FUNDER, Stage.AVAILABLE) else ""

    def both(self, reason: Reason, key: str, source: Name, target: Name, cents: int) -> None:
        """Do it in both; they agree on whether it can be done."""
        movement = Movement(Account(*source), Account(*target), Money(cents), reason, key)
        try:
            with self.session.begin_nested():
                service.move(self.session, CLERK, movement)
        except RefusedError:
            assert not self.model.move(key, source, target, cents)
        else:
            assert self.model.move(key, source, target, cents)
            self.reasons[key] = reason

    def key(self) -> str:
        self.asked += 1
        return f"step:{self.asked}"

    @rule(which=st.integers(0, 1), reason=st.sampled_from(sorted(STEPS)), case=CASES, cents=CENTS)
    def forward(self, which: int, reason: Reason, case: str, cents: int) -> None:
        source, target = (self.name(self.lines[which], stage, case) for stage in STEPS[reason])
        self.both(reason, self.key(), source, target, cents)

    @rule(which=st.integers(0, 1), stages=st.sampled_from(BACK), case=CASES, cents=CENTS)
    def back(self, which: int, stages: tuple[Stage, Stage], case: str, cents: int) -> None:
        source, target = (self.name(self.lines[which], stage, case) for stage in stages)
        self.both(Reason.RELEASE, self.key(), source, target, cents)

    @precondition(lambda self: self.model.done)
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        earlier = data.draw(st.sampled_from(list(self.model.done)))
        source, target, cents = self.model.done[earlier]
        self.both(Reason.CORRECTION, self.key(), target, source, cents)

    @precondition(lambda self: self.model.done)
    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        earlier = data.draw(st.sampled_from(list(self.model.done)))
        source, target, cents = self.model.done[earlier]
        self.both(self.reasons[earlier], earlier, source, target, cents)

    @rule(which=st.integers(0, 1), cents=st.integers(1, 50))
    def crash_halfway(self, which: int, cents: int) -> None:
        """Give up a transaction: what was not committed leaves nothing behind."""
        step = self.session.begin_nested()
        with suppress(RefusedError):
            service.reserve(self.session, CLERK, self.lines[which], "lost", Money(cents))
        step.rollback()

    @rule()
    def reopen(self) -> None:
        self.session.flush()
        self.session.expunge_all()

    @invariant()
    def balances_agree(self) -> None:
        stored = {
            (row.line_id, row.stage, row.case_ref): row.balance.cents
            for row in self.session.scalars(select(LedgerAccount))
            if row.balance
        }
        assert stored == {name: cents for name, cents in self.model.balances.items() if cents}

    @invariant()
    def nothing_is_lost_or_overspent(self) -> None:
        assert queries.grand_total(self.session) == Money(0)
        assert queries.imbalances(self.session) == []
        for name, cents in self.model.balances.items():
            assert cents >= 0 or name[1] is Stage.FUNDER

    @invariant()
    def every_movement_is_noted_once_and_stays(self) -> None:
        noted = {
            row.idempotency_key: row.amount.cents for row in self.session.scalars(select(Transfer))
        }
        assert noted == {key: cents for key, (_, _, cents) in self.model.done.items()}

    def teardown(self) -> None:
        self.session.close()
        self.transaction.rollback()
        self.connection.close()


@pytest.mark.slow
def test_the_ledger_behaves_like_a_dictionary(engine: Engine) -> None:
    _run(engine, examples=30, steps=30)


@pytest.mark.long
def test_the_ledger_behaves_like_a_dictionary_for_long(engine: Engine) -> None:
    _run(engine, examples=300, steps=50)


def _run(engine: Engine, *, examples: int, steps: int) -> None:
    class OnThisDatabase(LedgerMachine):
        database = engine

    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )
