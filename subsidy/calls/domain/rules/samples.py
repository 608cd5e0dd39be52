"""Small dossiers for the examples of the rules."""

from dataclasses import replace
from datetime import date

from subsidy.calls.domain.dossier import (
    Around,
    Consent,
    Dossier,
    Municipality,
    Partner,
    Promise,
    PromiseYear,
    Realisation,
    Risk,
    Stays,
)
from subsidy.calls.domain.rules.base import Terms
from subsidy.core.money import Money

TERMS = Terms(
    minimum=Money(100_000_00),
    maximum=Money(400_000_00),
    partner_minimum=Money(10_000_00),
    first_day=date(2022, 1, 1),
    last_day=date(2024, 12, 31),
)


def town(name: str, population: int = 12_000, *, region: str = "Kempen", euro: int = 0) -> Partner:
    """Return a municipality that takes part; its name is its NIS code too."""
    place = Municipality(nis=name, name=name, region=region, province="", population=population)
    return Partner(
        id=name,
        name=name,
        municipality=place,
        local_authority=True,
        organisation_id=name,
        requested=Money(euro * 100),
    )


def in_class(name: str, typology: str) -> Partner:
    place = Municipality(name, name, "Kempen", "", 12_000, typology)
    return replace(town(name), municipality=place)


def association(name: str) -> Partner:
    """Return a partner that is no local authority."""
    return Partner(id=name, name=name, municipality=None, local_authority=False)


def leading(partner: Partner) -> Partner:
    return replace(partner, lead=True)


def asked(partner: Partner) -> Partner:
    """Return a partner that has not answered yet."""
    return replace(partner, consent=Consent.INVITED)


def group(*partners: Partner, around: Around | None = None) -> Dossier:
    requested = Money.total(partner.requested for partner in partners)
    return Dossier(partners=partners, requested=requested, around=around or Around())


REALISATION = Realisation(
    id="r",
    title="Digipunt",
    for_whom="bib",
    licence="CC BY 4.0",
    how_to_use="plan",
    available_from=date(2023, 9, 1),
    adopters=("Arendonk",),
)
PROMISE = Promise(
    realisation_id="r",
    partner_id="Mol",
    stays=Stays.STAYS,
    owner="bib",
    funding_source="plan",
    deciding_body="gemeenteraad",
    decided_on=date(2021, 10, 1),
    expected_of_others="-",
    risk=Risk.LOW,
    years=tuple(PromiseYear(year, Money(0), Money(0)) for year in (2025, 2026, 2027)),
)
LASTING = Dossier(
    partners=(town("Mol"),),
    ends_on=date(2024, 6, 30),
    realisations=(REALISATION,),
    promises=(PROMISE,),
)
"""A project of one partner with a complete plan for what stays."""
