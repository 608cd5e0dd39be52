"""How it is stored what the agency itself finds of the rules, and the letter about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.applications.domain.judging import Verdict
from subsidy.calls.domain.rules import Outcome
from subsidy.db import Base, choice


class RuleJudgement(Base):
    """What an officer finds of one rule, beside what was computed then. Append-only."""

    __tablename__ = "rule_judgement"
    __table_args__ = (
        CheckConstraint("verdict = 'confirmed' OR reason <> ''", name="reason"),
        Index("ix_rule_judgement_application_id", "application_id", "rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    rule: Mapped[str] = mapped_column(String(40))
    computed: Mapped[Outcome] = mapped_column(choice(Outcome))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    reason: Mapped[str] = mapped_column(default="")
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    judged_at: Mapped[datetime]


class AdmissibilityLetter(Base):
    """The letter that says whether a file is admissible, frozen when it was decided."""

    __tablename__ = "admissibility_letter"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
