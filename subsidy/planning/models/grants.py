"""How the register of subsidies is stored."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.core.money import Money
from subsidy.db import Base, public_id_column
from subsidy.organisations.models import Organisation
from subsidy.planning.domain.codes import Aim, members
from subsidy.planning.domain.grants import LONGEST_FUNDER, LONGEST_TITLE


class RegisteredGrant(Base):
    """A subsidy that an organisation receives. ``removed``: a mistake, or given up; nobody sees it.

    ``source_ref``: the application that it comes from; empty: an officer typed it.
    """

    __tablename__ = "registered_grant"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="in_order"),
        Index("ix_registered_grant_organisation_id", "organisation_id", "removed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    funder: Mapped[str] = mapped_column(String(LONGEST_FUNDER))
    aim_codes: Mapped[list[str]]
    first_day: Mapped[date]
    last_day: Mapped[date]
    amount: Mapped[Money | None]
    source_ref: Mapped[str] = mapped_column(String(80), default="")
    removed: Mapped[bool] = mapped_column(default=False)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def aims(self) -> tuple[Aim, ...]:
        return members(Aim, self.aim_codes)
