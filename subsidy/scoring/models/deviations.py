"""How a deviation from a selection is stored: beside it, never in it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.applications.models import Application
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.scoring.domain.deviations import Deviation, DeviationStatus
from subsidy.scoring.models.selections import SelectionRun

LIVE = text("status <> 'dropped'")


class SelectionDeviation(Base):
    """Other money for one file than a selection gives. ``amount``: zero is no subsidy.

    ``content_hash``: of the selection with file, amount and reason; they never change.
    """

    __tablename__ = "selection_deviation"
    __table_args__ = (
        Index(
            "ix_selection_deviation_run_id",
            "run_id",
            "application_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("confirmed_by_id <> prepared_by_id", name="two_people"),
        CheckConstraint(
            "(status = 'confirmed') = (confirmed_at IS NOT NULL)"
            " AND (confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name="confirmed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    amount: Mapped[Money]
    reason: Mapped[str]
    content_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[DeviationStatus] = mapped_column(
        choice(DeviationStatus), default=DeviationStatus.PROPOSED
    )
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]

    run: Mapped[SelectionRun] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")
    prepared_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=prepared_by_id)
    confirmed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=confirmed_by_id)

    @property
    def said(self) -> Deviation:
        return Deviation(self.application.number, self.amount, self.reason)

    @property
    def is_confirmed(self) -> bool:
        return self.status is DeviationStatus.CONFIRMED

    @property
    def is_open(self) -> bool:
        return self.status is DeviationStatus.PROPOSED
