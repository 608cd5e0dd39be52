"""questions about a call and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "answered",
                name="questionstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.String(length=2000), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("wording", sa.String(length=2000), nullable=False),
        sa.Column("answer", sa.String(length=5000), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'answered') = (answered_at IS NOT NULL)",
            name=op.f("ck_call_question_answered"),
        ),
        sa.CheckConstraint(
            "(status = 'answered') = (number IS NOT NULL)", name=op.f("ck_call_question_number")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_call_question_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_call_question_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_call_question_call_id_call")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_question_public_id")),
    )
    op.create_index("ix_call_question_asked_by_id", "call_question", ["asked_by_id"])
    op.create_index("ix_call_question_call_id_status", "call_question", ["call_id", "status"])
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_amendment_question_id_call_question"),
            "call_question",
            ["question_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_amendment_question_id_call_question"), type_="foreignkey"
        )
        batch_op.drop_column("question_id")

    op.drop_index("ix_call_question_call_id_status", table_name="call_question")
    op.drop_index("ix_call_question_asked_by_id", table_name="call_question")
    op.drop_table("call_question")
