"""How signatures, bound to what was signed, are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


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
