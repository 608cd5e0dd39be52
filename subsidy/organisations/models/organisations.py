"""How organisations and the public facts about them are stored."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from subsidy.db import Base, choice, public_id_column
from subsidy.organisations.domain import OrganisationKind, SizeClass

NAME = 160
# By code point on both databases, so that lists have one order and a prefix can use the index.
SORTED = String(NAME).with_variant(String(NAME, collation="C"), "postgresql")


class Organisation(Base):
    """A municipality or any other body. What only municipalities have is empty for the others.

    ``population`` is that of 1 January 2021 (Herstappe: 2020, the source has no later figure).
    ``active_until`` is the last day on which it exists under this code.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        Index("ix_organisation_kind_sort_name", "kind", "sort_name"),
        Index("ix_organisation_kind_region", "kind", "region", "sort_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id_column()
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    name: Mapped[str] = mapped_column(String(NAME))
    sort_name: Mapped[str] = mapped_column(SORTED, index=True)
    kbo: Mapped[str | None] = mapped_column(String(10), unique=True)
    ovo: Mapped[str | None] = mapped_column(String(9), unique=True)
    nis: Mapped[str | None] = mapped_column(String(5), unique=True)
    province: Mapped[str | None] = mapped_column(String(40))
    arrondissement: Mapped[str | None] = mapped_column(String(40))
    region: Mapped[str | None] = mapped_column(String(40))
    population: Mapped[int | None]
    area_hectares: Mapped[int | None]
    typology: Mapped[str | None] = mapped_column(String(2))
    typology_label: Mapped[str | None] = mapped_column(String(120))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    tile_column: Mapped[int | None]
    tile_row: Mapped[int | None]
    active_until: Mapped[date | None]

    @property
    def size_class(self) -> SizeClass | None:
        return None if self.population is None else SizeClass.of(self.population)

    @property
    def area_km2(self) -> Decimal | None:
        return None if self.area_hectares is None else Decimal(self.area_hectares).scaleb(-2)

    @property
    def has_tile(self) -> bool:
        """Whether the map of 2021 shows it; a later municipality has no tile of its own."""
        return self.tile_column is not None

    def active_on(self, day: date) -> bool:
        return self.active_until is None or day <= self.active_until


class Neighbour(Base):
    """A shared border; every pair is stored in both directions."""

    __tablename__ = "neighbour"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    neighbour_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class Succession(Base):
    """A dated fact of law about codes, also of municipalities that we have no row for."""

    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("effective_on", "predecessor_nis", "successor_nis"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_on: Mapped[date]
    predecessor_nis: Mapped[str] = mapped_column(String(5))
    predecessor_name: Mapped[str] = mapped_column(String(NAME))
    successor_nis: Mapped[str] = mapped_column(String(5))
    successor_name: Mapped[str] = mapped_column(String(NAME))


class Indicator(Base):
    """A published whole number about an organisation; an unknown figure has no row, never 0."""

    __tablename__ = "indicator"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    value: Mapped[int] = mapped_column(BigInteger)
