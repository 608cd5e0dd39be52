"""How a call and the versions of its regulation are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.budget.models import Line
from subsidy.calls.domain.lifecycle import Status
from subsidy.calls.domain.regulation import Regulation, parse
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column


class Call(Base):
    """A call. ``draft`` is the regulation as it is being written; dates are copied for lists."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("(status = 'published') <= (published_at IS NOT NULL)", name="published"),
        Index("ix_call_status_closes_at", "status", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.DRAFT)
    draft: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    reserved: Mapped[Money] = mapped_column(default=Money(0))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]

    line: Mapped[Line] = relationship(lazy="raise")
    versions: Mapped[list["RegulationVersion"]] = relationship(
        lazy="raise", order_by="RegulationVersion.number", back_populates="call"
    )

    @property
    def is_public(self) -> bool:
        return self.status is Status.PUBLISHED

    @property
    def case_ref(self) -> str:
        """How the ledger names this call's reservation."""
        return f"call:{self.public_id}"


class RegulationVersion(Base):
    """A regulation as it was published: frozen. Append-only."""

    __tablename__ = "regulation_version"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]

    call: Mapped[Call] = relationship(lazy="raise", back_populates="versions")

    @property
    def regulation(self) -> Regulation:
        """The regulation as values; read once per process, for it is frozen."""
        known = _read.get(self.content_hash)
        if known is None or known[0] != self.content:
            known = _read[self.content_hash] = self.content, parse(self.content)
        return known[1]


_read: dict[str, tuple[dict[str, Any], Regulation]] = {}  # as many as there are regulations
