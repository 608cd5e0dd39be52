"""Which statements reach the database, for tests that count them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """Collect the statements sent over a connection, without savepoints."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)
