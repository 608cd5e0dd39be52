"""How it is stored which files a juror wants to judge."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base, choice
from subsidy.scoring.domain.bids import Bid


class FileBid(Base):
    """What one juror says of one file, before it is given to anybody."""

    __tablename__ = "file_bid"
    __table_args__ = (UniqueConstraint("juror_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    bid: Mapped[Bid] = mapped_column(choice(Bid))
    said_at: Mapped[datetime]
