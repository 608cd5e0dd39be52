"""How needs surveys and their answers are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.budget.models import Line
from subsidy.db import Base, choice, public_id_column
from subsidy.planning.domain.survey import Question, SurveyStatus


class Survey(Base):
    """Questions to local authorities about what they need, on one programme line.

    ``content`` holds the questions; they are fixed once the survey is sent. ``withheld``: why a
    text is left out of the result, by the key of the text.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published"),
        CheckConstraint("opens_at < closes_at", name="in_order"),
        Index("ix_survey_status_closes_at", "status", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    title: Mapped[str] = mapped_column(String(200))
    introduction: Mapped[str]
    status: Mapped[SurveyStatus] = mapped_column(choice(SurveyStatus), default=SurveyStatus.DRAFT)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    conclusion: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    withheld: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    line: Mapped[Line] = relationship(lazy="raise")

    @property
    def is_public(self) -> bool:
        return self.status is not SurveyStatus.DRAFT

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(Question.of(data) for data in self.content["questions"])


class SurveyAnswer(Base):
    """What one local authority answered. Nobody but that authority reads it as such."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        UniqueConstraint("survey_id", "organisation_id"),
        Index("ix_survey_answer_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    answers: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]
