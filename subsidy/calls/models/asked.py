"""How questions about a call are stored."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.calls.domain.asking import LONGEST_ANSWER, LONGEST_QUESTION, QuestionStatus
from subsidy.calls.models.calls import Call
from subsidy.db import Base, choice, public_id_column


class CallQuestion(Base):
    """A question and its answer. ``wording``: as everybody reads it; ``number``: the version.

    ``private``: only the agency and who asked read it, until it is answered.
    """

    __tablename__ = "call_question"
    __table_args__ = (
        CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        CheckConstraint("(status = 'answered') = (number IS NOT NULL)", name="number"),
        Index("ix_call_question_call_id_status", "call_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    status: Mapped[QuestionStatus] = mapped_column(
        choice(QuestionStatus), default=QuestionStatus.ASKED
    )
    private: Mapped[bool]
    asked: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    wording: Mapped[str] = mapped_column(String(LONGEST_QUESTION), default="")
    answer: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")
    number: Mapped[int | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise")

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: at once when asked publicly, else once answered."""
        answered = self.status is QuestionStatus.ANSWERED
        return self.call.is_public and (answered or not self.private)

    @property
    def text(self) -> str:
        return self.wording or self.asked
