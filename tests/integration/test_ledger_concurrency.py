"""Two hundred people decide at once: never a cent over, and nothing refused that fitted."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from subsidy.budget import queries, service
from subsidy.budget.domain import Stage
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.db import for_writing, make_engine
from subsidy.policy import Actor
from subsidy.tables import METADATA
from tests import factories
from tests.factories import NOW
from tests.support.postgres import create_database, drop_database

CLERK = Actor(1, NOW)
DECISIONS, AT_ONCE = 200, 16
RESERVED = Money(15_000_000_00)


@pytest.fixture
def fresh(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database that this test may commit to."""
    on_a_server = database_url.startswith("postgresql")
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    if on_a_server:
        url = create_database(database_url, "ledger_concurrency")
    engine = make_engine(url)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()
    if on_a_server:
        drop_database(database_url, "ledger_concurrency")


@dataclass(frozen=True)
class Attempt:
    """One decision: how much, and whether the ledger took it."""

    cents: int
    taken: bool


def commit_one(engine: Engine, line_id: int, number: int, cents: int) -> Attempt:
    try:
        with Session(engine) as session, session.begin():
            for_writing(session)
            share = f"share:{number}"
            service.commit_share(session, CLERK, line_id, "call:a", share, Money(cents))
    except RefusedError:
        return Attempt(cents, taken=False)
    return Attempt(cents, taken=True)


def watch(engine: Engine, line_id: int, done: Event) -> int:
    """Look at every committed instant that can be caught: nothing is ever below zero or lost."""
    looked = 0
    while not done.wait(0.005):
        with Session(engine) as session:
            accounts = queries.accounts_of(session, line_id)
            assert Money.total(row.balance for row in accounts) == Money(0)
            assert all(row.balance >= Money(0) or row.stage is Stage.FUNDER for row in accounts)
        looked += 1
    return looked


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_decisions_at_once(fresh: Engine, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    asked = [chance.randint(1, 200_000_00) for _ in range(DECISIONS)]
    assert sum(asked) > RESERVED.cents
    with Session(fresh) as session, session.begin():
        line_id = factories.line(session, CLERK, envelope=RESERVED + Money(1)).id
        service.reserve(session, CLERK, line_id, "call:a", RESERVED)

    done = Event()
    with ThreadPoolExecutor(AT_ONCE + 1) as people:
        watcher = people.submit(watch, fresh, line_id, done)
        attempts = list(
            people.map(lambda n: commit_one(fresh, line_id, n, asked[n]), range(DECISIONS))
        )
        done.set()
        assert watcher.result() > 0

    taken = sum(attempt.cents for attempt in attempts if attempt.taken)
    with Session(fresh) as session:
        left = queries.balance(session, line_id, Stage.RESERVED, "call:a")
        assert left == RESERVED - Money(taken)
        assert queries.positions(session)[line_id].committed == Money(taken)
        assert queries.available(session, line_id) == Money(1)
        assert queries.grand_total(session) == Money(0)
        assert queries.imbalances(session) == []
    # Money only left the reservation, so what was refused was more than is left even now.
    assert all(attempt.cents > left.cents for attempt in attempts if not attempt.taken)
    assert not all(attempt.taken for attempt in attempts)


@pytest.mark.slow
def test_one_decision_asked_fifty_times_at_once_moves_once(fresh: Engine) -> None:
    with Session(fresh) as session, session.begin():
        line_id = factories.line(session, CLERK, envelope=RESERVED).id
        service.reserve(session, CLERK, line_id, "call:a", RESERVED)

    with ThreadPoolExecutor(AT_ONCE) as people:
        attempts = list(people.map(lambda _: commit_one(fresh, line_id, 7, 100), range(50)))

    assert all(attempt.taken for attempt in attempts)
    with Session(fresh) as session:
        assert queries.positions(session)[line_id].committed == Money(100)
        assert queries.imbalances(session) == []
