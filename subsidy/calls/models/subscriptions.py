"""How it is stored that an organisation wants to know of new calls."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


class CallSubscription(Base):
    """One row per organisation: whoever acts for it is told when a call is published."""

    __tablename__ = "call_subscription"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    subscribed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subscribed_at: Mapped[datetime]
