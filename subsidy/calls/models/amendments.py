"""How a change of a published regulation is stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.calls.domain.amending import AmendmentStatus
from subsidy.calls.domain.regulation import Regulation, parse
from subsidy.calls.models.asked import CallQuestion
from subsidy.calls.models.calls import Call
from subsidy.db import Base, choice, public_id_column


class Amendment(Base):
    """A whole new regulation that waits for a second person, or that came into force.

    ``base``: the version it was made from; ``number``: the version that it became.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint("(status = 'approved') = (number IS NOT NULL)", name="approved"),
        CheckConstraint("(status = 'prepared') = (decided_at IS NULL)", name="prepared"),
        Index("ix_amendment_call_id_status", "call_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    status: Mapped[AmendmentStatus] = mapped_column(
        choice(AmendmentStatus), default=AmendmentStatus.PREPARED
    )
    base: Mapped[int]
    number: Mapped[int | None]
    content: Mapped[dict[str, Any]]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("call_question.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise")
    question: Mapped[CallQuestion | None] = relationship(lazy="raise")

    @property
    def is_public(self) -> bool:
        return self.status is AmendmentStatus.APPROVED and self.call.is_public

    @property
    def regulation(self) -> Regulation:
        return parse(self.content)

    @property
    def before(self) -> Regulation:
        """The regulation that this change changes; the call's versions are loaded."""
        return next(v.regulation for v in self.call.versions if v.number == self.base)
