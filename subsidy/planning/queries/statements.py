"""Reads of what the lines say of the time after their money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.budget.domain import StatementStatus
from subsidy.budget.models import Line, LineStatement


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says: to everybody, and in the text that is being written."""

    published: LineStatement | None = None
    draft: LineStatement | None = None


def said(session: Session, line_ids: Sequence[int]) -> Mapping[int, Said]:
    """Return what each of these lines says now; none is missing."""
    rows = session.scalars(
        select(LineStatement)
        .where(LineStatement.line_id.in_(line_ids))
        .order_by(LineStatement.number)
    ).all()
    last = {(row.line_id, row.status): row for row in rows}
    return {
        line_id: Said(
            last.get((line_id, StatementStatus.PUBLISHED)),
            last.get((line_id, StatementStatus.DRAFT)),
        )
        for line_id in line_ids
    }


def draft_of(session: Session, public_id: str) -> LineStatement | None:
    """Return the text of a line that nobody published yet."""
    return session.scalar(
        select(LineStatement)
        .join(LineStatement.line)
        .where(Line.public_id == public_id, LineStatement.status == StatementStatus.DRAFT)
        .options(joinedload(LineStatement.line).joinedload(Line.programme))
    )


def drafts(session: Session) -> Sequence[LineStatement]:
    """Return every text that waits for a second person."""
    return session.scalars(
        select(LineStatement)
        .where(LineStatement.status == StatementStatus.DRAFT)
        .options(joinedload(LineStatement.line))
        .order_by(LineStatement.id)
    ).all()
