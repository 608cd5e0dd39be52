"""Dossiers for the rules of a call, and what a rule says about one, as a person would read it."""

from collections.abc import Mapping
from datetime import date

from subsidy.calls.domain.dossier import (
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
from subsidy.calls.domain.rules import RULES, Finding, Outcome, Requirement, Terms, evaluate
from subsidy.core.money import Money
from subsidy.core.text import Text

TERMS = Terms(
    minimum=Money(10_000_000),
    maximum=Money(40_000_000),
    partner_minimum=Money(1_000_000),
    first_day=date(2022, 1, 1),
    last_day=date(2024, 12, 31),
)
# name, reference region and population of 2021, as in the reference data
PLACES = {
    "11001": ("Aartselaar", "Regio Antwerpen", 14_455),
    "11002": ("Antwerpen", "Regio Antwerpen", 529_417),
    "13040": ("Turnhout", "Kempen", 45_874),
    "13001": ("Arendonk", "Kempen", 13_437),
    "44021": ("Gent", "Regio Gent", 265_086),
}


def municipality(nis: str) -> Municipality:
    name, region, population = PLACES[nis]
    return Municipality(nis, name, region, "", population)


def partner(nis: str, consent: Consent = Consent.ACCEPTED, *, euro: int = 20_000) -> Partner:
    return Partner(
        id=nis,
        name=PLACES[nis][0],
        municipality=municipality(nis),
        local_authority=True,
        consent=consent,
        requested=Money(euro * 100),
    )


def other(name: str, consent: Consent = Consent.ACCEPTED, *, local: bool = False) -> Partner:
    return Partner(
        id=name,
        name=name,
        municipality=None,
        local_authority=local,
        consent=consent,
        requested=Money(2_000_000),
    )


def judge(dossier: Dossier, rule: str, params: Mapping[str, int] | None = None) -> Finding:
    chosen = RULES[rule].defaults() if params is None else params
    (finding,) = evaluate([Requirement(rule, chosen)], dossier, TERMS)
    return finding


REALISATION = Realisation(
    id="r1",
    title="Digipunt in een koffer",
    for_whom="elke bibliotheek",
    licence="CC BY 4.0",
    how_to_use="handleiding en bouwplan",
    available_from=date(2023, 9, 1),
    adopters=("Arendonk",),
)
PROMISE = Promise(
    realisation_id="r1",
    partner_id="11001",
    stays=Stays.STAYS,
    owner="bibliotheek",
    funding_source="eigen meerjarenplan",
    deciding_body="gemeenteraad",
    decided_on=date(2021, 10, 1),
    expected_of_others="niets",
    risk=Risk.LOW,
    years=tuple(PromiseYear(year, Money(0), Money(0)) for year in (2025, 2026, 2027)),
)
PLAN = Dossier(
    partners=(partner("11001"),),
    ends_on=date(2024, 6, 30),
    realisations=(REALISATION,),
    promises=(PROMISE,),
)


def english(said: object) -> str:
    """Return a text in the words of the code, an enumeration with commas."""
    if isinstance(said, tuple):
        return ", ".join(map(english, said))
    if not isinstance(said, Text):
        return str(said)
    chosen = said.plural if said.plural and said.params["n"] != 1 else said.msgid
    return chosen % {key: english(value) for key, value in said.params.items()}


Said = tuple[Outcome, str, str | None, tuple[str, ...]]
"""Outcome, sentence, remedy and evidence."""


def says(rule: str, dossier: Dossier, params: Mapping[str, int] | None = None) -> Said:
    found = judge(dossier, rule, params)
    assert found.rule == rule
    remedy = None if found.remedy is None else english(found.remedy)
    return found.outcome, english(found.sentence), remedy, tuple(map(english, found.evidence))
