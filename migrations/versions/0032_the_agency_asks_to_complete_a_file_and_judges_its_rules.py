"""the agency asks to complete a file and judges its rules."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admissibility_letter",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_admissibility_letter_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_admissibility_letter_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_admissibility_letter")),
    )
    op.create_table(
        "completion_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(sent_at IS NULL) = (content_hash = '')", name=op.f("ck_completion_request_frozen")
        ),
        sa.CheckConstraint(
            "(sent_at IS NULL) = (sent_by_id IS NULL)", name=op.f("ck_completion_request_sent")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_completion_request_withdrawn"),
        ),
        sa.CheckConstraint("asked_at < due_at", name=op.f("ck_completion_request_term")),
        sa.CheckConstraint(
            "sent_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_completion_request_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_completion_request_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_completion_request_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name=op.f("fk_completion_request_sent_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"],
            ["person.id"],
            name=op.f("fk_completion_request_withdrawn_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_request_public_id")),
    )
    with op.batch_alter_table("completion_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_completion_request_application_id", ["application_id"], unique=False
        )

    op.create_table(
        "rule_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column(
            "computed",
            sa.Enum(
                "met",
                "not_met",
                "unknown",
                name="outcome",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "confirmed",
                "met",
                "not_met",
                name="verdict",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("judged_by_id", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "verdict = 'confirmed' OR reason <> ''", name=op.f("ck_rule_judgement_reason")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_rule_judgement_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["person.id"], name=op.f("fk_rule_judgement_judged_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_judgement")),
    )
    with op.batch_alter_table("rule_judgement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rule_judgement_application_id", ["application_id", "rule"], unique=False
        )

    op.create_table(
        "completion_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["completion_request.id"],
            name=op.f("fk_completion_point_request_id_completion_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_point")),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_point_public_id")),
    )
    with op.batch_alter_table("completion_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_completion_point_request_id"), ["request_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("completion_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_point_request_id"))

    op.drop_table("completion_point")
    with op.batch_alter_table("rule_judgement", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_judgement_application_id")

    op.drop_table("rule_judgement")
    with op.batch_alter_table("completion_request", schema=None) as batch_op:
        batch_op.drop_index("ix_completion_request_application_id")

    op.drop_table("completion_request")
    op.drop_table("admissibility_letter")
