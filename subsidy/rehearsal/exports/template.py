"""An annotated example of a rehearsal: small, complete, and itself ready to be rehearsed."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from subsidy.applications.domain import form
from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.calls.domain.regulation import CostType, Regulation, parse
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.rehearsal.domain import (
    ApplicationRow,
    BudgetRow,
    ContinuityRow,
    JurorRow,
    PartnerRow,
    Rehearsal,
    RightRow,
    ScoreRow,
)
from subsidy.rehearsal.domain.contract import DOSSIERS_FILE, REGULATION_FILE
from subsidy.rehearsal.exports.dossiers import dossiers_workbook
from subsidy.rehearsal.exports.files import make, put

EXAMPLE = Path(__file__).parents[1] / "data" / REGULATION_FILE
CREATED = datetime(2021, 9, 1, 9, 0, tzinfo=UTC)
YEARS = (2022, 2023)
AFTER = (2024, 2025, 2026)


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What differs between the examples; the first municipality leads."""

    number: str
    title: str
    realisation: str
    nis: tuple[str, ...]
    yearly: Money
    mark: int


SKETCHES = (
    _Sketch(
        "VB-01",
        "Digipunt in elk dorp",
        "Draaiboek digipunt",
        ("41002", "41048", "41024"),  # Aalst, Ninove, Haaltert
        Money(21_250_50),
        8,
    ),
    _Sketch(
        "VB-02",
        "Digibuddy's aan huis",
        "Opleiding digibuddy",
        ("35013", "35011", "35029"),  # Oostende, Middelkerke, De Haan
        Money(18_000_00),
        7,
    ),
    _Sketch(
        "VB-03",
        "Computers voor de bibliotheek",
        "Lijst van materiaal",
        ("71016", "71070", "71020"),  # Genk, Heusden-Zolder, Halen
        Money(15_000_00),
        5,
    ),
)


def write_template(folder: Path) -> None:
    """Write both files into a folder. Raises RefusedError when one of them is there already."""
    refuse_if(
        Refusal(Text("This file is there already. Choose an empty folder."), str(folder / name))
        for name in (REGULATION_FILE, DOSSIERS_FILE)
        if (folder / name).exists()
    )
    make(folder)
    put(folder, REGULATION_FILE, EXAMPLE.read_bytes())
    put(folder, DOSSIERS_FILE, dossiers_workbook(example(), CREATED, explained=True))


def example() -> Rehearsal:
    """Return the example: three applications, two jurors, two municipalities that claim."""
    data = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    regulation = parse({key: data[key] for key in data.keys() - {"programma", "verdeling"}})
    return Rehearsal(
        regulation=regulation,
        envelope=Money(0),
        line="",
        applications=tuple(_application(each, regulation) for each in SKETCHES),
        partners=tuple(_partner(each, nis) for each in SKETCHES for nis in each.nis),
        budget=tuple(
            _line(each, nis, year) for each in SKETCHES for nis in each.nis for year in YEARS
        ),
        continuity=tuple(
            _promise(each, nis, year) for each in SKETCHES for nis in each.nis for year in AFTER
        ),
        jurors=(
            JurorRow(
                place="",
                name="An Peeters",
                employer="Stad Brugge",
                employer_nis="31005",
                is_chair=True,
            ),
            JurorRow(
                place="",
                name="Bart Claes",
                employer="Kenniscentrum digitale inclusie",
                employer_nis="",
                is_chair=False,
            ),
        ),
        scores=tuple(_scores(regulation)),
        rights=(
            _right("41081", "Draaiboek digipunt"),  # Zottegem
            _right("31022", "Opleiding digibuddy"),  # Oostkamp
        ),
    )


def _application(each: _Sketch, regulation: Regulation) -> ApplicationRow:
    return ApplicationRow(
        place="",
        number=each.number,
        lead_nis=each.nis[0],
        title=each.title,
        summary="Drie gemeenten helpen inwoners die digitaal niet mee zijn, dicht bij huis.",
        starts_on=date(2022, 1, 1),
        ends_on=date(2023, 12, 31),
        feasible_minimum=Money(75_000_00),
        contact=form.Contact(
            name="Carine Maes",
            function="diensthoofd",
            email="carine.maes@gemeente.example",
            telephone="02 000 00 00",
        ),
        content=form.Content(
            needs="De kleine gemeenten vinden geen lesgevers.",
            approach="De partners delen lesgevers, materiaal en afspraken.",
            actions=(form.ActionType.COMPETENCES, form.ActionType.SUPPORT),
            target_groups=(form.TargetGroup.ELDERLY, form.TargetGroup.POVERTY),
            levers=(form.Lever.OUTREACH,),
            degrees=(form.Degree.SKILLS,),
        ),
        privacy=form.Privacy(
            risks="Mensen klikken op valse berichten.",
            measures="Elke les heeft een deel over veilig internet.",
        ),
        submitted_at=regulation.closes_at - timedelta(days=2),
    )


def _partner(each: _Sketch, nis: str) -> PartnerRow:
    lead = nis == each.nis[0]
    return PartnerRow(
        place="",
        number=each.number,
        nis=nis,
        accepts=True,
        tasks="Leidt het project." if lead else "Geeft lessen in de eigen gemeente.",
        needs="Meer vrijwilligers." if lead else "Een lesgever in de buurt.",
        signatory="Dirk Wouters",
        function="burgemeester",
    )


def _line(each: _Sketch, nis: str, year: int) -> BudgetRow:
    return BudgetRow(
        place="",
        number=each.number,
        nis=nis,
        cost_type=CostType.STAFF,
        year=year,
        requested=each.yearly,
    )


def _promise(each: _Sketch, nis: str, year: int) -> ContinuityRow:
    return ContinuityRow(
        place="",
        number=each.number,
        realisation=each.realisation,
        for_whom="Elke gemeente, groot of klein",
        licence="CC BY 4.0",
        how_to_use="Download alles uit de catalogus en volg de stappen.",
        conditions="Een lokaal en een medewerker voor een halve dag per week.",
        available_from=date(2023, 6, 1),
        adopters=("Zottegem", "Oostkamp"),
        nis=nis,
        stays=Stays.STAYS,
        owner="Dienst welzijn",
        funding_source="Eigen middelen",
        deciding_body="Gemeenteraad",
        decided_on=date(2021, 9, 20),
        expected_of_others="Niets",
        risk=Risk.LOW,
        year=year,
        cost=Money(4_000_00),
        funded=Money(3_000_00),
        second_source="Bijdragen van deelnemers",
        second=Money(500_00),
        decision_document="Besluit 2021/318",
    )


def _scores(regulation: Regulation) -> Iterator[ScoreRow]:
    for each in SKETCHES:
        for shift, juror in enumerate(("An Peeters", "Bart Claes")):
            for criterion in regulation.criteria:
                mark = each.mark - shift
                yield ScoreRow(
                    place="",
                    number=each.number,
                    juror=juror,
                    criterion=criterion.key,
                    mark=mark,
                    motivation=f"Het dossier toont dit voor {mark} op 10 aan.",
                )


def _right(nis: str, realisation: str) -> RightRow:
    return RightRow(
        place="",
        nis=nis,
        amount=None,
        efforts=("skills",),
        objective="Elke inwoner kan zelf een afspraak maken bij de gemeente.",
        description="Lessen in de bibliotheek, elke week, met vrijwilligers.",
        realisation=realisation,
        continuity="De lessen blijven, betaald met eigen middelen.",
        deciding_body="College van burgemeester en schepenen",
    )
