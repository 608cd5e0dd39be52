"""Let the n-th call to the outside fail: the database, a file, a program, mail, or the clock.

``Faults`` counts the calls that one request makes. A call to the database fails inside its driver,
so that SQLAlchemy and the application see what they would see when the disk or the line breaks.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from subsidy.core import clock

FILES_AND_PROGRAMS = frozenset({"subprocess.Popen", "os.posix_spawn", "os.rename", "os.remove"})
NETWORK = frozenset({"socket.connect", "socket.getaddrinfo"})
FOR_WRITING = os.O_WRONLY | os.O_RDWR
DATABASE = frozenset({"statement", "before commit", "after commit"})
SAID = "a fault on purpose"


class Way(StrEnum):
    """How it goes wrong."""

    ONCE = "once"
    FROM_THEN_ON = "from then on"  # the database is gone: also for what cleans up


class CrashError(Exception):
    """A fault of our own code."""


@dataclass(slots=True)
class Faults:
    """Which call fails: 0 for none. ``calls`` holds what was called, in order.

    ``sent`` tells calls apart that are alike in ``calls``: a statement is its words.
    """

    fails: int = 0
    way: Way = Way.ONCE
    calls: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def struck(self) -> str:
        """Return the call that failed, "" when there were fewer."""
        return self.calls[self.fails - 1] if 0 < self.fails <= len(self.calls) else ""

    @property
    def database_is_gone(self) -> bool:
        return self.way is Way.FROM_THEN_ON and self.struck in DATABASE

    def database(self, kind: str, words: str = "") -> None:
        self._called(kind, words)
        if len(self.calls) == self.fails or self.database_is_gone:
            raise sqlite3.OperationalError(SAID)

    def other(self, kind: str) -> None:
        """Fail alone: when the database is gone, clock and files go on, and the other way round."""
        self._called(kind)
        if len(self.calls) == self.fails:
            raise (OSError if kind in {"file", "network"} else CrashError)(SAID)

    def _called(self, kind: str, words: str = "") -> None:
        self.calls.append(kind)
        self.sent.append(words or kind)


_current: list[Faults] = []


def _audited(name: str, arguments: tuple[Any, ...]) -> None:
    """See every file, program and connection that Python opens, by whatever library."""
    if not _current:
        return
    if (name == "open" and _writes(arguments)) or name in FILES_AND_PROGRAMS:
        _current[-1].other("file")
    elif name in NETWORK:
        _current[-1].other("network")


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, _mode, flags = arguments
    return bool(flags & FOR_WRITING) and "__pycache__" not in str(path)


sys.addaudithook(_audited)


@contextmanager
def failing(app: Flask, faults: Faults) -> Iterator[Faults]:
    """Let ``faults`` decide about every call until the end of the block."""
    engine: Engine = app.extensions["sessions"].kw["bind"]
    with _database(engine, faults), _clock(faults):
        _current.append(faults)
        try:
            yield faults
        finally:
            _current.pop()


@contextmanager
def _database(engine: Engine, faults: Faults) -> Iterator[None]:
    listeners: list[tuple[Any, str, Any]] = [
        (engine, name, lambda *told: faults.database("statement", told[1]))
        for name in ("do_execute", "do_executemany", "do_execute_no_params")
    ]
    listeners.append((Session, "before_flush", lambda *_: faults.other("flush")))
    for target, name, listener in listeners:
        event.listen(target, name, listener)
    dialect: Any = engine.dialect
    commit, rollback = dialect.do_commit, dialect.do_rollback

    def committing(connection: object) -> None:
        faults.database("before commit")
        commit(connection)
        faults.database("after commit")

    def rolling_back(connection: object) -> None:
        rollback(connection)  # a server that is gone rolls back too
        if faults.database_is_gone:
            raise sqlite3.OperationalError(SAID)

    dialect.do_commit, dialect.do_rollback = committing, rolling_back
    try:
        yield
    finally:
        dialect.do_commit, dialect.do_rollback = commit, rollback
        for target, name, listener in listeners:
            event.remove(target, name, listener)


@contextmanager
def _clock(faults: Faults) -> Iterator[None]:
    running = clock.now

    def read() -> datetime:
        faults.other("clock")
        return running()

    clock.now = read
    try:
        yield
    finally:
        clock.now = running
