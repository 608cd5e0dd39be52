"""Kinds and sizes of organisations, the division of Flanders, and how names are sorted."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Self

from subsidy.core.labels import Labelled
from subsidy.core.text import N_
from subsidy.policy import Standing

PROVINCES = ("Antwerpen", "Limburg", "Oost-Vlaanderen", "Vlaams-Brabant", "West-Vlaanderen")

# The reference regions, with how many of the 300 municipalities of 2021 lie in each.
REGIONS: Mapping[str, int] = MappingProxyType(
    {
        "Denderregio": 14,
        "Halle-Vilvoorde": 33,
        "Kempen": 27,
        "Limburg": 42,
        "Midwest": 17,
        "Oost-Brabant": 32,
        "Regio Antwerpen": 30,
        "Regio Brugge": 10,
        "Regio Gent": 23,
        "Regio Oostende": 7,
        "Rivierenland": 12,
        "Vlaamse Ardennen": 14,
        "Waasland": 9,
        "Westhoek": 17,
        "Zuid-West-Vlaanderen": 13,
    }
)


class OrganisationKind(Labelled):
    """What an organisation is in law."""

    MUNICIPALITY = "municipality", N_("municipality")
    OCMW = "ocmw", N_("public social welfare centre")
    IGS = "igs", N_("intermunicipal association")
    AGB = "agb", N_("autonomous municipal company")
    VGC = "vgc", N_("Flemish Community Commission")
    AGENCY = "agency", N_("Flemish agency")
    ASSOCIATION = "association", N_("association")
    COMPANY = "company", N_("company")
    EDUCATION = "education", N_("school or university")
    OTHER = "other", N_("other organisation")

    @property
    def local_authority(self) -> bool:
        return self in _LOCAL_AUTHORITIES

    @property
    def standing(self) -> Standing:
        """What the policy needs to know of it."""
        if self.local_authority:
            return Standing.LOCAL_AUTHORITY
        return Standing.ASSOCIATION if self is OrganisationKind.ASSOCIATION else Standing.OTHER


_LOCAL_AUTHORITIES = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.OCMW,
        OrganisationKind.IGS,
        OrganisationKind.AGB,
        OrganisationKind.VGC,
    }
)


class SizeClass(Labelled):
    """Municipalities of about the same number of inhabitants."""

    UNDER_10K = "0-10", N_("fewer than 10,000 inhabitants")
    FROM_10K = "10-15", N_("10,000 to 14,999 inhabitants")
    FROM_15K = "15-20", N_("15,000 to 19,999 inhabitants")
    FROM_20K = "20-30", N_("20,000 to 29,999 inhabitants")
    FROM_30K = "30-50", N_("30,000 to 49,999 inhabitants")
    FROM_50K = "50-100", N_("50,000 to 99,999 inhabitants")
    FROM_100K = "100-", N_("100,000 inhabitants or more")

    @property
    def lowest(self) -> int:
        return _thousands(self.split("-")[0]) or 0

    @property
    def below(self) -> int | None:
        """The first number of inhabitants that is too many; None: no limit."""
        return _thousands(self.split("-")[1])

    @classmethod
    def of(cls, population: int) -> Self:
        return max((c for c in cls if c.lowest <= population), key=lambda c: c.lowest)


def _thousands(text: str) -> int | None:
    return int(text) * 1000 if text else None


class IndicatorKey(Labelled):
    """The published figures that ship with the application; others may be added as data."""

    POPULATION_2020 = "population_2020", N_("inhabitants on 1 January 2020")
    POPULATION_2021 = "population_2021", N_("inhabitants on 1 January 2021")
    AREA = "area_hectares", N_("area in hectares")
    E_INCLUSION_2022 = "einclusion_2022_euro", N_("maximum for e-inclusion 2022, in euros")
    CLIMATE_PACT_2021 = "climate_pact_2021_euro", N_("maximum for the climate pact 2021, in euros")


def sort_name(name: str) -> str:
    """Return what a name is sorted and searched by: no accents, capitals, hyphens, apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which municipalities to list; what is empty does not limit. ``text``: how a word begins."""

    text: str = ""
    region: str | None = None
    size: SizeClass | None = None
    active_on: date | None = None

    @property
    def everything(self) -> bool:
        return not (self.text or self.region or self.size or self.active_on)
