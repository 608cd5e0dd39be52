"""local authorities are consulted on a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("expectations", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("outcome_hash", sa.String(length=64), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(reported_at IS NULL) = (outcome_hash IS NULL)", name=op.f("ck_consultation_reported")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_consultation_in_order")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_consultation_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["person.id"], name=op.f("fk_consultation_reported_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_consultation_started_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("call_id", name=op.f("uq_consultation_call_id")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_closes_at", ["closes_at"], unique=False)

    op.create_table(
        "consultation_consent",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("consented_by_id", sa.Integer(), nullable=False),
        sa.Column("consented_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_consent_association_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["consented_by_id"],
            ["person.id"],
            name=op.f("fk_consultation_consent_consented_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_consent_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_consent_member_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "member_id", name=op.f("pk_consultation_consent")
        ),
    )
    with op.batch_alter_table("consultation_consent", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consultation_consent_association_id", ["association_id"], unique=False
        )

    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reacted_by_id", sa.Integer(), nullable=False),
        sa.Column("reacted_at", sa.DateTime(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_voice_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_voice_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_voice_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["reacted_by_id"], ["person.id"], name=op.f("fk_voice_reacted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sa.UniqueConstraint(
            "consultation_id",
            "organisation_id",
            name=op.f("uq_voice_consultation_id_organisation_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_voice_public_id")),
    )
    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.create_index("ix_voice_organisation_id", ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.drop_index("ix_voice_organisation_id")

    op.drop_table("voice")
    with op.batch_alter_table("consultation_consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consultation_consent_association_id")

    op.drop_table("consultation_consent")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index("ix_consultation_closes_at")

    op.drop_table("consultation")
