"""How the programme, its lines and the ledger are stored."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.budget.domain import Reason, Stage, StatementStatus
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column


class Programme(Base):
    """One-off money for a purpose, during some years."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    name: Mapped[str] = mapped_column(String(200))
    funding_source: Mapped[str] = mapped_column(String(200))
    first_day: Mapped[date]
    last_day: Mapped[date]

    lines: Mapped[list["Line"]] = relationship(
        lazy="raise", order_by="Line.position", back_populates="programme"
    )


class Line(Base):
    """A programme line: a part of the programme with an envelope of its own."""

    __tablename__ = "line"
    __table_args__ = (UniqueConstraint("programme_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    budget_article: Mapped[str] = mapped_column(String(40), default="")

    programme: Mapped[Programme] = relationship(lazy="raise", back_populates="lines")


class LineStatement(Base):
    """What stays of a line when its money stops, and who must do what: one row per version.

    ``version`` counts saves; ``prepared_by_id``: who saved last, so that another publishes.
    """

    __tablename__ = "line_statement"
    __table_args__ = (
        UniqueConstraint("line_id", "number"),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    number: Mapped[int]
    status: Mapped[StatementStatus] = mapped_column(
        choice(StatementStatus), default=StatementStatus.DRAFT
    )
    stays: Mapped[str]
    expected: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]

    line: Mapped[Line] = relationship(lazy="raise")


class LedgerAccount(Base):
    """Where money is: a stage of a line, for one case. Only the funder's may be negative."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("line_id", "stage", "case_ref"),
        CheckConstraint("stage = 'funder' OR balance >= 0", name="covered"),
        Index("ix_ledger_account_case_ref", "case_ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    balance: Mapped[Money] = mapped_column(default=Money(0))

    line: Mapped[Line] = relationship(lazy="raise")


class Transfer(Base):
    """One movement of money: one source, one target, so it balances. Append-only."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("amount > 0", name="positive"),
        CheckConstraint("source_id <> target_id", name="moves"),
        Index("ix_transfer_source_id", "source_id"),
        Index("ix_transfer_target_id", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    amount: Mapped[Money]
    reason: Mapped[Reason] = mapped_column(choice(Reason))
    idempotency_key: Mapped[str] = mapped_column(String(160), unique=True)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    actor_id: Mapped[int]
    at: Mapped[datetime]

    source: Mapped[LedgerAccount] = relationship(lazy="raise", foreign_keys=[source_id])
    target: Mapped[LedgerAccount] = relationship(lazy="raise", foreign_keys=[target_id])
