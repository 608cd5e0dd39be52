"""Who follows calls, and the version of all calls together: what a feed is cached by."""

import hashlib
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.models import Call, CallSubscription, RegulationVersion


def subscribed(session: Session) -> frozenset[int]:
    """Return the organisations that want to know of new calls."""
    return frozenset(session.scalars(select(CallSubscription.organisation_id)))


def subscription(session: Session, organisation_id: int | None) -> CallSubscription | None:
    if organisation_id is None:
        return None
    return session.get(CallSubscription, organisation_id)


@cache
def _versions() -> Select[str, int, str]:
    return (
        select(Call.public_id, RegulationVersion.number, RegulationVersion.content_hash)
        .join(RegulationVersion, RegulationVersion.call_id == Call.id)
        .where(Call.status == Status.PUBLISHED)
        .order_by(Call.id, RegulationVersion.number)
    )


def fingerprint(session: Session) -> str:
    """Return a hash that changes when a call is published, changed or withdrawn, and only then."""
    rows = [f"{call}:{number}:{content}" for call, number, content in session.execute(_versions())]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
