"""awards are given up and the reserve list moves up."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

FIRST = "status <> 'returned' AND replaces_id IS NULL"
AGAIN = "status <> 'returned' AND replaces_id IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "confirmed",
                "dropped",
                name="waiverstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'confirmed') = (confirmed_at IS NOT NULL)"
            " AND (confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_waiver_confirmed"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_waiver_reason")),
        sa.CheckConstraint("confirmed_by_id <> prepared_by_id", name=op.f("ck_waiver_two_people")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_waiver_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_waiver_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_waiver_prepared_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiver_public_id")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(
            "ix_waiver_decision_id",
            ["decision_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'dropped'"),
            postgresql_where=sa.text("status <> 'dropped'"),
        )

    with op.batch_alter_table("catalogue_item", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    _computed("'assigning', 'explaining', 'reserving', 'selecting', 'statistics'")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("released", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.create_foreign_key(
            op.f("fk_decision_replaces_id_decision"), "decision", ["replaces_id"], ["id"]
        )
        batch_op.drop_index("ix_decision_source_ref")
        batch_op.create_index(
            "ix_decision_source_ref",
            ["source_ref"],
            unique=True,
            sqlite_where=sa.text(FIRST),
            postgresql_where=sa.text(FIRST),
        )
        batch_op.create_index(
            "ix_decision_replaces_id",
            ["replaces_id"],
            unique=True,
            sqlite_where=sa.text(AGAIN),
            postgresql_where=sa.text(AGAIN),
        )
        batch_op.drop_constraint(op.f("ck_decision_status"), type_="check")
        batch_op.drop_constraint(op.f("ck_decision_approved"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_decision_status"), "status IN ('prepared', 'approved', 'returned', 'given_up')"
        )
        batch_op.create_check_constraint(
            op.f("ck_decision_approved"),
            "(status IN ('approved', 'given_up')) = (approved_at IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_decision_given_up"), "(status = 'given_up') = (released > 0)"
        )
        batch_op.create_check_constraint(
            op.f("ck_decision_released"), "released >= 0 AND released <= amount"
        )


def downgrade() -> None:
    given_up = sa.text(
        "SELECT 1 FROM waiver UNION ALL SELECT 1 FROM decision WHERE replaces_id > 0"
    )
    if op.get_bind().execute(given_up).first() is not None:
        raise RuntimeError("awards were given up: the earlier tables have no place for that")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_decision_released"), type_="check")
        batch_op.drop_constraint(op.f("ck_decision_given_up"), type_="check")
        batch_op.drop_constraint(op.f("ck_decision_approved"), type_="check")
        batch_op.drop_constraint(op.f("ck_decision_status"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_decision_status"), "status IN ('prepared', 'approved', 'returned')"
        )
        batch_op.create_check_constraint(
            op.f("ck_decision_approved"), "(status = 'approved') = (approved_at IS NOT NULL)"
        )
        batch_op.drop_index("ix_decision_replaces_id")
        batch_op.drop_index("ix_decision_source_ref")
        batch_op.create_index(
            "ix_decision_source_ref",
            ["source_ref"],
            unique=True,
            sqlite_where=sa.text("status <> 'returned'"),
            postgresql_where=sa.text("status <> 'returned'"),
        )
        batch_op.drop_constraint(op.f("fk_decision_replaces_id_decision"), type_="foreignkey")
        batch_op.drop_column("released")
        batch_op.drop_column("replaces_id")

    _computed("'assigning', 'explaining', 'selecting', 'statistics'")
    with op.batch_alter_table("catalogue_item", schema=None) as batch_op:
        batch_op.drop_column("withdrawn")
    op.drop_table("waiver")


def _computed(kinds: str) -> None:
    with op.batch_alter_table("computation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_computation_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_computation_kind"), f"kind IN ({kinds})")
