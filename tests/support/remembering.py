"""What services made on the same empty database is made again by their statements: much sooner.

``remembered`` runs the services the first time, in each test process, and notes what they wrote.
The next test that begins with the same steps gets exactly those rows, under the same keys: on
PostgreSQL, whose sequences go on after a rollback, each test begins by setting them back. It does
so only when nothing else was written before.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import Session

T = TypeVar("T")
TRAIL, WRITTEN = "trail", "written"
WRITES = ("INSERT", "UPDATE", "DELETE")
Steps = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """The remembered steps of this transaction, and how much was written when they were done."""

    steps: Steps
    written: int


@dataclass(slots=True)
class Memory:
    """What a step wrote, and what it returned: identifiers, never rows."""

    writes: list[tuple[str, Any]] = field(default_factory=list)
    result: Any = None

    @property
    def updated(self) -> set[str]:
        return {sql.split()[1].strip('"') for sql, _ in self.writes if sql.startswith("UPDATE")}


_memories: dict[Steps, Memory] = {}
_sequences: dict[str, str] = {}  # of each PostgreSQL, the statement that sets its sequences back


def begin(connection: Connection) -> None:
    """Say that this transaction has written nothing yet."""
    database = str(connection.engine.url)
    if connection.dialect.name == "postgresql":
        if database not in _sequences:
            _sequences[database] = _setting_back(connection)
        connection.exec_driver_sql(_sequences[database])
        connection.info[WRITTEN] = 0
        event.listen(connection, "before_cursor_execute", _count)
    connection.info[TRAIL] = Trail((database,), _written(connection))


def end(connection: Connection) -> None:
    """Say that this transaction is over; whoever has the connection next knows nothing of it."""
    connection.info.pop(TRAIL, None)


def _setting_back(connection: Connection) -> str:
    """Return a statement that sets every sequence to where it is now."""
    found = connection.exec_driver_sql("SELECT sequencename, last_value FROM pg_sequences")
    return "SELECT " + ", ".join(
        f"setval('{name}', {last or 1}, {str(last is not None).lower()})" for name, last in found
    )


def _count(connection: Connection, _cursor: object, sql: str, *_rest: object) -> None:
    connection.info[WRITTEN] += sql.startswith(WRITES)


def remembered(session: Session, step: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` returns; what it writes, it or its memory writes."""
    session.flush()
    connection = session.connection()
    trail = connection.info.get(TRAIL)
    if trail is None or trail.written != _written(connection):
        return make()
    steps = (*trail.steps, step)
    memory = _memories.get(steps)
    if memory is None:
        memory = _made(session, make)
    else:
        _repeat(session, memory)
    if TRAIL in connection.info:  # nothing was taken back on the way
        _memories[steps] = memory
        connection.info[TRAIL] = Trail(steps, _written(connection))
    result: T = memory.result
    return result


def _written(connection: Connection) -> int:
    """Return how often this connection wrote: what is counted is compared, and nothing else."""
    if WRITTEN in connection.info:
        return int(connection.info[WRITTEN])
    return int(connection.connection.driver_connection.total_changes)  # type: ignore[union-attr]  # of sqlite3


def _made(session: Session, make: Callable[[], object]) -> Memory:
    memory = Memory()
    with _noting(session.connection(), memory):
        memory.result = make()
        session.flush()
    return memory


@contextmanager
def _noting(connection: Connection, memory: Memory) -> Iterator[None]:
    def note(*call: Any) -> None:  # noqa: ANN401 - the arguments of a SQLAlchemy event
        _connection, _cursor, sql, parameters, *_rest = call
        if sql.startswith(WRITES):
            memory.writes.append((sql, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _repeat(session: Session, memory: Memory) -> None:
    connection = session.connection()
    for sql, parameters in memory.writes:
        connection.exec_driver_sql(sql, parameters).close()
    for each in list(session):
        mapper = inspect(each).mapper
        if mapper.local_table.name in memory.updated:
            session.refresh(each, mapper.column_attrs.keys())


@event.listens_for(Engine, "rollback_savepoint")
def _forget(connection: Connection, *_name: object) -> None:
    """Take away the trail: part of what it names may be gone."""
    connection.info.pop(TRAIL, None)
