"""How the parts of a draft are kept: every version of each, who saved it and when."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.accounts.models import Person
from subsidy.db import Base


class DraftPart(Base):
    """One version of a part of a draft, as it was typed. Append-only.

    ``number``: the version of the call that this save made, so that whoever opened a page at a
    version knows whether this part was saved since.
    """

    __tablename__ = "draft_part"
    __table_args__ = (UniqueConstraint("call_id", "part", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    part: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Person] = relationship(lazy="raise")
