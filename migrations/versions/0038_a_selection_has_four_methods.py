"""a selection has four methods."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CHECK = "ck_selection_run_method"


def upgrade() -> None:
    _among(4, 5, "'stop', 'skip', 'quota', 'merit'")


def downgrade() -> None:
    _among(5, 4, "'stop'")


def _among(before: int, after: int, methods: str) -> None:
    """Let a method be one of these; SQLite copies the table, so its triggers are made again."""
    with op.batch_alter_table("selection_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.alter_column(
            "method",
            existing_type=sa.String(length=before),
            type_=sa.String(length=after),
            existing_nullable=False,
        )
        batch_op.create_check_constraint(op.f(CHECK), f"method IN ({methods})")
    append_only(op.get_bind(), ("selection_run",))
