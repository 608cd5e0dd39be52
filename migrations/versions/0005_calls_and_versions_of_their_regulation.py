"""Calls and versions of their regulation."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = ("regulation_version",)


def upgrade() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "proposed",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'published') <= (published_at IS NOT NULL)", name=op.f("ck_call_published")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_call_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_call_line_id_line")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_call_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_public_id")),
    )
    op.create_index(op.f("ix_call_line_id"), "call", ["line_id"], unique=False)
    op.create_index("ix_call_status_closes_at", "call", ["status", "closes_at"], unique=False)
    op.create_table(
        "regulation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_regulation_version_call_id_call")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_version")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_regulation_version_call_id_number")),
    )
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("regulation_version")
    op.drop_index("ix_call_status_closes_at", table_name="call")
    op.drop_index(op.f("ix_call_line_id"), table_name="call")
    op.drop_table("call")
