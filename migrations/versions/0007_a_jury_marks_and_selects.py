"""A jury marks and selects."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("selection_run",)


def upgrade() -> None:
    op.create_table(
        "juror",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_juror_call_id_call")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_juror_employer_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_juror_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_juror")),
        sa.UniqueConstraint("call_id", "label", name=op.f("uq_juror_call_id_label")),
        sa.UniqueConstraint("call_id", "person_id", name=op.f("uq_juror_call_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_juror_public_id")),
    )
    op.create_index(op.f("ix_juror_person_id"), "juror", ["person_id"], unique=False)
    op.create_table(
        "selection_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("stop", name="method", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("envelope", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_selection_run_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_selection_run_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_selection_run_public_id")),
    )
    op.create_index("ix_selection_run_call_id", "selection_run", ["call_id", "id"], unique=False)
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "employer",
                "partner",
                "same_municipality",
                "merged",
                "declared",
                name="conflictkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_conflict_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_conflict_juror_id_juror")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_conflict_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint(
            "juror_id",
            "application_id",
            "kind",
            name=op.f("uq_conflict_juror_id_application_id_kind"),
        ),
    )
    op.create_index(
        op.f("ix_conflict_application_id"), "conflict", ["application_id"], unique=False
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "assigned",
                "cleared",
                "blocked",
                "submitted",
                name="reviewstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_review_submitted")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_review_application_id_application"),
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["juror.id"], name=op.f("fk_review_juror_id_juror")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "juror_id", "application_id", name=op.f("uq_review_juror_id_application_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_public_id")),
    )
    op.create_index("ix_review_application_id", "review", ["application_id"], unique=False)
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("motivation", sa.String(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_mark_scale")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_mark_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("review_id", "criterion", name=op.f("uq_mark_review_id_criterion")),
    )
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("mark")
    op.drop_index("ix_review_application_id", table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_conflict_application_id"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_index("ix_selection_run_call_id", table_name="selection_run")
    op.drop_table("selection_run")
    op.drop_index(op.f("ix_juror_person_id"), table_name="juror")
    op.drop_table("juror")
