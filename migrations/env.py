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


engine = make_engine(context.config.get_main_option("sqlalchemy.url", ""))
with engine.connect() as open_connection:
    run(open_connection)
    open_connection.commit()
engine.dispose()
