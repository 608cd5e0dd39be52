"""lines say what stays and agencies share an agenda."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=160), nullable=False),
        sa.Column("aim_text", sa.String(), nullable=False),
        sa.Column("aim_codes", sa.JSON(), nullable=False),
        sa.Column("group_codes", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_agenda_entry_in_order")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_agenda_entry_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_entry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_entry_public_id")),
    )
    with op.batch_alter_table("agenda_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_agenda_entry_removed_last_day", ["removed", "last_day"], unique=False
        )

    op.create_table(
        "line_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                name="statementstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("stays", sa.String(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'published') = (published_at IS NOT NULL)",
            name=op.f("ck_line_statement_published"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_line_statement_line_id_line")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_line_statement_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_statement")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq_line_statement_line_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_line_statement_public_id")),
    )


def downgrade() -> None:
    op.drop_table("line_statement")
    with op.batch_alter_table("agenda_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_entry_removed_last_day")

    op.drop_table("agenda_entry")
