"""How an enclosed file is stored: its bytes are in the store, under their fingerprint."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.applications.domain.attachments import LONGEST_NAME, FileKind, Scan
from subsidy.db import PUBLIC_ID_LENGTH, Base, choice, public_id_column

KEY_LENGTH = 40


class Attachment(Base):
    """One file in an application. ``question``: the key of the question it answers, or empty.

    ``looked_at``: when the scanner last looked at it, whatever it found. ``decided_by`` and
    ``decided_on``: of a decision, the partner that took it (as addresses name it) and the day.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("application_id", "question", "content_hash"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_attachment_content_hash", "content_hash"),
        Index("ix_attachment_scan", "scan", "looked_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    question: Mapped[str] = mapped_column(String(KEY_LENGTH), default="")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    size: Mapped[int]
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    content_hash: Mapped[str] = mapped_column(String(64))
    scan: Mapped[Scan] = mapped_column(choice(Scan))
    looked_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="", server_default="")
    decided_on: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
