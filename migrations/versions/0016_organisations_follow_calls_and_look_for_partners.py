"""organisations follow calls and look for partners."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_subscription",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("subscribed_by_id", sa.Integer(), nullable=False),
        sa.Column("subscribed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_call_subscription_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["subscribed_by_id"],
            ["person.id"],
            name=op.f("fk_call_subscription_subscribed_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_call_subscription")),
    )
    op.create_table(
        "partner_wish",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_partner_wish_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_partner_wish_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_partner_wish_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("call_id", "organisation_id", name=op.f("pk_partner_wish")),
    )
    op.create_index("ix_partner_wish_organisation_id", "partner_wish", ["organisation_id"])


def downgrade() -> None:
    op.drop_index("ix_partner_wish_organisation_id", table_name="partner_wish")
    op.drop_table("partner_wish")
    op.drop_table("call_subscription")
