"""A transaction that could not be finished keeps nobody waiting after it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, exc, text
from sqlalchemy.orm import Session

from subsidy.db import for_writing, make_engine
from tests.support.databases import server

COUNT = text("SELECT count(*) FROM kept")
ADD = text("INSERT INTO kept VALUES (1)")
OWN = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:number, 10000)")  # milliseconds: until it has ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "unfinished.sqlite"


@pytest.fixture
def engine(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr("subsidy.db.LOCK_TIMEOUT_MS", 100)
    made = make_engine(f"sqlite:///{file}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE kept (number INTEGER)"))
    yield made
    made.dispose()


def test_a_commit_that_fails_leaves_no_lock_behind(engine: Engine, file: Path) -> None:
    """A reader in the way lets the commit fail; the next writer finds nothing of it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM kept").fetchall()
        with Session(engine) as session:
            for_writing(session).execute(ADD)
            with pytest.raises(exc.OperationalError):
                session.commit()
        reader.execute("ROLLBACK")

    with Session(engine) as session:
        assert for_writing(session).scalar(COUNT) == 0


def test_a_rollback_that_fails_gives_the_turn_to_the_next(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    undo = engine.dialect.do_rollback

    def fail(_connection: object) -> None:
        monkeypatch.setattr(engine.dialect, "do_rollback", undo)
        raise sqlite3.OperationalError("disk I/O error")

    session = Session(engine)
    for_writing(session).execute(ADD)
    monkeypatch.setattr(engine.dialect, "do_rollback", fail)
    with pytest.raises(exc.OperationalError):  # kept: a traceback holds what was not let go
        session.close()

    with Session(engine) as after:
        assert for_writing(after).scalar(COUNT) == 0


def test_a_connection_that_its_server_ended_is_replaced(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Nobody is told of it: whoever takes the connection next finds a new one."""
    with server("postgresql", tmp_path_factory) as url:
        engine, other = make_engine(url), make_engine(url)
        with engine.connect() as connection:
            ended = connection.scalar(OWN)
        with other.connect() as connection:
            assert connection.scalar(END, {"number": ended})
        with engine.connect() as connection:
            assert connection.scalar(OWN) != ended
        with engine.connect() as connection:
            kept = connection.scalar(OWN)
        with engine.connect() as connection:
            assert connection.scalar(OWN) == kept  # one that lives is used again
        engine.dispose()
        other.dispose()
