"""How an application, its partners and its parts are stored."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.domain.lifecycle import Status
from subsidy.calls.domain.dossier import Consent, Risk, Stays
from subsidy.calls.domain.regulation import CostType
from subsidy.calls.models import Call, RegulationVersion
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation


class Application(Base):
    """One file of a consortium. Its texts are in sections, its figures in rows of their own."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint("(status = 'draft') <= (submitted_at IS NULL)", name="draft"),
        CheckConstraint(
            "(status IN ('submitted', 'admissible', 'inadmissible')) <= (submitted_at IS NOT NULL)",
            name="submitted",
        ),
        Index("ix_application_call_id_status", "call_id", "status", "requested"),
        Index("ix_application_lead_id", "lead_id"),
        Index("ix_application_number", "number", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    number: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    regulation_version_id: Mapped[int] = mapped_column(ForeignKey("regulation_version.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.DRAFT)
    title: Mapped[str] = mapped_column(String(150), default="")
    summary: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    feasible_minimum: Mapped[Money | None]
    requested: Mapped[Money] = mapped_column(default=Money(0))  # the sum of the budget lines
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    judged_reason: Mapped[str] = mapped_column(default="")

    call: Mapped[Call] = relationship(lazy="raise")
    regulation_version: Mapped[RegulationVersion] = relationship(lazy="raise")
    lead: Mapped[Organisation] = relationship(lazy="raise")
    partners: Mapped[list["Partner"]] = relationship(
        lazy="raise", order_by="Partner.id", back_populates="application"
    )
    sections: Mapped[list["Section"]] = relationship(lazy="raise", order_by="Section.id")
    budget_lines: Mapped[list["BudgetLine"]] = relationship(lazy="raise", order_by="BudgetLine.id")
    realisations: Mapped[list["Realisation"]] = relationship(
        lazy="raise", order_by="Realisation.id", back_populates="application"
    )
    promises: Mapped[list["Promise"]] = relationship(lazy="raise", order_by="Promise.id")
    signatures: Mapped[list["Signature"]] = relationship(lazy="raise", order_by="Signature.id")
    snapshots: Mapped[list["Snapshot"]] = relationship(lazy="raise", order_by="Snapshot.id")

    @property
    def partner_ids(self) -> frozenset[int]:
        """Organisations that take part or are invited, the lead included."""
        return frozenset(
            partner.organisation_id
            for partner in self.partners
            if partner.consent is not Consent.REFUSED
        )

    @property
    def unsealed_at(self) -> datetime | None:
        """When the agency may read it: the closing instant of a submitted file, else None."""
        if self.submitted_at is None or self.status is Status.WITHDRAWN:
            return None
        return self.call.closes_at

    @property
    def case_ref(self) -> str:
        return f"application:{self.public_id}"


class Partner(Base):
    """An organisation in a consortium, the lead included (consent given at once)."""

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("application_id", "organisation_id"),
        Index("ix_partner_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    consent: Mapped[Consent] = mapped_column(choice(Consent))
    tasks: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise", back_populates="partners")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Section(Base):
    """One part of the form. ``version`` guards against overwriting a colleague's text.

    Parts with rows of their own (budget, realisations, continuity) keep only their version here.
    """

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("application_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class BudgetLine(Base):
    """What one partner asks for one cost type in one year. No row: nothing."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("application_id", "partner_id", "cost_type", "year"),
        CheckConstraint("requested > 0", name="positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    cost_type: Mapped[CostType] = mapped_column(choice(CostType))
    year: Mapped[int]
    requested: Mapped[Money]


class Realisation(Base):
    """Something that will exist when the project ends, usable by every municipality."""

    __tablename__ = "realisation"
    __table_args__ = (UniqueConstraint("application_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    title: Mapped[str] = mapped_column(String(150))
    for_whom: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(String(80), default="")
    how_to_use: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    available_from: Mapped[date | None]
    adopters: Mapped[list[str]]

    application: Mapped[Application] = relationship(lazy="raise", back_populates="realisations")


class Promise(Base):
    """The continuity of one realisation at one partner after the subsidy stops."""

    __tablename__ = "promise"
    __table_args__ = (UniqueConstraint("realisation_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    realisation_id: Mapped[int] = mapped_column(ForeignKey("realisation.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    stays: Mapped[Stays | None] = mapped_column(choice(Stays))
    owner: Mapped[str] = mapped_column(String(120), default="")
    funding_source: Mapped[str] = mapped_column(String(120), default="")
    deciding_body: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date | None]
    expected_of_others: Mapped[str] = mapped_column(default="")
    risk: Mapped[Risk | None] = mapped_column(choice(Risk))

    years: Mapped[list["PromiseYear"]] = relationship(lazy="raise", order_by="PromiseYear.year")


class PromiseYear(Base):
    """What continuing costs in one year, and how much of it is paid for."""

    __tablename__ = "promise_year"
    __table_args__ = (
        UniqueConstraint("promise_id", "year"),
        CheckConstraint("cost >= 0 AND funded >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"))
    year: Mapped[int]
    cost: Mapped[Money]
    funded: Mapped[Money]


class Signature(Base):
    """Who signed what: the hash is of exactly the content the partner commits to. Append-only."""

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_application_id", "application_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    function: Mapped[str] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]


class Snapshot(Base):
    """A file as it was submitted, whole and unchangeable. Append-only."""

    __tablename__ = "snapshot"
    __table_args__ = (Index("ix_snapshot_application_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
