"""How it is stored that the names of a jury are no secret for applicants any more."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


class JuryDisclosure(Base):
    """One row per call whose chair gave the names free; never taken back."""

    __tablename__ = "jury_disclosure"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    named_at: Mapped[datetime]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def id(self) -> int:
        """The name of its entry in the audit log."""
        return self.call_id
