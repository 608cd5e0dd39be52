"""jurors agree on terms and their earlier marks are kept."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "juror_reminder",
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_juror_reminder_juror_id_juror")
        ),
        sa.PrimaryKeyConstraint("juror_id", "days", "due_at", name=op.f("pk_juror_reminder")),
    )
    op.create_table(
        "jury_agreements",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("due_at <= closes_at", name=op.f("ck_jury_agreements_terms")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_jury_agreements_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["application.id"], name=op.f("fk_jury_agreements_first_id_application")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_jury_agreements")),
    )
    op.create_table(
        "review_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_version_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_version")),
        sa.UniqueConstraint(
            "review_id", "version", name=op.f("uq_review_version_review_id_version")
        ),
    )
    append_only(op.get_bind(), ("review_version",))
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confidence", sa.String(length=6), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_review_confidence"), "confidence IN ('low', 'medium', 'high')"
        )
        batch_op.add_column(sa.Column("saved_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("run_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("run_since")
        batch_op.drop_column("saved_at")
        batch_op.drop_constraint(op.f("ck_review_confidence"), type_="check")
        batch_op.drop_column("confidence")

    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_column("note")

    op.drop_table("review_version")
    op.drop_table("jury_agreements")
    op.drop_table("juror_reminder")
