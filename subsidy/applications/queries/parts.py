"""The parts of applications in one statement, as plain rows.

A file stands in eight tables. Loaded as records they cost a statement each and most of the time of
a page that only reads. Here the database folds the rows of each table into one JSON array per file
(``json_agg`` of PostgreSQL, ``json_group_array`` of SQLite), and each value is read back as the
type of its column, so a row has the attributes of its record.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    Boolean,
    Date,
    Enum,
    ScalarSelect,
    Select,
    bindparam,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from subsidy.applications.models import (
    Application,
    Attachment,
    BudgetLine,
    Promise,
    PromiseYear,
    Realisation,
    Section,
    Signature,
)
from subsidy.core.money import Money
from subsidy.db import Base, Cents, UtcDateTime


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in the tables around one application; rows in the order of their keys."""

    sections: Sequence[Any]
    budget_lines: Sequence[Any]
    realisations: Sequence[Any]
    promises: Sequence[Any]  # each with its ``years``
    signatures: Sequence[Any]
    attachments: Sequence[Any]


class _Folded(FunctionElement[Any]):
    """All rows of a subquery as one JSON array of arrays; no row: an empty array."""

    type = JSON()
    inherit_cache = True


@compiles(_Folded, "postgresql")
def _postgresql(element: _Folded, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    row = f"json_build_array({compiler.process(element.clauses, **how)})"
    return f"coalesce(json_agg({row}), '[]')"


@compiles(_Folded, "sqlite")
def _sqlite(element: _Folded, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
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


class _Table:
    """One table of parts: its columns, folded per application, and its rows read back."""

    def __init__(self, kind: type[Base]) -> None:
        columns = kind.__table__.columns
        self._names = tuple(column.name for column in columns)
        self._readers = tuple(_reader(column.type) for column in columns)
        self._folded = _Folded(*columns)

    def of(self, application_id: InstrumentedAttribute[int]) -> Select[Any]:
        return select(self._folded).where(application_id == Application.id)

    def rows(self, folded: Sequence[Sequence[Any]]) -> list[Any]:
        found = [
            SimpleNamespace(
                **{
                    name: None if value is None else read(value)
                    for name, read, value in zip(self._names, self._readers, row, strict=True)
                }
            )
            for row in folded
        ]
        return sorted(found, key=lambda row: row.id)


SECTIONS, LINES, YEARS = _Table(Section), _Table(BudgetLine), _Table(PromiseYear)
REALISATIONS, PROMISES, SIGNATURES = _Table(Realisation), _Table(Promise), _Table(Signature)
ATTACHMENTS = _Table(Attachment)


def _within(query: Select[Any]) -> ScalarSelect[Any]:
    return query.correlate(Application).scalar_subquery()


def _folded() -> tuple[ScalarSelect[Any], ...]:
    years = YEARS.of(Promise.application_id).join(Promise, Promise.id == PromiseYear.promise_id)
    return (
        _within(SECTIONS.of(Section.application_id)),
        _within(LINES.of(BudgetLine.application_id)),
        _within(REALISATIONS.of(Realisation.application_id)),
        _within(PROMISES.of(Promise.application_id)),
        _within(SIGNATURES.of(Signature.application_id)),
        _within(years),
        _within(ATTACHMENTS.of(Attachment.application_id)),
    )


@cache
def _statement() -> Select[Any]:
    """Make the statement once: making one of this size takes longer than sending it."""
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    return select(Application.id, *_folded()).where(Application.id.in_(ids))


def parts_of(session: Session, application_ids: Sequence[int]) -> Mapping[int, Parts]:
    """Return the parts of these applications by their key, as they stand now; one statement."""
    if not application_ids:
        return {}
    rows = session.execute(_statement(), {"ids": list(application_ids)})
    return {row[0]: _parts(row[1:]) for row in rows}


def _parts(folded: Sequence[Sequence[Any]]) -> Parts:
    """Read the folded tables back, in the order of :func:`_folded`."""
    sections, lines, realisations, promises, signatures, years, attachments = folded
    return Parts(
        SECTIONS.rows(sections),
        LINES.rows(lines),
        REALISATIONS.rows(realisations),
        _with_years(PROMISES.rows(promises), YEARS.rows(years)),
        SIGNATURES.rows(signatures),
        ATTACHMENTS.rows(attachments),
    )


def _with_years(promises: list[Any], years: list[Any]) -> list[Any]:
    own: dict[int, list[Any]] = {promise.id: [] for promise in promises}
    for year in sorted(years, key=lambda one: one.year):
        own[year.promise_id].append(year)
    for promise in promises:
        promise.years = own[promise.id]
    return promises
