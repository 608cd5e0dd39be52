"""the register of subsidies that municipalities receive."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registered_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("funder", sa.String(length=160), nullable=False),
        sa.Column("aim_codes", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("source_ref", sa.String(length=80), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_registered_grant_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_registered_grant_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_registered_grant_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registered_grant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registered_grant_public_id")),
    )
    with op.batch_alter_table("registered_grant", schema=None) as batch_op:
        batch_op.create_index(
            "ix_registered_grant_organisation_id", ["organisation_id", "removed"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("registered_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_registered_grant_organisation_id")

    op.drop_table("registered_grant")
