"""How the budget of an application is stored."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.db import Base, choice


class BudgetLine(Base):
    """What one partner asks for one cost type in one year. No row: nothing."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("application_id", "partner_id", "cost_type", "year"),
        CheckConstraint("requested > 0", name="positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    cost_type: Mapped[CostType] = mapped_column(choice(CostType))
    year: Mapped[int]
    requested: Mapped[Money]
