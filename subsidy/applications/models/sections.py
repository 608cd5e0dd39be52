"""How the parts of the form, their answers and their earlier texts are stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base


class Section(Base):
    """One part of the form. ``version`` guards against overwriting a colleague's text.

    Parts with rows of their own (budget, realisations, continuity) keep only their version here.
    ``automatic``: the text was saved while somebody was still typing, in a run that began at
    ``since``; a text that a button saved is a run of its own.
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
    automatic: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]


class SectionVersion(Base):
    """An earlier text of a part, with who saved it and when. Append-only.

    The text of now is in its own tables; it comes here when another takes its place. ``number``:
    the version of the part that it was. It names the part, not the section: a part that was
    removed keeps its texts.
    """

    __tablename__ = "section_version"
    __table_args__ = (UniqueConstraint("application_id", "key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
