"""How a meeting of a jury is stored: who was there, what was on the table, what was agreed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.db import Base, choice, public_id_column
from subsidy.scoring.domain.deliberation import Advice
from subsidy.scoring.models.jurors import Juror

PLACE = 120
STILL_OPEN = text("closed_at IS NULL")


class Meeting(Base):
    """A meeting of the jury of one call; at most one is open."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_call_id", "call_id", "id"),
        Index(
            "uq_meeting_open",
            "call_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(PLACE))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Attendance(Base):
    """A juror came or went. Append-only: the newest row says who is there now."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (Index("ix_meeting_attendance_meeting_id", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    present: Mapped[bool]
    at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Discussion(Base):
    """A file on the table of a meeting; at most one is. ``ended_at`` None: it is there now."""

    __tablename__ = "discussion"
    __table_args__ = (
        Index("ix_discussion_meeting_id", "meeting_id", "id"),
        Index(
            "uq_discussion_on_table",
            "meeting_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    began_at: Mapped[datetime]
    began_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise")


class Leaving(Base):
    """A juror who was present left the table for a file: a conflict of interest. Append-only."""

    __tablename__ = "discussion_leaving"

    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"), primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), primary_key=True)
    at: Mapped[datetime]

    juror: Mapped[Juror] = relationship(lazy="raise")


class TableDeclaration(Base):
    """Who has no file to score declared to have no conflict with it. Append-only.

    It holds until the chair rules on a conflict of this juror with this file; then one declares
    again.
    """

    __tablename__ = "table_declaration"
    __table_args__ = (UniqueConstraint("juror_id", "application_id", "declared_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    declared_at: Mapped[datetime]


class ConsensusMark(Base):
    """What a jury agreed for one criterion of a file. Append-only: the newest row stands.

    ``value`` 0-10; None: the consensus was taken back, and the mean stands again.
    """

    __tablename__ = "consensus_mark"
    __table_args__ = (
        Index("ix_consensus_mark_application_id", "application_id", "id"),
        CheckConstraint("value BETWEEN 0 AND 10", name="scale"),
        CheckConstraint("(value IS NULL) = (motivation = '')", name="motivated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]
    motivation: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class FileAdvice(Base):
    """What a jury advises about a file. Append-only: the newest row stands."""

    __tablename__ = "file_advice"
    __table_args__ = (Index("ix_file_advice_application_id", "application_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    advice: Mapped[Advice | None] = mapped_column(choice(Advice))
    sentence: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Minutes(Base):
    """The minutes of a closed meeting. Append-only: they are frozen once.

    ``content``: what everybody who signs reads, with the hashes of the parts; ``parts``: names and
    files, by their hash; ``content_hash``: the SHA-256 that people sign.
    """

    __tablename__ = "meeting_minutes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    content: Mapped[dict[str, Any]]
    parts: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime]

    @property
    def id(self) -> int:
        """The name of its entries in the audit log."""
        return self.meeting_id


class MinutesSignature(Base):
    """A juror who was present signed the minutes by their hash. Append-only."""

    __tablename__ = "minutes_signature"
    __table_args__ = (UniqueConstraint("meeting_id", "juror_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_minutes.meeting_id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    signed_as: Mapped[str] = mapped_column(String(10))
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]

    juror: Mapped[Juror] = relationship(lazy="raise")
