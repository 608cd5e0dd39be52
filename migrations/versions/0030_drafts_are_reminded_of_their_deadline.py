"""drafts are reminded of their deadline."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_reminder_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("application_id", "days", "closes_at", name=op.f("pk_reminder")),
    )


def downgrade() -> None:
    op.drop_table("reminder")
