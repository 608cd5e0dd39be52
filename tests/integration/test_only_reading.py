"""Who only reads is held to it by PostgreSQL, and plans no statement twice."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, exc, text
from sqlalchemy.orm import Session

from subsidy.db import for_reading, for_writing, make_engine
from subsidy.web.session import end_reading
from tests.support.databases import server

ADD = text("INSERT INTO kept VALUES (:number)")
COUNT = text("SELECT count(*) FROM kept")
PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement = :statement")
OFTEN = 6  # psycopg prepares a statement when it is sent for the sixth time


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server("postgresql", tmp_path_factory) as url:
        yield url


@pytest.fixture
def engine(postgres: str) -> Iterator[Engine]:
    made = make_engine(postgres)
    with made.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS kept"))
        connection.execute(text("CREATE TABLE kept (number INTEGER)"))
    yield made
    made.dispose()


def _read(engine: Engine) -> int:
    with Session(engine) as session:
        found = for_reading(session).scalar(COUNT)
        end_reading(session)
    return int(found or 0)


def test_a_reader_cannot_write(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(exc.InternalError, match="read-only"):
        for_reading(session).execute(ADD, {"number": 1})


def test_after_a_reader_the_same_connection_writes(engine: Engine) -> None:
    _read(engine)
    with Session(engine) as session:
        for_writing(session).execute(ADD, {"number": 1})
        session.commit()

    assert _read(engine) == 1


def test_what_is_written_is_not_kept_by_the_end_of_reading(engine: Engine) -> None:
    with Session(engine) as session:
        for_writing(session).execute(ADD, {"number": 1})
        end_reading(session)

    assert _read(engine) == 0


def test_a_statement_that_failed_ends_like_any_other(engine: Engine) -> None:
    with Session(engine) as session:
        with pytest.raises(exc.ProgrammingError):
            for_reading(session).execute(text("SELECT nothing FROM kept"))
        end_reading(session)

    assert _read(engine) == 0


def test_readers_keep_what_was_prepared(engine: Engine) -> None:
    for _ in range(OFTEN):
        _read(engine)
    with Session(engine) as session:
        known = for_reading(session).scalar(PREPARED, {"statement": COUNT.text})
        end_reading(session)

    assert known == 1
