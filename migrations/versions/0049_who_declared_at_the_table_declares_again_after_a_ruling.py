"""who declared at the table declares again after a ruling."""

from alembic import op

from subsidy.db import append_only

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE = "table_declaration"
ONCE = "uq_table_declaration_juror_id_application_id"
AGAIN = "uq_table_declaration_juror_id_application_id_declared_at"


def upgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(ONCE), type_="unique")
        batch_op.create_unique_constraint(
            op.f(AGAIN), ["juror_id", "application_id", "declared_at"]
        )
    append_only(op.get_bind(), (TABLE,))


def downgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(AGAIN), type_="unique")
        batch_op.create_unique_constraint(op.f(ONCE), ["juror_id", "application_id"])
    append_only(op.get_bind(), (TABLE,))
