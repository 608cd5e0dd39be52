"""How it is stored that the partners of a draft were reminded of its deadline."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


class Reminder(Base):
    """Once per draft, mark and deadline, however often a worker looks.

    ``days``: before closing. ``closes_at``: the deadline then; a later one has its own reminders.
    """

    __tablename__ = "reminder"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    closes_at: Mapped[datetime] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
