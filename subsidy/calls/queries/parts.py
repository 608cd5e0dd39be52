"""Reads of the parts of a draft: the newest version of one, and all there were."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from subsidy.calls.models import Call, DraftPart


def _parts(call: Call, part: str) -> Select[DraftPart]:
    return (
        select(DraftPart)
        .options(joinedload(DraftPart.saved_by))
        .where(DraftPart.call_id == call.id, DraftPart.part == part)
        .order_by(DraftPart.number.desc())
    )


def latest_part(session: Session, call: Call, part: str) -> DraftPart | None:
    return session.scalar(_parts(call, part).limit(1))


def versions_of_part(session: Session, call: Call, part: str) -> Sequence[DraftPart]:
    """Return every version of a part that was saved, the newest first."""
    return session.scalars(_parts(call, part)).all()
