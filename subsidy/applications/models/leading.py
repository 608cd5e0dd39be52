"""How it is stored that the lead may pass to another partner: one question per file."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models.partners import Partner
from subsidy.db import Base


class LeadOffer(Base):
    """A question that waits for the other side. ``by_lead``: the lead asked, else the partner."""

    __tablename__ = "lead_offer"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    by_lead: Mapped[bool]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]

    partner: Mapped[Partner] = relationship(lazy="raise")
