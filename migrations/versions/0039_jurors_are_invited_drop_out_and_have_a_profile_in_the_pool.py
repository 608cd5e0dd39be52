"""jurors are invited, drop out, and have a profile in the pool."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


CHECK = "ck_review_reviewstatus"
STATES = ("assigned", "cleared", "blocked", "submitted")


def upgrade() -> None:
    op.create_table(
        "juror_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "least >= 0 AND (most IS NULL OR most >= least)", name=op.f("ck_juror_profile_load")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_juror_profile_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_juror_profile_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_juror_profile")),
        sa.UniqueConstraint("person_id", name=op.f("uq_juror_profile_person_id")),
    )
    op.create_table(
        "seat_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "member",
                "chair",
                "stand_in",
                name="seatkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "sent",
                "accepted",
                "refused",
                "called",
                name="offerstatus",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'sent') = (answered_at IS NULL)", name=op.f("ck_seat_offer_answered")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_seat_offer_call_id_call")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_seat_offer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name=op.f("fk_seat_offer_sent_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_offer")),
        sa.UniqueConstraint("call_id", "person_id", name=op.f("uq_seat_offer_call_id_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seat_offer_public_id")),
    )
    _among(*STATES, "released")
    with op.batch_alter_table("juror", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("left_reason", sa.String(), server_default="", nullable=False)
        )


def downgrade() -> None:
    _among(*STATES)
    with op.batch_alter_table("juror", schema=None) as batch_op:
        batch_op.drop_column("left_reason")
        batch_op.drop_column("left_at")

    op.drop_table("seat_offer")
    op.drop_table("juror_profile")


def _among(*states: str) -> None:
    """Let the status of a review be one of these."""
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(
            op.f(CHECK), "status IN ({})".format(", ".join(f"'{state}'" for state in states))
        )
