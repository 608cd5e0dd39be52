"""Rows of several tables in one statement: the database folds each into one JSON array.

``json_agg`` of PostgreSQL, ``json_group_array`` of SQLite. Each value is read back as the type of
its column, so a folded row has the attributes of its record.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Enum, SQLColumnExpression
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from subsidy.core.money import Money
from subsidy.db import Base, Cents, UtcDateTime


class Folded(FunctionElement[Any]):
    """All rows of a subquery as one JSON array of arrays; no row: an empty array."""

    type = JSON()
    inherit_cache = True


@compiles(Folded, "postgresql")
def _postgresql(element: Folded, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    row = f"json_build_array({compiler.process(element.clauses, **how)})"
    return f"coalesce(json_agg({row}), '[]')"


@compiles(Folded, "sqlite")
def _sqlite(element: Folded, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    return f"json_group_array(json_array({compiler.process(element.clauses, **how)}))"


# Reading a value back -----------------------------------------------------------------------------


def _plain(value: object) -> object:
    return value


def _json(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """SQLite keeps a JSON column as text, which it folds in as text."""
    return json.loads(value) if isinstance(value, str) else value


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


BY_TYPE: Mapping[type[TypeEngine[Any]], Callable[[Any], Any]] = {
    Cents: Money,
    UtcDateTime: _moment,
    Date: date.fromisoformat,
    Boolean: bool,
    JSON: _json,
}


def _reader(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    """Return how a folded value becomes what a record has in a column of this type."""
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class
    return BY_TYPE.get(type(kind), _plain)


class FoldedRows:
    """Some columns under names of their own, folded, and their rows read back as they came.

    Columns are attributes of records, not of the table: so what the session did not send yet is
    sent before they are read.
    """

    def __init__(self, **columns: SQLColumnExpression[Any]) -> None:
        self.columns = Folded(*columns.values())
        self._names = tuple(columns)
        self._readers = tuple(_reader(column.type) for column in self.columns.clauses)

    def rows(self, folded: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the rows, each with an attribute per name; in no order."""
        return [
            SimpleNamespace(
                **{
                    name: None if value is None else read(value)
                    for name, read, value in zip(self._names, self._readers, row, strict=True)
                }
            )
            for row in folded
        ]


class FoldedTable(FoldedRows):
    """A table with a key ``id``, whole."""

    def __init__(self, kind: type[Base]) -> None:
        names = [column.name for column in kind.__table__.columns]
        super().__init__(**{name: getattr(kind, name) for name in names})

    def rows(self, folded: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the rows in the order of their keys."""
        return sorted(super().rows(folded), key=lambda row: row.id)
