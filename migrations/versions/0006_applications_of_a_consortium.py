"""Applications of a consortium."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "signature",
    "snapshot",
)


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("regulation_version_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "withdrawn",
                "admissible",
                "inadmissible",
                name="status",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("feasible_minimum", sa.BigInteger(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("judged_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(status = 'draft') <= (submitted_at IS NULL)", name=op.f("ck_application_draft")
        ),
        sa.CheckConstraint(
            "(status IN ('submitted', 'admissible', 'inadmissible')) <= (submitted_at IS NOT NULL)",
            name=op.f("ck_application_submitted"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id_call")),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_application_lead_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["regulation_version_id"],
            ["regulation_version.id"],
            name=op.f("fk_application_regulation_version_id_regulation_version"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_application_started_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_application_call_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    op.create_index(
        "ix_application_call_id_status", "application", ["call_id", "status"], unique=False
    )
    op.create_index("ix_application_lead_id", "application", ["lead_id"], unique=False)
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "consent",
            sa.Enum(
                "invited",
                "accepted",
                "refused",
                name="consent",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("tasks", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_partner_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_partner_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint(
            "application_id",
            "organisation_id",
            name=op.f("uq_partner_application_id_organisation_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_public_id")),
    )
    op.create_index("ix_partner_organisation_id", "partner", ["organisation_id"], unique=False)
    op.create_table(
        "realisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("for_whom", sa.String(), nullable=False),
        sa.Column("licence", sa.String(length=80), nullable=False),
        sa.Column("how_to_use", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("adopters", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_realisation_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realisation")),
        sa.UniqueConstraint(
            "application_id", "title", name=op.f("uq_realisation_application_id_title")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_realisation_public_id")),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_section_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_section_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("application_id", "key", name=op.f("uq_section_application_id_key")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_snapshot_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_snapshot_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_index("ix_snapshot_application_id", "snapshot", ["application_id"], unique=False)
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column(
            "cost_type",
            sa.Enum(
                "staff",
                "operating",
                "investment",
                "external",
                name="costtype",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("requested > 0", name=op.f("ck_budget_line_positive")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_budget_line_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_budget_line_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint(
            "application_id",
            "partner_id",
            "cost_type",
            "year",
            name=op.f("uq_budget_line_application_id_partner_id_cost_type_year"),
        ),
    )
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("realisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column(
            "stays",
            sa.Enum(
                "stays",
                "handed_over",
                "stops",
                name="stays",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("funding_source", sa.String(length=120), nullable=False),
        sa.Column("deciding_body", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("expected_of_others", sa.String(), nullable=False),
        sa.Column(
            "risk",
            sa.Enum(
                "low", "medium", "high", name="risk", native_enum=False, create_constraint=True
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_promise_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_promise_partner_id_partner")
        ),
        sa.ForeignKeyConstraint(
            ["realisation_id"],
            ["realisation.id"],
            name=op.f("fk_promise_realisation_id_realisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint(
            "realisation_id", "partner_id", name=op.f("uq_promise_realisation_id_partner_id")
        ),
    )
    op.create_index(op.f("ix_promise_application_id"), "promise", ["application_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_signature_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_signature_partner_id_partner")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index(
        "ix_signature_application_id", "signature", ["application_id", "partner_id"], unique=False
    )
    op.create_table(
        "promise_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("funded", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cost >= 0 AND funded >= 0", name=op.f("ck_promise_year_not_negative")),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_promise_year_promise_id_promise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_year")),
        sa.UniqueConstraint("promise_id", "year", name=op.f("uq_promise_year_promise_id_year")),
    )
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("promise_year")
    op.drop_index("ix_signature_application_id", table_name="signature")
    op.drop_table("signature")
    op.drop_index(op.f("ix_promise_application_id"), table_name="promise")
    op.drop_table("promise")
    op.drop_table("budget_line")
    op.drop_index("ix_snapshot_application_id", table_name="snapshot")
    op.drop_table("snapshot")
    op.drop_table("section")
    op.drop_table("realisation")
    op.drop_index("ix_partner_organisation_id", table_name="partner")
    op.drop_table("partner")
    op.drop_index("ix_application_lead_id", table_name="application")
    op.drop_index("ix_application_call_id_status", table_name="application")
    op.drop_table("application")
