"""How it is stored that the agency changed who takes part in a submitted file."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.applications.domain.changes import Kind
from subsidy.db import Base, choice, public_id_column


class ConsortiumChange(Base):
    """A partner left, or another one leads, at its own request. Append-only, beside the snapshot.

    ``partner``: as the snapshot names it. ``content``: what it did to rules and money, frozen.
    """

    __tablename__ = "consortium_change"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        Index("ix_consortium_change_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    partner: Mapped[str] = mapped_column(String(26))
    reason: Mapped[str]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
