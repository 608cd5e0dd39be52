"""the agency changes who takes part after submission."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consortium_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("leaves", "leads", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("partner", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_consortium_change_reason")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_consortium_change_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_consortium_change_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consortium_change_public_id")),
    )
    with op.batch_alter_table("consortium_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consortium_change_application_id", ["application_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("consortium_change", schema=None) as batch_op:
        batch_op.drop_index("ix_consortium_change_application_id")

    op.drop_table("consortium_change")
