"""How jurors, conflicts, reviews, marks and selections are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.selection import Method


class Juror(Base):
    """A person in the jury of one call. ``label`` replaces the name towards applicants."""

    __tablename__ = "juror"
    __table_args__ = (
        UniqueConstraint("call_id", "person_id"),
        UniqueConstraint("call_id", "label"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_chair: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str] = mapped_column(String(40))

    call: Mapped[Call] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    employer: Mapped[Organisation | None] = relationship(lazy="raise")


class Conflict(Base):
    """A reason why a juror may not see a file, with its evidence."""

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("juror_id", "application_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    evidence: Mapped[dict[str, Any]]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


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
    submitted_at: Mapped[datetime | None]

    juror: Mapped[Juror] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")
    marks: Mapped[list["Mark"]] = relationship(lazy="raise", order_by="Mark.id")

    @property
    def juror_person_id(self) -> int:
        return self.juror.person_id

    @property
    def is_blocked(self) -> bool:
        """A conflict of interest forbids this juror the file."""
        return self.status is ReviewStatus.BLOCKED


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


class SelectionRun(Base):
    """One computation of ranking and selection, with its frozen input and outcome. Append-only."""

    __tablename__ = "selection_run"
    __table_args__ = (Index("ix_selection_run_call_id", "call_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    method: Mapped[Method] = mapped_column(choice(Method))
    envelope: Mapped[Money]
    seed: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
