"""what is computed apart from any page."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "computation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "assigning",
                "explaining",
                "selecting",
                "statistics",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("input", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("result_hash", sa.String(length=64), nullable=True),
        sa.Column("versions", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("refused", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (result_hash IS NOT NULL)", name=op.f("ck_computation_result")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'refused')) = (ended_at IS NOT NULL)",
            name=op.f("ck_computation_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_computation_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_computation_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_computation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_computation_public_id")),
    )
    with op.batch_alter_table("computation", schema=None) as batch_op:
        batch_op.create_index("ix_computation_call_id", ["call_id", "kind", "id"], unique=False)
        batch_op.create_index("ix_computation_state", ["state", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("computation", schema=None) as batch_op:
        batch_op.drop_index("ix_computation_state")
        batch_op.drop_index("ix_computation_call_id")

    op.drop_table("computation")
