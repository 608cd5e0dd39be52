"""published calls can change."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "prepared",
                "approved",
                "dropped",
                name="amendmentstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'approved') = (number IS NOT NULL)", name=op.f("ck_amendment_approved")
        ),
        sa.CheckConstraint(
            "(status = 'prepared') = (decided_at IS NULL)", name=op.f("ck_amendment_prepared")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_amendment_call_id_call")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_amendment_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_amendment_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_amendment_call_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_amendment_public_id")),
    )
    op.create_index("ix_amendment_call_id_status", "amendment", ["call_id", "status"])


def downgrade() -> None:
    op.drop_index("ix_amendment_call_id_status", table_name="amendment")
    op.drop_table("amendment")
