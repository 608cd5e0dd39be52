"""minutes of a meeting are frozen and signed."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

APPEND_ONLY = ("meeting_minutes", "minutes_signature")


def upgrade() -> None:
    op.create_table(
        "meeting_minutes",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_minutes_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_minutes")),
    )
    op.create_table(
        "minutes_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("signed_as", sa.String(length=10), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_minutes_signature_juror_id_juror")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting_minutes.meeting_id"],
            name=op.f("fk_minutes_signature_meeting_id_meeting_minutes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signature")),
        sa.UniqueConstraint(
            "meeting_id", "juror_id", name=op.f("uq_minutes_signature_meeting_id_juror_id")
        ),
    )
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("minutes_signature")
    op.drop_table("meeting_minutes")
