"""Failed sign-ins per account and per network; kept in a table, so that all workers share it."""

from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base
from subsidy.web.session import own_transaction

WINDOW = timedelta(minutes=15)
MOST = 10


class FailedAttempt(Base):
    """One failed attempt under a key (a hash of an account name, or a network)."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index("ix_failed_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


def blocked(key: str, now: datetime) -> bool:
    """Return whether this key failed too often of late."""
    with own_transaction()() as session:
        found = session.scalar(
            select(func.count()).where(FailedAttempt.key == key, FailedAttempt.at > now - WINDOW)
        )
        session.rollback()
    return (found or 0) >= MOST


def note_failure(key: str, now: datetime) -> None:
    """Remember a failure, whatever becomes of the request. Call it before the request writes."""
    with own_transaction().begin() as session:
        session.execute(delete(FailedAttempt).where(FailedAttempt.at <= now - WINDOW))
        session.add(FailedAttempt(key=key, at=now))
