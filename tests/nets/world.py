"""The demo and more, built once for all test processes; each test that acts gets a copy.

The clock stands still: real time is ``REAL``, the programme date is the demo's first moment.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from subsidy import demo
from subsidy.app import create_app
from subsidy.cli import database
from subsidy.config import Settings
from subsidy.core import clock
from subsidy.db import make_engine
from subsidy.storage import Folder
from tests.nets import stage
from tests.support import once
from tests.support.templates import Compiled

REAL = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SECRET = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 - of tests


@dataclass(frozen=True, slots=True)
class World:
    """A database file with everything in it, and the application on it."""

    file: Path
    engine: Engine
    app: Flask

    def session(self) -> Session:
        return Session(self.engine, expire_on_commit=False)

    @contextmanager
    def undone(self, *preparations: Callable[[Connection], None]) -> Iterator[Connection]:
        """Let the application do what it wants; all of it is rolled back at the end.

        ``preparations`` come before the transaction: one that makes so much as a temporary table
        makes SQLite read its whole schema again after every savepoint.
        """
        own = self.app.extensions["sessions"]
        with self.engine.connect() as connection:
            for prepare in preparations:
                prepare(connection)
            connection.commit()
            transaction = connection.begin()
            self.app.extensions["sessions"] = sessionmaker(
                connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
            )
            try:
                yield connection
            finally:
                self.app.extensions["sessions"] = own
                transaction.rollback()


def _attachments(file: Path) -> Path:
    """Return the folder for enclosed files that lies beside a database."""
    folder = file.parent / "attachments"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Let the real clock stand still, for building and for visiting."""
    running = clock.now
    clock.now = lambda: REAL
    try:
        yield
    finally:
        clock.now = running


def built(folder: Path) -> Path:
    """Return the file with the whole world; the first process to ask builds it."""
    return once.made(folder / "world.sqlite", _build)


def _build(file: Path) -> None:
    url = f"sqlite:///{file}"
    engine = make_engine(url)
    with stopped_clock():
        database.prepare(engine, url)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            demo.build(session, Folder(_attachments(file)))
            stage.prepare(session)
    engine.dispose()


@contextmanager
def opened(file: Path, *, csrf: bool = False) -> Iterator[World]:
    """Give the application on a world; forms need no token unless ``csrf``."""
    url = f"sqlite:///{file}"
    app = create_app(Settings(url, SECRET, demo=True, attachments=str(_attachments(file))))
    app.testing = True
    app.jinja_env.bytecode_cache = Compiled()
    app.config["WTF_CSRF_ENABLED"] = csrf
    engine = make_engine(url)
    with stopped_clock():
        yield World(file, engine, app)
    engine.dispose()


def copied(file: Path, folder: Path, name: str = "copy") -> Path:
    """Return a copy of a world of which nobody else knows."""
    target = folder / f"{name}.sqlite"
    shutil.copyfile(file, target)
    if _attachments(target) != _attachments(file):  # two worlds in one folder share what is kept
        shutil.copytree(_attachments(file), _attachments(target), dirs_exist_ok=True)
    return target
