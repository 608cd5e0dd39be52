"""Run migrations: both databases, real transactions, a lock time-out on a busy server."""

from alembic import context
from sqlalchemy import Connection, text

from subsidy import tables
from subsidy.db import make_engine

LOCK_TIMEOUT = "3s"


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    context.configure(
        connection=connection,
        target_metadata=tables.METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine = make_engine(context.config.get_main_option("sqlalchemy.url", ""))
with engine.connect() as open_connection:
    run(open_connection)
    open_connection.commit()
engine.dispose()
