"""How it is stored that an invitation went out by mail: of its token only a hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models.applications import Application
from subsidy.db import Base
from subsidy.organisations.models import Organisation


class InvitationMail(Base):
    """One mail with one link. ``address``: of a named person; empty for a known contact.

    It outlives the partner that was invited: a link that was withdrawn still says so.
    """

    __tablename__ = "invitation_mail"
    __table_args__ = (
        Index("ix_invitation_mail_application_id", "application_id", "organisation_id"),
        CheckConstraint("(used_at IS NULL) = (used_by_id IS NULL)", name="used"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(254), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
