"""How it is stored that the chair of a jury sent its questions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base
from subsidy.scoring.domain.clarifying import Term


class ClarificationRound(Base):
    """The one round of a call, sent at once, with one term for all of its files.

    ``lengthened``: why the term became longer.
    ``content_hash``: of the term and of every question that went out.
    """

    __tablename__ = "clarification_round"
    __table_args__ = (CheckConstraint("sent_at < due_at", name="term"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    lengthened: Mapped[str] = mapped_column(default="", server_default="")
    content_hash: Mapped[str] = mapped_column(String(64))

    @property
    def id(self) -> int:
        """The name of its entries in the audit log."""
        return self.call_id

    @property
    def term(self) -> Term:
        return Term(self.sent_at, self.due_at)
