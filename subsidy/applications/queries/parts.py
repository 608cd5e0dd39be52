"""The parts of applications in one statement, as plain rows.

A file stands in eight tables. Loaded as records they cost a statement each and most of the time of
a page that only reads. Here the database folds the rows of each table into one JSON array per file
(:mod:`subsidy.folding`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

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
from subsidy.folding import FoldedTable


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in the tables around one application; rows in the order of their keys."""

    sections: Sequence[Any]
    budget_lines: Sequence[Any]
    realisations: Sequence[Any]
    promises: Sequence[Any]  # each with its ``years``
    signatures: Sequence[Any]
    attachments: Sequence[Any]


SECTIONS, LINES, YEARS = FoldedTable(Section), FoldedTable(BudgetLine), FoldedTable(PromiseYear)
REALISATIONS, PROMISES, SIGNATURES = (
    FoldedTable(Realisation),
    FoldedTable(Promise),
    FoldedTable(Signature),
)
ATTACHMENTS = FoldedTable(Attachment)


def _within(query: Select[Any]) -> ScalarSelect[Any]:
    return query.correlate(Application).scalar_subquery()


def _of(table: FoldedTable, application_id: InstrumentedAttribute[int]) -> Select[Any]:
    return select(table.columns).where(application_id == Application.id)


def _folded() -> tuple[ScalarSelect[Any], ...]:
    years = _of(YEARS, Promise.application_id).join(Promise, Promise.id == PromiseYear.promise_id)
    return (
        _within(_of(SECTIONS, Section.application_id)),
        _within(_of(LINES, BudgetLine.application_id)),
        _within(_of(REALISATIONS, Realisation.application_id)),
        _within(_of(PROMISES, Promise.application_id)),
        _within(_of(SIGNATURES, Signature.application_id)),
        _within(years),
        _within(_of(ATTACHMENTS, Attachment.application_id)),
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
