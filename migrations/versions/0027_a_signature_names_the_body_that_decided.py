"""a signature names the body that decided, and what was signed is kept."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

APPEND_ONLY = ("signature", "signed_part")


def upgrade() -> None:
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("deciding_body", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
    op.create_table(
        "signed_part",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
            name=op.f("fk_signed_part_signature_id_signature"),
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_signed_part")),
    )
    op.create_table(
        "signature_asked",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["partner.id"],
            name=op.f("fk_signature_asked_partner_id_partner"),
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_signature_asked")),
    )
    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("signature_asked")
    op.drop_table("signed_part")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_column("decided_on")
        batch_op.drop_column("deciding_body")
    append_only(op.get_bind(), ("signature",))
