"""From where on the agency worries about the calls on a line."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.calls.domain.regulation import Limits
from subsidy.db import Base


class LineLimits(Base):
    """What an officer chose for a line; a line without a row has the usual limits."""

    __tablename__ = "line_limits"
    __table_args__ = (CheckConstraint("most_calls > 0 AND shortest_days >= 0", name="sensible"),)

    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), primary_key=True)
    most_calls: Mapped[int]
    shortest_days: Mapped[int]

    @property
    def limits(self) -> Limits:
        return Limits(self.most_calls, self.shortest_days)
