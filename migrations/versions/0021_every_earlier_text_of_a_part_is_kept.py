"""every earlier text of a part is kept."""

import sqlalchemy as sa
from alembic import op

from subsidy.db import append_only

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "section_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_section_version_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_section_version_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_version")),
        sa.UniqueConstraint(
            "application_id",
            "key",
            "number",
            name=op.f("uq_section_version_application_id_key_number"),
        ),
    )
    append_only(op.get_bind(), ("section_version",))
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("automatic", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("since", sa.DateTime(), nullable=True))
    op.execute(sa.text("UPDATE section SET since = saved_at"))
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.alter_column("automatic", existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column("since", existing_type=sa.DateTime(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_column("since")
        batch_op.drop_column("automatic")

    op.drop_table("section_version")
