"""How a reason why a juror may not see a file is stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base, choice
from subsidy.scoring.domain.conflicts import ConflictKind


class Conflict(Base):
    """A reason why a juror may not see a file, with its evidence."""

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("juror_id", "application_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    evidence: Mapped[dict[str, Any]]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
