"""How a file in the hands of a juror is stored, with its marks."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from subsidy.applications.models import Application
from subsidy.db import Base, choice, public_id_column
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.marks import Confidence
from subsidy.scoring.models.hearings import Hearing
from subsidy.scoring.models.jurors import Juror


class Review(Base):
    """A file in the hands of one juror, from assignment to submitted marks."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("juror_id", "application_id"),
        CheckConstraint("(status = 'submitted') = (submitted_at IS NOT NULL)", name="submitted"),
        Index("ix_review_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    status: Mapped[ReviewStatus] = mapped_column(
        choice(ReviewStatus), default=ReviewStatus.ASSIGNED
    )
    version: Mapped[int] = mapped_column(default=1)
    assigned_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    confidence: Mapped[Confidence | None] = mapped_column(choice(Confidence))
    saved_at: Mapped[datetime | None]
    run_since: Mapped[datetime | None]  # when the browser began to save by itself; None: a button
    submitted_at: Mapped[datetime | None]

    juror: Mapped[Juror] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")
    hearing: Mapped[Hearing | None] = relationship(
        lazy="raise",
        primaryjoin=lambda: foreign(Hearing.application_id) == Review.application_id,
        viewonly=True,
        uselist=False,
    )
    marks: Mapped[list["Mark"]] = relationship(lazy="raise", order_by="Mark.id")

    denied = False  # facts or an objection forbid the file today; set by whoever reads it

    @property
    def pair(self) -> tuple[int, int]:
        """The ids of juror and application."""
        return self.juror_id, self.application_id

    @property
    def juror_person_id(self) -> int:
        return self.juror.person_id

    @property
    def is_blocked(self) -> bool:
        """A conflict of interest, noted or not, or dropping out takes the marks away."""
        return self.denied or self.status in (ReviewStatus.BLOCKED, ReviewStatus.RELEASED)

    @property
    def is_closed(self) -> bool:
        """The juror reads nothing of the file; marks of who dropped out can still count."""
        return self.is_blocked or self.juror.left_at is not None

    @property
    def is_open(self) -> bool:
        """The file still waits for this juror."""
        return not self.denied and self.status in (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED)

    @property
    def counts(self) -> bool:
        """The marks are in and no conflict of interest takes them away."""
        return not self.denied and self.status is ReviewStatus.SUBMITTED


class Mark(Base):
    """A whole mark of 0-10 for one criterion with its motivation. None: no judgement yet."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion"),
        CheckConstraint("value BETWEEN 0 AND 10", name="scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]
    motivation: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class ReviewVersion(Base):
    """Marks and texts of a review that others took the place of. Append-only."""

    __tablename__ = "review_version"
    __table_args__ = (UniqueConstraint("review_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
