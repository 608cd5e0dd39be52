"""a jury meets and agrees on marks."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "meeting_attendance",
    "discussion_leaving",
    "table_declaration",
    "consensus_mark",
    "file_advice",
)


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_meeting_call_id_call")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_meeting_opened_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_call_id", ["call_id", "id"], unique=False)
        batch_op.create_index(
            "uq_meeting_open",
            ["call_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_meeting_attendance_juror_id_juror")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_meeting_attendance_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
    )
    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_attendance_meeting_id", ["meeting_id", "id"], unique=False
        )

    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_discussion_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["began_by_id"], ["person.id"], name=op.f("fk_discussion_began_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_discussion_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_discussion_public_id")),
    )
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.create_index("ix_discussion_meeting_id", ["meeting_id", "id"], unique=False)
        batch_op.create_index(
            "uq_discussion_on_table",
            ["meeting_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "table_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_table_declaration_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_table_declaration_juror_id_juror")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_declaration")),
        sa.UniqueConstraint(
            "juror_id", "application_id", name=op.f("uq_table_declaration_juror_id_application_id")
        ),
    )
    op.create_table(
        "consensus_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("motivation", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(value IS NULL) = (motivation = '')", name=op.f("ck_consensus_mark_motivated")
        ),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_consensus_mark_scale")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_consensus_mark_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            ["discussion.id"],
            name=op.f("fk_consensus_mark_discussion_id_discussion"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_consensus_mark_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_mark")),
    )
    with op.batch_alter_table("consensus_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consensus_mark_application_id", ["application_id", "id"], unique=False
        )

    op.create_table(
        "discussion_leaving",
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            ["discussion.id"],
            name=op.f("fk_discussion_leaving_discussion_id_discussion"),
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_discussion_leaving_juror_id_juror")
        ),
        sa.PrimaryKeyConstraint("discussion_id", "juror_id", name=op.f("pk_discussion_leaving")),
    )
    op.create_table(
        "file_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "advice",
            sa.Enum(
                "advise",
                "conditions",
                "not",
                name="advice",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_file_advice_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            ["discussion.id"],
            name=op.f("fk_file_advice_discussion_id_discussion"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_file_advice_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_advice")),
    )
    with op.batch_alter_table("file_advice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_file_advice_application_id", ["application_id", "id"], unique=False
        )

    append_only(op.get_bind(), APPEND_ONLY)


def downgrade() -> None:
    with op.batch_alter_table("file_advice", schema=None) as batch_op:
        batch_op.drop_index("ix_file_advice_application_id")

    op.drop_table("file_advice")
    op.drop_table("discussion_leaving")
    with op.batch_alter_table("consensus_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_consensus_mark_application_id")

    op.drop_table("consensus_mark")
    op.drop_table("table_declaration")
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_discussion_on_table",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_discussion_meeting_id")

    op.drop_table("discussion")
    with op.batch_alter_table("meeting_attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_attendance_meeting_id")

    op.drop_table("meeting_attendance")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_meeting_call_id")

    op.drop_table("meeting")
