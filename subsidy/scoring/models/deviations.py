"""How a deviation from a selection is stored: beside it, never in it."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import ByTwoPeople
from subsidy.applications.models import Application
from subsidy.core.money import Money
from subsidy.db import Base, public_id_column
from subsidy.scoring.domain.deviations import Deviation
from subsidy.scoring.models.selections import SelectionRun


class SelectionDeviation(ByTwoPeople, Base):
    """Other money for one file than a selection gives. ``amount``: zero is no subsidy.

    ``content_hash``: of the selection with file, amount and reason; they never change.
    """

    __tablename__ = "selection_deviation"
    status_check = "deviationstatus"
    __table_args__ = (
        ByTwoPeople.once("ix_selection_deviation_run_id", "run_id", "application_id"),
        CheckConstraint("amount >= 0", name="amount"),
        *ByTwoPeople.checks(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    amount: Mapped[Money]

    run: Mapped[SelectionRun] = relationship(lazy="raise")
    application: Mapped[Application] = relationship(lazy="raise")

    @property
    def said(self) -> Deviation:
        return Deviation(self.application.number, self.amount, self.reason)
