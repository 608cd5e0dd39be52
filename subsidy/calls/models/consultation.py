"""How a consultation on a draft call is stored: the frozen draft, voices, consents of members."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, case, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from subsidy.calls.domain.consultation import Feasible, Reaction, Reactions
from subsidy.calls.domain.regulation import Regulation, parse
from subsidy.calls.models.calls import Call
from subsidy.db import Base, public_id_column
from subsidy.organisations.models import Organisation


class Consultation(Base):
    """The draft as it was laid before local authorities, frozen with its hash, for a period.

    ``outcome``: the draft as it was when the reaction report was published, frozen too.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="in_order"),
        CheckConstraint("(reported_at IS NULL) = (outcome_hash IS NULL)", name="reported"),
        Index("ix_consultation_closes_at", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    introduction: Mapped[str]
    expectations: Mapped[dict[str, Any]]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    report: Mapped[str] = mapped_column(default="")
    outcome: Mapped[dict[str, Any] | None]
    outcome_hash: Mapped[str | None] = mapped_column(String(64))
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise")
    # It is named as its call is: there is one per call. The condition is always true; it lets a
    # statement that asks the name alone read this table.
    public_id: Mapped[str] = column_property(
        case(
            (
                call_id.is_not(None),
                select(Call.public_id)
                .where(Call.id == call_id)
                .correlate_except(Call)
                .scalar_subquery(),
            )
        )
    )

    @property
    def is_reported(self) -> bool:
        return self.reported_at is not None

    @property
    def regulation(self) -> Regulation:
        """The draft that was laid before local authorities."""
        return parse(self.content)


class Voice(Base):
    """What one organisation says of the draft, and what the agency answers, per subject.

    ``version`` counts saves of the organisation, ``answered`` those of the agency.
    """

    __tablename__ = "voice"
    __table_args__ = (
        UniqueConstraint("consultation_id", "organisation_id"),
        Index("ix_voice_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    content: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    reacted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reacted_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def reactions(self) -> Reactions:
        return {
            subject: Reaction(
                data["text"], Feasible(data["feasible"]) if data.get("feasible") else None
            )
            for subject, data in self.content.items()
        }


class Consent(Base):
    """A member that lets its association answer; taken back by deleting the row."""

    __tablename__ = "consultation_consent"
    __table_args__ = (Index("ix_consultation_consent_association_id", "association_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    consented_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    consented_at: Mapped[datetime]
