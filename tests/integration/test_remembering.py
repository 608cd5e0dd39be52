"""What tests remember of the services is, row by row, what the services wrote."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from subsidy.db import Base
from tests.factories import person
from tests.support import remembering
from tests.support.scoring import jury
from tests.support.statements import counted


@pytest.fixture(autouse=True)
def _knowing_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_memories", {})


@contextmanager
def fresh(engine: Engine) -> Iterator[Session]:
    """Give a transaction as a test gets it."""
    with engine.connect() as connection:
        transaction = connection.begin()
        remembering.begin(connection)
        with Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            yield session
        remembering.end(connection)
        transaction.rollback()


def stored(session: Session) -> dict[str, list[str]]:
    session.flush()
    return {
        table.name: sorted(map(repr, session.execute(text(f"SELECT * FROM {table.name}"))))  # noqa: S608 - own tables
        for table in Base.metadata.sorted_tables
    }


def test_the_second_time_the_same_rows_are_there_much_sooner(engine: Engine) -> None:
    with fresh(engine) as session:
        with counted(session.connection()) as slow:
            first = jury(session, files=2)
        wanted = stored(session)
    with fresh(engine) as session:
        with counted(session.connection()) as fast:
            again = jury(session, files=2)
        found = stored(session)

    assert found == wanted
    assert [each.public_id for each in again.files] == [each.public_id for each in first.files]
    assert len(fast) < len(slow) / 2


def test_after_anything_else_the_services_run(engine: Engine) -> None:
    with fresh(engine) as session:
        known = jury(session).call.public_id
    with fresh(engine) as session:
        person(session)
        assert jury(session).call.public_id != known


def test_after_something_was_taken_back_the_services_run(engine: Engine) -> None:
    with fresh(engine) as session:
        with session.begin_nested() as point:
            known = jury(session).call.public_id
            point.rollback()
        assert jury(session).call.public_id != known
