"""A whole file as values, for tests without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime

from subsidy.applications.domain.case_file import CaseFile, FileLine, FilePartner, FileSignature
from subsidy.applications.domain.form import (
    ActionType,
    Contact,
    Content,
    Degree,
    Lever,
    Privacy,
    TargetGroup,
)
from subsidy.applications.domain.signing import content_hash
from subsidy.calls.domain.dossier import (
    Municipality,
    Promise,
    PromiseYear,
    Realisation,
    Risk,
    Stays,
)
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.organisations.domain import OrganisationKind

SIGNED_AT = datetime(2021, 10, 1, 8, 0, tzinfo=UTC)
YEARS = (2024, 2025, 2026)
NAMES = ("Aalst", "Ninove", "Lede")


def partner(number: int) -> FilePartner:
    name = NAMES[number]
    return FilePartner(
        id=f"p{number}",
        organisation_id=f"o{number}",
        name=name,
        kind=OrganisationKind.MUNICIPALITY,
        nis=f"4100{number}",
        municipality=Municipality(f"4100{number}", name, "Denderregio", "Oost-Vlaanderen", 20_000),
        lead=number == 0,
        tasks=f"{name} geeft lessen.",
        needs="Lesgevers.",
    )


def promise(realisation_id: str, partner_id: str) -> Promise:
    return Promise(
        realisation_id=realisation_id,
        partner_id=partner_id,
        stays=Stays.STAYS,
        owner="Bibliotheek",
        funding_source="Eigen middelen",
        deciding_body="Gemeenteraad",
        decided_on=date(2021, 9, 20),
        expected_of_others="Niets",
        risk=Risk.LOW,
        years=tuple(PromiseYear(year, Money(4_000_00), Money(1_000_00)) for year in YEARS),
    )


def complete_file() -> CaseFile:
    """Return a file of three partners and two realisations in which only signatures are missing."""
    partners = tuple(partner(number) for number in range(3))
    realisations = tuple(
        Realisation(
            id=f"r{number}",
            title=f"Draaiboek {number}",
            for_whom="Elke gemeente",
            licence="CC BY 4.0",
            how_to_use="Volg de stappen.",
            available_from=date(2023, 6, 1),
            adopters=("Zottegem",),
        )
        for number in range(2)
    )
    return CaseFile(
        id="a",
        number="IED-TEST22",
        call_id="c",
        call_title="Oproep",
        regulation_version=1,
        regulation_hash="0" * 64,
        title="Digitaal mee",
        summary="Wat, waar en hoe.",
        starts_on=date(2022, 1, 1),
        ends_on=date(2023, 12, 31),
        feasible_minimum=Money(100_000_00),
        contact=Contact(
            name="An", function="Diensthoofd", email="an@aalst.be", telephone="053 72 34 00"
        ),
        content=Content(
            needs="Lesgevers",
            approach="Samen",
            actions=(ActionType.SUPPORT,),
            target_groups=(TargetGroup.ALL,),
            levers=(Lever.OUTREACH,),
            degrees=(Degree.USE,),
        ),
        privacy=Privacy(risks="Phishing", measures="Lessen"),
        partners=partners,
        lines=tuple(
            FileLine(partner_id=one.id, cost_type=kind, year=year, requested=Money(10_000_00))
            for one in partners
            for kind in (CostType.STAFF, CostType.EXTERNAL)
            for year in (2022, 2023)
        ),
        realisations=realisations,
        promises=tuple(promise(r.id, p.id) for r in realisations for p in partners),
    )


def signed(file: CaseFile) -> CaseFile:
    """Return the file with the signature of every partner under what stands there now."""
    signatures = tuple(
        FileSignature(
            partner_id=one.id,
            name="An Peeters",
            function="burgemeester",
            content_hash=content_hash(file, one.id),
            signed_at=SIGNED_AT,
        )
        for one in file.partners
    )
    return replace(file, signatures=(*file.signatures, *signatures))
