"""How the organisations of a consortium are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models.applications import Application
from subsidy.calls.domain.dossier import Consent
from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.models import Organisation


class Partner(Base):
    """An organisation in a consortium, the lead included (consent given at once).

    ``account``: to which it is paid, as it chose it for this application; no part of the form, as
    the other partners may not read it. ``account_version`` guards it against two people at once.
    """

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
    account: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    account_version: Mapped[int] = mapped_column(default=0, server_default="0")

    application: Mapped[Application] = relationship(lazy="raise", back_populates="partners")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
