"""a conflict has a source and the chair rules on it."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BEFORE = ("employer", "partner", "same_municipality", "merged", "declared")
AFTER = (
    "employer",
    "mandate",
    "partner",
    "same_municipality",
    "merged",
    "region",
    "mail_domain",
    "personal",
    "collaboration",
    "consultancy",
    "other",
)
OLD = "uq_conflict_juror_id_application_id_kind"
NEW = "uq_conflict_juror_id_application_id_mark"


def upgrade() -> None:
    kept = _rows()
    op.drop_table("conflict")
    op.create_table(
        "conflict",
        *_columns(_among("conflictkind", AFTER)),
        sa.Column("source", _among("source", ("derived", "declared", "objected")), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("ruling", _among("ruling", ("waits", "confirmed", "lifted")), nullable=False),
        sa.Column("ruled_at", sa.DateTime(), nullable=True),
        sa.Column("ruled_by_id", sa.Integer(), nullable=True),
        sa.Column("ruled_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(ruling = 'waits') = (ruled_at IS NULL)", name=op.f("ck_conflict_ruled")
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by_id"], ["person.id"], name=op.f("fk_conflict_ruled_by_id_person")
        ),
        *_keys(),
        sa.UniqueConstraint("juror_id", "application_id", "mark", name=op.f(NEW)),
    )
    op.create_index(op.f("ix_conflict_application_id"), "conflict", ["application_id"])
    _write(kept, _with_source)
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("against", sa.String(length=160), nullable=False),
        sa.Column("kind", _among("conflictkind", AFTER), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_objection_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_objection_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("application_id", "key", name=op.f("uq_objection_application_id_key")),
    )


def downgrade() -> None:
    op.drop_table("objection")
    kept = [row for row in _rows() if row["noted_by_id"] is not None]
    op.drop_table("conflict")
    op.create_table(
        "conflict",
        *_columns(_among("conflictkind", BEFORE)),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        *_keys(),
        sa.UniqueConstraint("juror_id", "application_id", "kind", name=op.f(OLD)),
    )
    op.create_index(op.f("ix_conflict_application_id"), "conflict", ["application_id"])
    _write(list({_pair(row): row for row in kept}.values()), _without_source)


def _among(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def _columns(kind: sa.Enum) -> tuple[sa.Column[Any], ...]:
    """Return the columns that are the same before and after, but for the kinds."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
    )


def _keys() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_conflict_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_conflict_juror_id_juror")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_conflict_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )


INTEGERS = ("juror_id", "application_id", "noted_by_id")
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "evidence": sa.JSON(),
    "noted_at": sa.DateTime(),
    **dict.fromkeys(INTEGERS, sa.Integer()),
}
COMMON = ("juror_id", "application_id", "kind", "noted_at", "noted_by_id")


def _rows() -> list[dict[str, Any]]:
    table = sa.table("conflict", *map(_column, (*COMMON, "evidence")))
    return [dict(row._mapping) for row in op.get_bind().execute(sa.select(table))]  # noqa: SLF001 - its public name for a row as a mapping


def _write(rows: list[dict[str, Any]], made: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    if not rows:
        return
    written = [made(row) for row in rows]
    op.bulk_insert(sa.table("conflict", *map(_column, written[0])), written)


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(name, TYPES.get(name, sa.String()))


def _pair(row: dict[str, Any]) -> tuple[int, int]:
    return row["juror_id"], row["application_id"]


def _with_source(row: dict[str, Any]) -> dict[str, Any]:
    """Say that what a juror declared was declared; its kind was not asked then."""
    declared = row["kind"] == "declared"
    source, kind = ("declared", "other") if declared else ("derived", row["kind"])
    said = json.dumps(
        [source, kind, row["evidence"]], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    mark = hashlib.sha256(said.encode()).hexdigest()
    more = {"source": source, "kind": kind, "mark": mark, "ruling": "waits", "ruled_reason": ""}
    return row | more


def _without_source(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"kind": row["kind"] if row["kind"] in BEFORE else "declared"}
