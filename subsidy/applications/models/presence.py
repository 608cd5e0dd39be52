"""Who has a part open to write in it, for the others who come to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


class Presence(Base):
    """Somebody was in a part of a file at this instant; the row is written over each time."""

    __tablename__ = "presence"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    seen_at: Mapped[datetime]
