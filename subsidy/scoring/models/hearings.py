"""How it is stored when and where a jury hears the applicants of a file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base
from subsidy.scoring.domain.hearings import Slot


class Hearing(Base):
    """The slot of one file, beside its snapshot; a file has one or none."""

    __tablename__ = "hearing"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 5 AND 120", name="minutes"),
        CheckConstraint("place <> ''", name="place"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))

    @property
    def id(self) -> int:
        """The name of its entries in the audit log."""
        return self.application_id

    @property
    def slot(self) -> Slot:
        return Slot(starts_at=self.starts_at, minutes=self.minutes, place=self.place)
