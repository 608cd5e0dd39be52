"""Realisations for everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("source_ref", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("for_whom", sa.String(), nullable=False),
        sa.Column("licence", sa.String(length=80), nullable=False),
        sa.Column("how_to_use", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_catalogue_item_owner_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_catalogue_item_public_id")),
        sa.UniqueConstraint("source_ref", "title", name=op.f("uq_catalogue_item_source_ref_title")),
    )
    op.create_index(
        op.f("ix_catalogue_item_owner_id"), "catalogue_item", ["owner_id"], unique=False
    )
    op.create_table(
        "adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("source_ref", sa.String(length=80), nullable=False),
        sa.Column("adopted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["catalogue_item.id"], name=op.f("fk_adoption_item_id_catalogue_item")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_adoption_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint(
            "item_id", "organisation_id", name=op.f("uq_adoption_item_id_organisation_id")
        ),
    )
    op.create_index("ix_adoption_organisation_id", "adoption", ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_adoption_organisation_id", table_name="adoption")
    op.drop_table("adoption")
    op.drop_index(op.f("ix_catalogue_item_owner_id"), table_name="catalogue_item")
    op.drop_table("catalogue_item")
