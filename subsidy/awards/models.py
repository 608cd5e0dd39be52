"""How decisions and their division among partners are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import ByTwoPeople
from subsidy.awards.domain.decision import FINAL, Outcome, Status
from subsidy.budget.models import Line
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation

FIRST = text("status <> 'returned' AND replaces_id IS NULL")
AGAIN = text("status <> 'returned' AND replaces_id IS NOT NULL")


class Decision(Base):
    """One decision on one application or claim; ``content`` is its letter, frozen.

    ``released``: what returned to the envelope when the award was given up; never what is paid.
    ``replaces_id``: the rejection after which this award moved up from the reserve list.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "ix_decision_source_ref",
            "source_ref",
            unique=True,
            sqlite_where=FIRST,
            postgresql_where=FIRST,
        ),
        Index(
            "ix_decision_replaces_id",
            "replaces_id",
            unique=True,
            sqlite_where=AGAIN,
            postgresql_where=AGAIN,
        ),
        CheckConstraint("(outcome = 'award') = (amount > 0)", name="amount"),
        CheckConstraint(
            "(status IN ('approved', 'given_up')) = (approved_at IS NOT NULL)", name="approved"
        ),
        CheckConstraint("approved_by_id <> prepared_by_id", name="two_people"),
        CheckConstraint("(status = 'given_up') = (released > 0)", name="given_up"),
        CheckConstraint("released >= 0 AND released <= amount", name="released"),
        Index("ix_decision_reservation_ref", "reservation_ref", "status"),
        Index("ix_decision_status", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    number: Mapped[str] = mapped_column(String(40), unique=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    source_ref: Mapped[str] = mapped_column(String(80))
    reservation_ref: Mapped[str] = mapped_column(String(80))
    lead_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    amount: Mapped[Money]
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.PREPARED)
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    released: Mapped[Money] = mapped_column(default=Money(0))

    line: Mapped[Line] = relationship(lazy="raise")
    lead: Mapped[Organisation] = relationship(lazy="raise")
    shares: Mapped[list["Share"]] = relationship(lazy="raise", order_by="Share.id")

    @property
    def beneficiary_ids(self) -> frozenset[int]:
        return frozenset({self.lead_id, *(share.organisation_id for share in self.shares)})

    @property
    def is_final(self) -> bool:
        """Whether the beneficiaries may know it."""
        return self.status in FINAL

    @property
    def kept(self) -> Money:
        """What the beneficiaries keep: all of it, or what was paid before it was given up."""
        return self.amount - self.released


class Share(Base):
    """What one partner receives of an award; the ledger commits it under ``case_ref``."""

    __tablename__ = "share"
    __table_args__ = (
        UniqueConstraint("decision_id", "organisation_id"),
        CheckConstraint("amount > 0", name="positive"),
        Index("ix_share_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    amount: Mapped[Money]

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def case_ref(self) -> str:
        return f"share:{self.public_id}"


class Waiver(ByTwoPeople, Base):
    """Giving up an award, by two people; what returned stands with the decision."""

    __tablename__ = "waiver"
    status_check = "waiverstatus"
    __table_args__ = (
        ByTwoPeople.once("ix_waiver_decision_id", "decision_id"),
        *ByTwoPeople.checks(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))

    decision: Mapped[Decision] = relationship(lazy="raise")
