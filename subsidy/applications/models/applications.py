"""How an application, the file of a consortium, is stored."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.domain.lifecycle import Status
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.models import Call, RegulationVersion
from subsidy.core.money import Money
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation

if TYPE_CHECKING:
    from subsidy.applications.models.attachments import Attachment
    from subsidy.applications.models.budget import BudgetLine
    from subsidy.applications.models.continuity import Promise
    from subsidy.applications.models.partners import Partner
    from subsidy.applications.models.realisations import Realisation
    from subsidy.applications.models.sections import Section
    from subsidy.applications.models.signatures import Signature
    from subsidy.applications.models.snapshots import Snapshot


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
    supported_since: Mapped[datetime | None]  # the support desk reads along, by consent of the lead

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
    attachments: Mapped[list["Attachment"]] = relationship(lazy="raise", order_by="Attachment.id")
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
    def is_supported(self) -> bool:
        """Whether the support desk reads along: with consent, and in a draft only."""
        return self.supported_since is not None and self.status is Status.DRAFT

    @property
    def case_ref(self) -> str:
        return f"application:{self.public_id}"
