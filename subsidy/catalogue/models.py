"""How the catalogue of realisations is stored."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from subsidy.db import Base, public_id_column
from subsidy.organisations.models import Organisation


class CatalogueItem(Base):
    """A realisation of an awarded project, usable by every municipality.

    ``withdrawn``: its project gave up the award; who adopted it still finds it.
    """

    __tablename__ = "catalogue_item"
    __table_args__ = (UniqueConstraint("source_ref", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    source_ref: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    for_whom: Mapped[str]
    licence: Mapped[str] = mapped_column(String(80))
    how_to_use: Mapped[str]
    conditions: Mapped[str]
    available_from: Mapped[date | None]
    published_at: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False)

    owner: Mapped[Organisation] = relationship(lazy="raise")


class Adoption(Base):
    """An organisation that uses, or promised to use, a realisation of somebody else."""

    __tablename__ = "adoption"
    __table_args__ = (
        UniqueConstraint("item_id", "organisation_id"),
        Index("ix_adoption_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("catalogue_item.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    source_ref: Mapped[str] = mapped_column(String(80))
    adopted_at: Mapped[datetime]
