"""How a reason why a juror may not see a file is stored, and what an applicant objects."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base, choice
from subsidy.scoring.domain.conflicts import ConflictKind, Ruling, Source

LONGEST_AGAINST = 160


class Conflict(Base):
    """A reason why a juror may not see a file, with its evidence and what the chair says of it.

    What follows from facts or objections is here only once it was noted or ruled on; it closes the
    file before that. ``mark``: :attr:`Reason.mark`. ``noted_by_id`` None: the worker found it.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        UniqueConstraint("juror_id", "application_id", "mark"),
        CheckConstraint("(ruling = 'waits') = (ruled_at IS NULL)", name="ruled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    source: Mapped[Source] = mapped_column(choice(Source))
    evidence: Mapped[dict[str, Any]]
    mark: Mapped[str] = mapped_column(String(64))
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ruling: Mapped[Ruling] = mapped_column(choice(Ruling), default=Ruling.WAITS)
    ruled_at: Mapped[datetime | None]
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ruled_reason: Mapped[str] = mapped_column(default="")


class Objection(Base):
    """What the lead of a file holds against whoever in the jury is meant. ``key``: ``key_of``."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("application_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(String(LONGEST_AGAINST))
    against: Mapped[str] = mapped_column(String(LONGEST_AGAINST))
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
