"""roles in one file, an administrator, and support that reads along."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE, CHECK = "person_mandate", "ck_person_mandate_mandatekind"
BEFORE = ("reader", "editor", "signatory", "consultant")
AFTER = (*BEFORE, "administrator")


def upgrade() -> None:
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("supported_since", sa.DateTime(), nullable=True))
    _allow(AFTER, before=BEFORE)


def downgrade() -> None:
    op.execute("DELETE FROM person_mandate WHERE kind = 'administrator'")
    _allow(BEFORE, before=AFTER)
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_column("supported_since")


def _allow(kinds: tuple[str, ...], *, before: tuple[str, ...]) -> None:
    """Let the database take these kinds and no other."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.alter_column(
            "kind",
            existing_type=sa.String(max(map(len, before))),
            type_=sa.String(max(map(len, kinds))),
            existing_nullable=False,
        )
        among = ", ".join(f"'{kind}'" for kind in kinds)
        batch_op.create_check_constraint(op.f(CHECK), f"kind IN ({among})")
