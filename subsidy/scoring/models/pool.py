"""How the pool of jurors is stored: what a person knows, and how much that person can take."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.db import Base
from subsidy.scoring.domain.expertise import Profile

REGION = 40


class JurorProfile(Base):
    """A person in the pool, over all calls. ``areas``: the codes, under the name "codes"."""

    __tablename__ = "juror_profile"
    __table_args__ = (
        CheckConstraint("least >= 0 AND (most IS NULL OR most >= least)", name="load"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    areas: Mapped[dict[str, Any]]
    about: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(String(REGION), default="")
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    least: Mapped[int] = mapped_column(default=0)
    most: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    @property
    def profile(self) -> Profile:
        return Profile(
            tuple(self.areas["codes"]),
            self.about,
            self.region,
            self.from_day,
            self.until_day,
            self.least,
            self.most,
        )
