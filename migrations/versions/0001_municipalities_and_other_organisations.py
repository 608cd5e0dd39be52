"""Municipalities and other organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "ocmw",
                "igs",
                "agb",
                "vgc",
                "agency",
                "association",
                "company",
                "education",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "sort_name",
            sa.String(length=160).with_variant(sa.String(length=160, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kbo", sa.String(length=10), nullable=True),
        sa.Column("ovo", sa.String(length=9), nullable=True),
        sa.Column("nis", sa.String(length=5), nullable=True),
        sa.Column("province", sa.String(length=40), nullable=True),
        sa.Column("arrondissement", sa.String(length=40), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("area_hectares", sa.Integer(), nullable=True),
        sa.Column("typology", sa.String(length=2), nullable=True),
        sa.Column("typology_label", sa.String(length=120), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("tile_column", sa.Integer(), nullable=True),
        sa.Column("tile_row", sa.Integer(), nullable=True),
        sa.Column("active_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("kbo", name=op.f("uq_organisation_kbo")),
        sa.UniqueConstraint("nis", name=op.f("uq_organisation_nis")),
        sa.UniqueConstraint("ovo", name=op.f("uq_organisation_ovo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
    )
    op.create_index(
        "ix_organisation_kind_region", "organisation", ["kind", "region", "sort_name"], unique=False
    )
    op.create_index(
        "ix_organisation_kind_sort_name", "organisation", ["kind", "sort_name"], unique=False
    )
    op.create_index(op.f("ix_organisation_sort_name"), "organisation", ["sort_name"], unique=False)
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("predecessor_nis", sa.String(length=5), nullable=False),
        sa.Column("predecessor_name", sa.String(length=160), nullable=False),
        sa.Column("successor_nis", sa.String(length=5), nullable=False),
        sa.Column("successor_name", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint(
            "effective_on",
            "predecessor_nis",
            "successor_nis",
            name=op.f("uq_succession_effective_on_predecessor_nis_successor_nis"),
        ),
    )
    op.create_table(
        "indicator",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_indicator_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "key", name=op.f("pk_indicator")),
    )
    op.create_index(op.f("ix_indicator_key"), "indicator", ["key"], unique=False)
    op.create_table(
        "neighbour",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("neighbour_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbour_id"],
            ["organisation.id"],
            name=op.f("fk_neighbour_neighbour_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_neighbour_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "neighbour_id", name=op.f("pk_neighbour")),
    )


def downgrade() -> None:
    op.drop_table("neighbour")
    op.drop_index(op.f("ix_indicator_key"), table_name="indicator")
    op.drop_table("indicator")
    op.drop_table("succession")
    op.drop_index(op.f("ix_organisation_sort_name"), table_name="organisation")
    op.drop_index("ix_organisation_kind_sort_name", table_name="organisation")
    op.drop_index("ix_organisation_kind_region", table_name="organisation")
    op.drop_table("organisation")
