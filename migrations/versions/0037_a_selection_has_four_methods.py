"""a selection has four methods."""

from alembic import op

from subsidy.db import append_only

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

METHODS = "method IN ('stop', 'skip', 'quota', 'merit')"


def upgrade() -> None:
    with op.batch_alter_table("selection_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_selection_run_method"), type_="check")
        batch_op.create_check_constraint(op.f("ck_selection_run_method"), METHODS)
    append_only(op.get_bind(), ("selection_run",))


def downgrade() -> None:
    with op.batch_alter_table("selection_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_selection_run_method"), type_="check")
        batch_op.create_check_constraint(op.f("ck_selection_run_method"), "method IN ('stop')")
    append_only(op.get_bind(), ("selection_run",))
