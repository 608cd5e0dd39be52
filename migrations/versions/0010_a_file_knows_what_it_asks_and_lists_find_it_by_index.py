"""a file knows what it asks and lists find it by index."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FILL = """
UPDATE application SET requested = coalesce(
  (SELECT sum(requested) FROM budget_line WHERE budget_line.application_id = application.id), 0)
"""


def upgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("requested", sa.BigInteger(), nullable=False, server_default="0")
        )
    op.execute(FILL)
    op.drop_index("ix_application_call_id_status", table_name="application")
    op.create_index(
        "ix_application_call_id_status", "application", ["call_id", "status", "requested"]
    )
    op.create_index("ix_application_number", "application", ["number", "id"])
    op.create_index("ix_outbox_message_unread", "outbox_message", ["person_id", "read_at"])


def downgrade() -> None:
    op.drop_index("ix_outbox_message_unread", table_name="outbox_message")
    op.drop_index("ix_application_number", table_name="application")
    op.drop_index("ix_application_call_id_status", table_name="application")
    op.create_index("ix_application_call_id_status", "application", ["call_id", "status"])
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_column("requested")
