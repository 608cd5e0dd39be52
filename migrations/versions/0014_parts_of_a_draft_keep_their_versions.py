"""parts of a draft keep their versions, and an officer chooses when the editor warns."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_draft_part_call_id_call")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_draft_part_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_part")),
        sa.UniqueConstraint(
            "call_id", "part", "number", name=op.f("uq_draft_part_call_id_part_number")
        ),
    )
    op.create_table(
        "line_limits",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("most_calls", sa.Integer(), nullable=False),
        sa.Column("shortest_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "most_calls > 0 AND shortest_days >= 0", name=op.f("ck_line_limits_sensible")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_limits_line_id_line")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_line_limits")),
    )


def downgrade() -> None:
    op.drop_table("line_limits")
    op.drop_table("draft_part")
