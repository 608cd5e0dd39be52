"""What partners say to each other about a part of a file; it never belongs to the file."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base, public_id_column


class CommentThread(Base):
    """A conversation about one part. Settled: nothing is left to do about it."""

    __tablename__ = "comment_thread"
    __table_args__ = (
        Index("ix_comment_thread_application_id", "application_id", "key"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(String(40))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Comment(Base):
    """One remark. ``organisation_id`` None: the support desk, which reads along by consent."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("comment_thread.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str]
    written_at: Mapped[datetime]


class CommentNotice(Base):
    """On which day an organisation was last told of remarks in a file: once a day is enough."""

    __tablename__ = "comment_notice"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    told_on: Mapped[date]
