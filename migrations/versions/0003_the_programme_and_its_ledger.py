"""The programme and its ledger."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("transfer",)


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("funding_source", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_public_id")),
    )
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("budget_article", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_line_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("programme_id", "position", name=op.f("uq_line_programme_id_position")),
        sa.UniqueConstraint("public_id", name=op.f("uq_line_public_id")),
    )
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "funder",
                "available",
                "reserved",
                "committed",
                "paid",
                name="stage",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("case_ref", sa.String(length=80), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "stage = 'funder' OR balance >= 0", name=op.f("ck_ledger_account_covered")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["line.id"], name=op.f("fk_ledger_account_line_id_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint(
            "line_id", "stage", "case_ref", name=op.f("uq_ledger_account_line_id_stage_case_ref")
        ),
    )
    op.create_index("ix_ledger_account_case_ref", "ledger_account", ["case_ref"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "endowment",
                "reservation",
                "commitment",
                "payment",
                "release",
                "recovery",
                "correction",
                name="reason",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("idempotency_key", sa.String(length=160), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transfer_positive")),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_transfer_moves")),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["transfer.id"], name=op.f("fk_transfer_origin_id_transfer")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["ledger_account.id"], name=op.f("fk_transfer_source_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["ledger_account.id"], name=op.f("fk_transfer_target_id_ledger_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_transfer_idempotency_key")),
    )
    op.create_index("ix_transfer_source_id", "transfer", ["source_id"], unique=False)
    op.create_index("ix_transfer_target_id", "transfer", ["target_id"], unique=False)
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_index("ix_transfer_target_id", table_name="transfer")
    op.drop_index("ix_transfer_source_id", table_name="transfer")
    op.drop_table("transfer")
    op.drop_index("ix_ledger_account_case_ref", table_name="ledger_account")
    op.drop_table("ledger_account")
    op.drop_table("line")
    op.drop_table("programme")
