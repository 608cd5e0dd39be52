"""What a request changed: triggers of one connection note every row that is added, changed, gone.

They live with the connection only, and what is rolled back is gone from the journal too: a request
that undid its own work wrote nothing.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, event

from subsidy.db import Base

EXEMPT = frozenset({"sign_in", "failed_attempt"})  # sessions and throttle have their own commit


@dataclass(frozen=True, slots=True)
class Change:
    """One row: ``before`` None when it is new, ``after`` None when it is gone."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def words(self) -> str:
        if self.before is None or self.after is None:
            return f"{self.table} {'added' if self.before is None else 'removed'}"
        fields = [name for name in self.after if self.after[name] != self.before[name]]
        return f"{self.table}.{', '.join(fields) or 'nothing'} changed"


def tables() -> list[Table]:
    """Return what must not change by reading."""
    return [each for each in Base.metadata.sorted_tables if each.name not in EXEMPT]


def watch(connection: Connection) -> None:
    """Begin a journal on this connection, unless it has one."""
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE IF NOT EXISTS journal (name TEXT, before TEXT, after TEXT)")
    for table in tables():
        new, old = _row("NEW", table), _row("OLD", table)
        noted = {"INSERT": ("NULL", new), "UPDATE": (old, new), "DELETE": (old, "NULL")}
        for act, (before, after) in noted.items():
            note = f"INSERT INTO journal VALUES ('{table.name}', {before}, {after})"  # noqa: S608 - own names
            name = f"journal_{table.name}_{act}"
            when = f"AFTER {act} ON main.{table.name}"
            run(f"CREATE TEMP TRIGGER IF NOT EXISTS {name} {when} BEGIN {note}; END")


def _row(which: str, table: Table) -> str:
    pairs = ", ".join(f"'{each.name}', {which}.{each.name}" for each in table.columns)
    return f"json_object({pairs})"


def length(connection: Connection) -> int:
    """Return how much is in the journal."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def written(connection: Connection, *, since: int = 0) -> list[Change]:
    """Return what is in the journal, after so many rows."""
    rows = connection.exec_driver_sql(
        f"SELECT name, before, after FROM journal ORDER BY rowid LIMIT -1 OFFSET {since:d}"  # noqa: S608 - a number
    )
    return [Change(name, _read(before), _read(after)) for name, before, after in rows]


@contextmanager
def for_writers(connection: Connection) -> Iterator[list[str]]:
    """Note what PostgreSQL refuses to whoever only reads, also when it is undone afterwards."""
    found: list[str] = []

    def note(_connection: Connection, statement: Any, *_rest: object) -> None:  # noqa: ANN401 - any clause
        if getattr(statement, "is_dml", False) and statement.table.name not in EXEMPT:
            found.append(f"{statement.__visit_name__} {statement.table.name}")
        if getattr(statement, "_for_update_arg", None) is not None:
            found.append("rows held for a change")

    event.listen(connection, "before_execute", note)
    try:
        yield found
    finally:
        event.remove(connection, "before_execute", note)


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)


def digest(connection: Connection) -> str:
    """Return a fingerprint of the whole database, without what is exempt."""
    found = hashlib.sha256()
    for table in tables():
        rows = connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY 1, 2")  # noqa: S608 - own tables
        for row in rows:
            found.update(repr(tuple(row)).encode())
    return found.hexdigest()
