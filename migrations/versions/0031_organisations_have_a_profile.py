"""organisations have a profile."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

APPEND_ONLY = ("confirmed_account",)


def upgrade() -> None:
    op.create_table(
        "confirmed_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("account_holder", sa.String(length=160), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["person.id"],
            name=op.f("fk_confirmed_account_confirmed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_confirmed_account_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_account")),
    )
    with op.batch_alter_table("confirmed_account", schema=None) as batch_op:
        batch_op.create_index(
            "ix_confirmed_account_organisation_id", ["organisation_id", "id"], unique=False
        )

    op.create_table(
        "organisation_profile",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=60), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("account_holder", sa.String(length=160), nullable=False),
        sa.Column("mayor", sa.String(length=120), nullable=False),
        sa.Column("general_director", sa.String(length=120), nullable=False),
        sa.Column("financial_director", sa.String(length=120), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_profile_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_organisation_profile_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_profile")),
    )
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("organisation_profile")
    with op.batch_alter_table("confirmed_account", schema=None) as batch_op:
        batch_op.drop_index("ix_confirmed_account_organisation_id")

    op.drop_table("confirmed_account")
