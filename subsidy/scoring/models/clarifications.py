"""How the questions of a jury and their answers are stored: beside the files, never in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models import Application
from subsidy.db import Base, public_id_column
from subsidy.scoring.domain.clarifying import Asked, Proposal
from subsidy.scoring.models.jurors import Juror


class ClarificationQuestion(Base):
    """A question that a juror proposes. ``wording``: that of the chair, which the applicant gets.

    ``is_sent``: it went out with the round. ``answer``: empty while there is none.
    """

    __tablename__ = "clarification_question"
    __table_args__ = (
        CheckConstraint("NOT (is_sent AND is_left_out)", name="sent"),
        CheckConstraint("is_sent OR answer = ''", name="answered"),
        CheckConstraint("proposed <> ''", name="proposed"),
        Index("ix_clarification_question_application_id", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    proposed: Mapped[str]
    proposed_at: Mapped[datetime]
    wording: Mapped[str]
    is_left_out: Mapped[bool] = mapped_column(default=False)
    is_sent: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(default="")

    juror: Mapped[Juror] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")

    @property
    def said(self) -> Proposal:
        return Proposal(
            id=self.public_id,
            by=self.juror.label,
            proposed=self.proposed,
            wording=self.wording,
            left_out=self.is_left_out,
        )

    @property
    def asked(self) -> Asked:
        return Asked(id=self.public_id, question=self.wording, answer=self.answer)


class ClarificationReply(Base):
    """That the partners of a file saved answers; the next save knows which version it read.

    ``content_hash``: of the questions with their answers, as saved.
    """

    __tablename__ = "clarification_reply"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    version: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content_hash: Mapped[str] = mapped_column(String(64))

    @property
    def id(self) -> int:
        """The name of its entries in the audit log."""
        return self.application_id


class ClarificationReminder(Base):
    """Once per file and mark, however often a worker looks. ``days``: before the term ends."""

    __tablename__ = "clarification_reminder"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
