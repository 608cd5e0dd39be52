"""Downloads about organisations: the list of municipalities as a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write
from subsidy.organisations import queries
from subsidy.organisations.domain import IndicatorKey, Wanted
from subsidy.organisations.models import Organisation

CREATOR = "Relanceloket"
COLUMNS = (
    Column(Text("NIS code"), width=10),
    Column(Text("Municipality")),
    Column(Text("Province"), width=18),
    Column(Text("Arrondissement"), width=18),
    Column(Text("Reference region"), width=22),
    Column(Text("Inhabitants on 1 January 2020"), Kind.INTEGER, total=True),
    Column(Text("Inhabitants on 1 January 2021"), Kind.INTEGER, total=True),
    Column(Text("Area in km²"), Kind.NUMBER),
    Column(Text("Typology"), width=10),
    Column(Text("Description of the typology"), width=44),
    Column(Text("Enterprise number"), width=14),
    Column(Text("OVO code"), width=14),
    Column(Text("Last day under this code"), Kind.DATE),
    Column(Text("Maximum for e-inclusion 2022"), Kind.MONEY, total=True),
    Column(Text("Maximum for the climate pact 2021"), Kind.MONEY, total=True),
)
SOURCES = (
    Text("Names, codes, mergers and populations: Statbel. Area: National Geographic Institute."),
    Text("Numbers: organisation register. Typology: the provinces. Amounts: the agency."),
    Text("An empty cell means: not in the source. Herstappe has no population of 2021."),
)


def municipalities(session: Session, wanted: Wanted, created: datetime) -> bytes:
    """Return the municipalities of a list, with every figure that is known of them."""
    found = queries.municipalities(session, wanted)
    figures = queries.indicator_values(session, IndicatorKey)
    title = Text("Municipalities")
    return write(
        [
            Introduction(title, SOURCES, _facts(wanted, len(found))),
            Sheet(title, COLUMNS, _rows(found, figures), Text("One row per municipality.")),
        ],
        title=title,
        creator=CREATOR,
        created=created,
    )


def _facts(wanted: Wanted, count: int) -> list[Fact]:
    facts = [Fact(Text("Number of municipalities"), count, Kind.INTEGER)]
    if wanted.text:
        facts.append(Fact(Text("Name"), wanted.text))
    if wanted.region is not None:
        facts.append(Fact(Text("Reference region"), wanted.region))
    if wanted.size is not None:
        facts.append(Fact(Text("Size"), wanted.size.label))
    return facts


def _rows(
    found: Sequence[Organisation], figures: Mapping[int, Mapping[str, int]]
) -> Iterator[Sequence[object]]:
    for one in found:
        known = figures.get(one.id, {})
        yield (
            one.nis,
            one.name,
            one.province,
            one.arrondissement,
            one.region,
            known.get(IndicatorKey.POPULATION_2020),
            known.get(IndicatorKey.POPULATION_2021),
            one.area_km2,
            one.typology,
            one.typology_label,
            one.kbo,
            one.ovo,
            one.active_until,
            euros(known.get(IndicatorKey.E_INCLUSION_2022)),
            euros(known.get(IndicatorKey.CLIMATE_PACT_2021)),
        )


def euros(whole: int | None) -> Money | None:
    return None if whole is None else Money(whole * 100)
