"""How an invitation to sit in a jury is stored."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.calls.models import Call
from subsidy.db import Base, choice, public_id_column
from subsidy.scoring.domain.seats import OfferStatus, SeatKind


class SeatOffer(Base):
    """An invitation of one person for one jury; ``reason``: why it is refused."""

    __tablename__ = "seat_offer"
    __table_args__ = (
        UniqueConstraint("call_id", "person_id"),
        CheckConstraint("(status = 'sent') = (answered_at IS NULL)", name="answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[SeatKind] = mapped_column(choice(SeatKind))
    status: Mapped[OfferStatus] = mapped_column(choice(OfferStatus), default=OfferStatus.SENT)
    reason: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    @property
    def invited_person_id(self) -> int:
        return self.person_id
