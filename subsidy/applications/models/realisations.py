"""How the things that will exist when the project ends are stored."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.applications.models.applications import Application
from subsidy.db import Base, public_id_column


class Realisation(Base):
    """Something that will exist when the project ends, usable by every municipality."""

    __tablename__ = "realisation"
    __table_args__ = (UniqueConstraint("application_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    title: Mapped[str] = mapped_column(String(150))
    for_whom: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(String(80), default="")
    how_to_use: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    available_from: Mapped[date | None]
    adopters: Mapped[list[str]]

    application: Mapped[Application] = relationship(lazy="raise", back_populates="realisations")
