"""Decisions and their shares."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("source_ref", sa.String(length=80), nullable=False),
        sa.Column("reservation_ref", sa.String(length=80), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "award",
                "rejection",
                "inadmissible",
                name="outcome",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "prepared",
                "approved",
                "returned",
                name="status",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("returned_reason", sa.String(), nullable=False),
        sa.CheckConstraint("(outcome = 'award') = (amount > 0)", name=op.f("ck_decision_amount")),
        sa.CheckConstraint(
            "(status = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_decision_approved")
        ),
        sa.CheckConstraint("approved_by_id <> prepared_by_id", name=op.f("ck_decision_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_decision_approved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_decision_lead_id_organisation")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_decision_line_id_line")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_decision_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_public_id")),
    )
    op.create_index(op.f("ix_decision_lead_id"), "decision", ["lead_id"], unique=False)
    op.create_index(
        "ix_decision_reservation_ref", "decision", ["reservation_ref", "status"], unique=False
    )
    op.create_index(
        "ix_decision_source_ref",
        "decision",
        ["source_ref"],
        unique=True,
        sqlite_where=sa.text("status <> 'returned'"),
        postgresql_where=sa.text("status <> 'returned'"),
    )
    op.create_index("ix_decision_status", "decision", ["status", "id"], unique=False)
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_share_positive")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_share_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_share_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint(
            "decision_id", "organisation_id", name=op.f("uq_share_decision_id_organisation_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_share_public_id")),
    )
    op.create_index("ix_share_organisation_id", "share", ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_share_organisation_id", table_name="share")
    op.drop_table("share")
    op.drop_index("ix_decision_status", table_name="decision")
    op.drop_index(
        "ix_decision_source_ref",
        table_name="decision",
        sqlite_where=sa.text("status <> 'returned'"),
        postgresql_where=sa.text("status <> 'returned'"),
    )
    op.drop_index("ix_decision_reservation_ref", table_name="decision")
    op.drop_index(op.f("ix_decision_lead_id"), table_name="decision")
    op.drop_table("decision")
