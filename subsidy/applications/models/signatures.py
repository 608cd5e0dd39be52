"""How signatures, bound to what was signed, are stored."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


class Signature(Base):
    """Who signed what: the hash is of exactly the content the partner commits to. Append-only.

    ``deciding_body`` and ``decided_on``: who decided that the organisation signs, and when; empty
    in signatures of before that was asked.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_application_id", "application_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    function: Mapped[str] = mapped_column(String(120))
    deciding_body: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date | None]
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]


class SignedPart(Base):
    """What was signed, to set beside what stands there now; read only for that. Append-only."""

    __tablename__ = "signed_part"

    signature_id: Mapped[int] = mapped_column(ForeignKey("signature.id"), primary_key=True)
    content: Mapped[dict[str, Any]]


class SignatureAsked(Base):
    """That a partner was asked to sign again; gone as soon as it signs."""

    __tablename__ = "signature_asked"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), primary_key=True)
    asked_at: Mapped[datetime]
