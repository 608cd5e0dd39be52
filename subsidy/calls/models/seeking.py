"""How it is stored that an organisation looks for partners, and says so to everybody."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.calls.domain.seeking import LONGEST_CONTACT, LONGEST_WISH
from subsidy.calls.models.calls import Call
from subsidy.db import Base
from subsidy.organisations.models import Organisation


class PartnerWish(Base):
    """What an organisation chose to publish for one call; it takes it away whenever it wants."""

    __tablename__ = "partner_wish"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    text: Mapped[str] = mapped_column(String(LONGEST_WISH))
    contact: Mapped[str] = mapped_column(String(LONGEST_CONTACT))
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]

    call: Mapped[Call] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
