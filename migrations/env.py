"""Run migrations: both databases, real transactions, a lock time-out on a busy server."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, TypeDecorator, text

from subsidy import tables
from subsidy.db import make_engine

LOCK_TIMEOUT = "3s"


def plain_type(kind: str, item: object, _autogenerate: Any) -> str | bool:  # noqa: ANN401 - alembic does not name this type
    """Write ``sa.BigInteger()`` for our own Cents: a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    context.configure(
        connection=connection,
        target_metadata=tables.METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def rebuild_freely(connection: Connection) -> None:
    """Let SQLite drop a table that others point to, for as long as its new form takes to come.

    SQLite listens to this outside a transaction only.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")


def refuse_lost_rows(connection: Connection) -> None:
    """Raise RuntimeError, before anything is kept, when a row points to a row that is gone."""
    if connection.dialect.name == "sqlite":
        lost = connection.execute(text("PRAGMA foreign_key_check")).first()
        if lost is not None:
            raise RuntimeError(
                f"this migration loses what a row of {lost[0]} points to in {lost[2]}"
            )


engine = make_engine(context.config.get_main_option("sqlalchemy.url", ""))
with engine.connect() as open_connection:
    rebuild_freely(open_connection)
    run(open_connection)
    refuse_lost_rows(open_connection)
    open_connection.commit()
engine.dispose()
