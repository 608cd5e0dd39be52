"""How the agency keeps which organisations are one undertaking in law."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.db import Base, public_id_column
from subsidy.organisations.models import Organisation
from subsidy.planning.domain.links import LONGEST_REASON


class UndertakingLink(Base):
    """Two organisations of which one controls the other: together they get de minimis aid once."""

    __tablename__ = "undertaking_link"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    one_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    removed: Mapped[bool] = mapped_column(default=False)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    one: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[one_id])
    other: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[other_id])
