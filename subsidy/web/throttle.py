"""Failed sign-ins per account and per network; kept in a table, so that all workers share it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base
from subsidy.web.session import own_transaction

WINDOW = timedelta(minutes=15)


class FailedAttempt(Base):
    """One failed attempt under a key (a hash of an account name, or a network)."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index("ix_failed_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


def blocked(limits: Mapping[str, int], now: datetime) -> bool:
    """Return whether one of these keys failed as often as its limit, of late."""
    with own_transaction()() as session:
        failed = dict(
            session.execute(
                select(FailedAttempt.key, func.count())
                .where(FailedAttempt.key.in_(limits), FailedAttempt.at > now - WINDOW)
                .group_by(FailedAttempt.key)
            ).all()
        )
        session.rollback()
    return any(failed.get(key, 0) >= most for key, most in limits.items())


def note_failure(keys: Iterable[str], now: datetime) -> None:
    """Remember a failure, whatever becomes of the request. Call it before the request writes."""
    with own_transaction().begin() as session:
        session.execute(delete(FailedAttempt).where(FailedAttempt.at <= now - WINDOW))
        session.add_all(FailedAttempt(key=key, at=now) for key in keys)
