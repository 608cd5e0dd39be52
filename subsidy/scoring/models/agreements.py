"""How what a jury agrees is stored, and that a juror was reminded of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models import Application
from subsidy.db import Base
from subsidy.scoring.domain.agreements import Agreements


class JuryAgreements(Base):
    """One row per call: the file that is scored first, the soft and the hard term."""

    __tablename__ = "jury_agreements"
    __table_args__ = (CheckConstraint("due_at <= closes_at", name="terms"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    due_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]

    first: Mapped[Application | None] = relationship(lazy="raise")

    @property
    def id(self) -> int:
        """The name of its entries in the audit log."""
        return self.call_id

    @property
    def agreed(self) -> Agreements:
        number = None if self.first is None else self.first.number
        return Agreements(number, self.due_at, self.closes_at)


class JurorReminder(Base):
    """Once per juror, mark and term, however often a worker looks. ``days``: before the term."""

    __tablename__ = "juror_reminder"

    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
