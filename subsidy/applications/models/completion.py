"""How it is stored that the agency asks to complete a submitted file, and what was sent then."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.domain.completion import LONGEST_ABOUT
from subsidy.db import Base, public_id_column


class CompletionRequest(Base):
    """One request with one term, beside the snapshot. ``content``: what was sent, frozen."""

    __tablename__ = "completion_request"
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent"),
        CheckConstraint("(sent_at IS NULL) = (content_hash = '')", name="frozen"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn"),
        CheckConstraint("sent_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        CheckConstraint("asked_at < due_at", name="term"),
        Index("ix_completion_request_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any] | None]
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    points: Mapped[list["CompletionPoint"]] = relationship(
        lazy="raise", order_by="CompletionPoint.id"
    )


class CompletionPoint(Base):
    """One thing that is asked. ``about``: a part, a rule or a document; ``label``: its words."""

    __tablename__ = "completion_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    request_id: Mapped[int] = mapped_column(ForeignKey("completion_request.id"), index=True)
    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT))
    label: Mapped[dict[str, Any]]
    question: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
