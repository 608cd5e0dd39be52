"""Rounds give drawing rights."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APPEND_ONLY = ("drawing_right",)


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("continuity_statement", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "proposed",
                "opened",
                name="roundstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("components", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_round_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_round_line_id_line")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_round_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_round_public_id")),
    )
    op.create_index("ix_round_status_closes_at", "round", ["status", "closes_at"], unique=False)
    op.create_table(
        "drawing_right",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("computation", sa.JSON(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_drawing_right_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_drawing_right_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_drawing_right_round_id_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawing_right")),
        sa.UniqueConstraint(
            "round_id", "organisation_id", name=op.f("uq_drawing_right_round_id_organisation_id")
        ),
    )
    op.create_index(
        "ix_drawing_right_organisation_id", "drawing_right", ["organisation_id"], unique=False
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "withdrawn",
                name="claimstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(status = 'submitted') <= (submitted_at IS NOT NULL)", name=op.f("ck_claim_submitted")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_claim_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["right_id"], ["drawing_right.id"], name=op.f("fk_claim_right_id_drawing_right")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_claim_round_id_round")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_claim_started_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_claim_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("number", name=op.f("uq_claim_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_claim_public_id")),
        sa.UniqueConstraint(
            "round_id", "organisation_id", name=op.f("uq_claim_round_id_organisation_id")
        ),
    )
    op.create_index("ix_claim_organisation_id", "claim", ["organisation_id"], unique=False)
    op.create_index("ix_claim_round_id_status", "claim", ["round_id", "status"], unique=False)
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_index("ix_claim_round_id_status", table_name="claim")
    op.drop_index("ix_claim_organisation_id", table_name="claim")
    op.drop_table("claim")
    op.drop_index("ix_drawing_right_organisation_id", table_name="drawing_right")
    op.drop_table("drawing_right")
    op.drop_index("ix_round_status_closes_at", table_name="round")
    op.drop_table("round")
