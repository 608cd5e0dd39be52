"""How rounds, drawing rights and claims are stored."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.allocation.domain.key import Component, Key
from subsidy.allocation.domain.lifecycle import ClaimStatus, RoundStatus
from subsidy.budget.models import Line
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation


class Round(Base):
    """An automatic allocation: an envelope, a key, a period in which to claim."""

    __tablename__ = "round"
    __table_args__ = (Index("ix_round_status_closes_at", "status", "closes_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    title: Mapped[str] = mapped_column(String(200))
    aim: Mapped[str]
    continuity_statement: Mapped[str]
    status: Mapped[RoundStatus] = mapped_column(choice(RoundStatus), default=RoundStatus.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    envelope: Mapped[Money]
    floor: Mapped[Money]
    ceiling: Mapped[Money | None]
    components: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    first_day: Mapped[date]
    last_day: Mapped[date]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]

    line: Mapped[Line] = relationship(lazy="raise")

    @property
    def is_public(self) -> bool:
        return self.status is RoundStatus.OPENED

    @property
    def key(self) -> Key:
        """The distribution key; stored as ``{"key": [[indicator, basis points], ...]}``."""
        return Key(
            tuple(Component(name, weight) for name, weight in self.components["key"]),
            self.floor.cents,
            None if self.ceiling is None else self.ceiling.cents,
        )

    @property
    def case_ref(self) -> str:
        """How the ledger names this round's reservation."""
        return f"round:{self.public_id}"


class DrawingRight(Base):
    """What one municipality may claim, with the exact weight that gave it. Append-only."""

    __tablename__ = "drawing_right"
    __table_args__ = (
        UniqueConstraint("round_id", "organisation_id"),
        CheckConstraint("amount >= 0", name="not_negative"),
        Index("ix_drawing_right_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    weight: Mapped[str]
    """An exact fraction, ``numerator/denominator``."""
    amount: Mapped[Money]
    computation: Mapped[dict[str, Any]]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Claim(Base):
    """A municipality's light form: which efforts, which realisation it adopts, what continues."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("round_id", "organisation_id"),
        CheckConstraint("(status = 'submitted') <= (submitted_at IS NOT NULL)", name="submitted"),
        Index("ix_claim_organisation_id", "organisation_id"),
        Index("ix_claim_round_id_status", "round_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    number: Mapped[str] = mapped_column(String(40), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    right_id: Mapped[int] = mapped_column(ForeignKey("drawing_right.id"))
    status: Mapped[ClaimStatus] = mapped_column(choice(ClaimStatus), default=ClaimStatus.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Money]
    answers: Mapped[dict[str, Any]]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    content_hash: Mapped[str | None] = mapped_column(String(64))

    round: Mapped[Round] = relationship(lazy="raise")
    right: Mapped[DrawingRight] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def beneficiary_ids(self) -> frozenset[int]:
        return frozenset({self.organisation_id})

    @property
    def is_final(self) -> bool:
        """Whether the agency may read it: a draft is the municipality's own."""
        return self.status is ClaimStatus.SUBMITTED

    @property
    def case_ref(self) -> str:
        return f"claim:{self.public_id}"
