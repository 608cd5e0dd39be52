"""How a computation of ranking and selection is stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.scoring.domain.methods import Method


class SelectionRun(Base):
    """One computation of ranking and selection, with its frozen input and outcome. Append-only."""

    __tablename__ = "selection_run"
    __table_args__ = (Index("ix_selection_run_call_id", "call_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    method: Mapped[Method] = mapped_column(choice(Method))
    envelope: Mapped[Money]
    seed: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
