"""Write the dossiers of the rehearsal that ships with the project.

27 consortia of four municipalities, 108 in all, as in the result that was published of the call
of 2021 (27 projects, 108 local authorities); everything else about them is invented. Four more
consortia break a rule each and are turned away. The regulation file beside it is kept by hand.

Run ``.venv/bin/python -m tools.shipped_rehearsal``; the same code always gives the same file.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from subsidy.allocation.domain.claim import Effort
from subsidy.applications.domain.form import Contact, Content, Privacy
from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.calls.domain.regulation import CostType, Regulation
from subsidy.core.money import Money
from subsidy.demo import topics
from subsidy.demo.topics import MEASURES, RISKS, Topic
from subsidy.organisations.domain.reference import MunicipalityFacts as Municipality
from subsidy.organisations.domain.reference import read
from subsidy.organisations.service import packaged
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
from subsidy.rehearsal.exports.dossiers import dossiers_workbook
from subsidy.rehearsal.imports.plan import read_plan
from subsidy.rehearsal.imports.towns import Towns

FOLDER = Path("rehearsals/iedereen-digitaal-2021")
CONSORTIA, SIZE, LARGE = 27, 4, 20_000
SATURDAY = 5
FIRST, LAST = date(2022, 3, 1), date(2024, 12, 31)
MADE = datetime(2021, 10, 29, 10, tzinfo=UTC)
TOPICS = tuple(value for value in vars(topics).values() if isinstance(value, Topic))
TITLES = (
    "Digitaal mee in {0} en omgeving",
    "Samen online: {0} werkt met de buren",
    "Geen dorp zonder digitale hulp rond {0}",
    "Van scherm naar samen: {0}, {1} en {2}",
    "Iedereen aan de knoppen in {0} en {1}",
)
JURORS = (
    ("Greet Willems", "Hogeschool", ""),
    ("Tom Jacobs", "Universiteit", ""),
    ("Karim Haddad", "stad Brugge", "31005"),
    ("Els Vermeulen", "Kennisinstelling", ""),
    ("Pieter Aerts", "stad Genk", "71016"),
    ("Nele Maes", "Bibliotheek", ""),
    ("Fatima Amrani", "Vereniging tegen armoede", ""),
    ("Koen Declercq", "stad Roeselare", "36015"),
    ("Lien Peeters", "Onderzoeksbureau", ""),
    ("Wim Janssens", "gemeente Bonheiden", "12005"),
    ("Sara De Smet", "Federatie van vrijwilligers", ""),
    ("Jan Mertens", "Centrum voor volwassenenonderwijs", ""),
)
PER_FILE = 3
AFTERWORDS = (
    "De aanvraag geeft daar goede voorbeelden van.",
    "De jury vond dat terug in de taken van de partners.",
    "Het budget past daarbij.",
    "De planning mag nog scherper.",
    "De kleine gemeenten zijn daar tevreden over.",
)
SPEND = (
    (CostType.STAFF, 58),
    (CostType.OPERATING, 24),
    (CostType.INVESTMENT, 12),
    (CostType.EXTERNAL, 6),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One consortium: who, what, how much, and how good the jury finds it (marks around it)."""

    number: str
    members: tuple[Municipality, ...]
    topic: Topic
    title: str
    asks: Money
    quality: int
    minimum: Money | None = None
    broken: bool = False

    @property
    def realisation(self) -> str:
        return f"{self.topic.realisation} ({self.members[0].name})"

    @property
    def chance(self) -> Random:
        return Random(self.number)  # noqa: S311 - invented texts and marks, not a secret


def consortia(everybody: Sequence[Municipality]) -> tuple[list[Plan], list[Municipality]]:
    """Return 27 consortia within one region each, and the municipalities that are left."""
    by_region: dict[str, list[Municipality]] = defaultdict(list)
    for each in sorted(everybody, key=lambda one: one.nis):
        by_region[each.region].append(each)
    chance = Random("iedereen-digitaal-2021")  # noqa: S311 - invented, not a secret
    found: list[Plan] = []
    regions = sorted(by_region, key=lambda name: -len(by_region[name]))
    while len(found) < CONSORTIA:
        for region in regions:
            members = _members(by_region[region], chance)
            if members and len(found) < CONSORTIA:
                found.append(_plan(len(found) + 1, members))
    return found, [each for rest in by_region.values() for each in rest]


def _members(rest: list[Municipality], chance: Random) -> tuple[Municipality, ...]:
    large = [each for each in rest if (each.population or 0) >= LARGE]
    small = [each for each in rest if (each.population or 0) < LARGE]
    if not large or len(small) < SIZE - 1:
        return ()
    chosen = [chance.choice(large), *chance.sample(small, SIZE - 1)]
    for each in chosen:
        rest.remove(each)
    return tuple(chosen)


def _plan(n: int, members: tuple[Municipality, ...]) -> Plan:
    chance = Random(n)  # noqa: S311 - invented amounts, not a secret
    asks = Money(chance.randrange(210_000_00, 340_000_00, 1))
    title = TITLES[n % len(TITLES)].format(*(each.name for each in members))
    return Plan(
        number=f"IED-21-{n:03d}",
        members=members,
        topic=TOPICS[n % len(TOPICS)],
        title=title,
        asks=asks,
        quality=QUALITY[n - 1],
        minimum=Money(asks.cents * 3 // 10),
    )


# From excellent to weak; the order of the numbers says nothing about the order of the ranking.
QUALITY = (8, 6, 9, 7, 7, 8, 6, 7, 8, 6, 7, 9, 6, 7, 8, 7, 6, 7, 8, 7, 6, 7, 7, 6, 7, 4, 8)
WEAK_CONTINUITY = "IED-21-027"
TIED = ("IED-21-004", "IED-21-005")


def rule_breakers(rest: list[Municipality]) -> list[Plan]:
    """Return four consortia that the rules of the call do not let in."""
    large = [each for each in rest if (each.population or 0) >= LARGE]
    small = [each for each in rest if (each.population or 0) < LARGE]
    home = large[0].region
    near = [each for each in small if each.region == home]
    one_region = _together(small, 4)
    far = [large[1], *(_first_of(small, region) for region in _others(small, large[1].region)[:2])]
    groups = (
        ((large[0], (near or small)[0]), "Digitaal samen sterk in {0} en {1}", False),
        (tuple(one_region), "Kleine gemeenten, een grote stap online", False),
        (tuple(far), "Digibuddy's in {0}, {1} en {2}", False),
        (
            large[2:3] and (large[2], *_together(small, 3, large[2].region)),
            "Internet en een wegwijzer in {0} en omgeving",
            True,
        ),
    )
    return [
        Plan(
            number=f"IED-21-{CONSORTIA + n:03d}",
            members=tuple(members),
            topic=TOPICS[n % len(TOPICS)],
            title=title.format(*(each.name for each in members)),
            asks=Money(180_000_00),
            quality=6,
            broken=broken,
        )
        for n, (members, title, broken) in enumerate(groups, 1)
    ]


def _together(small: Sequence[Municipality], size: int, region: str = "") -> list[Municipality]:
    by_region: dict[str, list[Municipality]] = defaultdict(list)
    for each in small:
        by_region[each.region].append(each)
    wanted = [region] if region else sorted(by_region, key=lambda name: -len(by_region[name]))
    return by_region[wanted[0]][-size:]


def _others(small: Sequence[Municipality], region: str) -> list[str]:
    return sorted({each.region for each in small} - {region})


def _first_of(small: Sequence[Municipality], region: str) -> Municipality:
    return next(each for each in small if each.region == region)


# Rows ---------------------------------------------------------------------------------------------


def application(plan: Plan, closes: datetime) -> ApplicationRow:
    topic, lead = plan.topic, plan.members[0]
    return ApplicationRow(
        place="",
        number=plan.number,
        lead_nis=lead.nis,
        title=plan.title,
        summary=topic.summary,
        starts_on=FIRST,
        ends_on=LAST,
        feasible_minimum=plan.minimum,
        contact=Contact(
            name=f"Projectleider van {lead.name}",
            function="projectleider e-inclusie",
            email=f"e-inclusie-{lead.nis}@gemeente.example",
            telephone="000 10 00 00",
        ),
        content=Content(
            needs=topic.needs,
            approach=f"{topic.approach} {lead.name} neemt de leiding.",
            actions=topic.actions,
            target_groups=topic.groups,
            levers=topic.levers,
            degrees=topic.degrees,
        ),
        privacy=Privacy(risks=RISKS, measures=MEASURES),
        submitted_at=_in_office_hours(closes, plan.chance),
    )


def _in_office_hours(closes: datetime, chance: Random) -> datetime:
    """Return a moment on a working day before the call closes, which it does at noon."""
    days = [n for n in range(1, 28) if (closes - timedelta(days=n)).weekday() < SATURDAY]
    return closes - timedelta(days=chance.choice(days), hours=chance.randrange(-4, 4))


def partners(plan: Plan) -> Iterator[PartnerRow]:
    for each in plan.members:
        lead = each is plan.members[0]
        yield PartnerRow(
            place="",
            number=plan.number,
            nis=each.nis,
            accepts=True,
            tasks=plan.topic.lead_tasks if lead else plan.topic.partner_tasks,
            needs=f"In {each.name} stellen inwoners elke dag digitale vragen.",
            signatory=f"Algemeen directeur van {each.name}",
            function="algemeen directeur",
        )


def shares(plan: Plan) -> dict[str, Money]:
    """Divide what is asked: the lead carries more, the rest goes by number of inhabitants."""
    crowd = [each.population or 1 for each in plan.members]
    even = sum(crowd) // len(crowd)
    weights = [people + even for people in crowd]
    nis_codes = [each.nis for each in plan.members]
    return dict(zip(nis_codes, plan.asks.share_out(weights), strict=True))


def budget(plan: Plan) -> Iterator[BudgetRow]:
    cells = [
        (kind, year, weight) for kind, weight in SPEND for year in range(FIRST.year, LAST.year + 1)
    ]
    for nis, amount in shares(plan).items():
        parts = amount.share_out([weight for _, _, weight in cells])
        for (kind, year, _), part in zip(cells, parts, strict=True):
            yield BudgetRow(
                place="", number=plan.number, nis=nis, cost_type=kind, year=year, requested=part
            )


def continuity(plan: Plan, names: dict[str, str]) -> Iterator[ContinuityRow]:
    topic, chance = plan.topic, plan.chance
    adopters = tuple(chance.sample(sorted(names.values()), 2))
    for nis, amount in shares(plan).items():
        yearly = Money(amount.cents // 100_00 * 12_00 + 50)
        covered = chance.choice((100, 100, 80, 60))
        for year in range(LAST.year + 1, LAST.year + 4):
            yield ContinuityRow(
                place="",
                number=plan.number,
                realisation=plan.realisation,
                for_whom=topic.for_whom,
                licence="CC BY 4.0",
                how_to_use=topic.how_to_use,
                conditions=topic.conditions,
                available_from=date(2024, 6, 30),
                adopters=adopters,
                nis=nis,
                stays=Stays.STAYS if covered > 60 else Stays.HANDED_OVER,  # noqa: PLR2004 - percent
                owner="" if plan.broken else "de dienst sociaal beleid",
                funding_source="de eigen werkingsmiddelen",
                deciding_body="de gemeenteraad",
                decided_on=date(2021, 9, 27),
                expected_of_others="Wij verwachten niets van anderen.",
                risk=Risk.LOW if covered == 100 else Risk.MEDIUM,  # noqa: PLR2004 - percent
                year=year,
                cost=yearly,
                funded=Money(yearly.cents * covered // 100),
            )


def jury() -> tuple[JurorRow, ...]:
    return tuple(
        JurorRow(
            place="", name=name, employer=employer, employer_nis=nis, is_chair=name == JURORS[0][0]
        )
        for name, employer, nis in JURORS
    )


def scores(plan: Plan, turn: int, regulation: Regulation) -> Iterator[ScoreRow]:
    """Three jurors without a conflict, in turn; marks lie around the quality of the file."""
    own = {each.nis for each in plan.members}
    able = [name for name, _, nis in JURORS if nis not in own]
    chance = plan.chance
    for seat in range(PER_FILE):
        juror = able[(turn * PER_FILE + seat) % len(able)]
        for n, criterion in enumerate(regulation.criteria):
            mark = _mark(plan, criterion.key, n, chance)
            motivation = f"{criterion.levels[mark]} {chance.choice(AFTERWORDS)}"
            yield ScoreRow(
                place="",
                number=plan.number,
                juror=juror,
                criterion=criterion.key,
                mark=mark,
                motivation=motivation,
            )


def _mark(plan: Plan, criterion: str, n: int, chance: Random) -> int:
    if plan.number in TIED:  # the same points by other marks: 8 and 7 change places
        first = TIED.index(plan.number)
        return (8, 7)[first] if n == 0 else (7, 8)[first] if n == 1 else 7
    if plan.number == WEAK_CONTINUITY and criterion == "continuiteit":
        return chance.choice((2, 3))
    return max(0, min(10, plan.quality + chance.choice((-1, 0, 0, 0, 1))))


def rights(everybody: Sequence[Municipality], plans: Sequence[Plan]) -> Iterator[RightRow]:
    """Every second municipality claims, most of them all of their right."""
    best = [plan.realisation for plan in plans if plan.quality == max(QUALITY)]
    efforts = tuple(Effort)
    for n, each in enumerate(sorted(everybody, key=lambda one: one.nis)):
        if n % 2:
            continue
        chance = Random(each.nis)  # noqa: S311 - invented answers, not a secret
        others = [title for title in best if each.name not in title]
        yield RightRow(
            place="",
            nis=each.nis,
            amount=Money(2_500_00) if n % 50 == 0 else None,
            efforts=tuple(dict.fromkeys((efforts[0], chance.choice(efforts)))),
            objective="Elke inwoner vindt hulp bij een digitale vraag.",
            description=f"{each.name} opent een vast punt en bezoekt mensen thuis.",
            realisation=chance.choice(others),
            continuity="Het punt blijft open met eigen medewerkers en vrijwilligers.",
            deciding_body="het college van burgemeester en schepenen",
        )


def whole() -> Rehearsal:
    """Return everything that the workbook says, with the regulation of the folder."""
    plan_of_call, faults = read_plan(FOLDER, Towns.packaged())
    if plan_of_call is None:
        raise SystemExit("\n".join(f"{each.place}: {each.text}" for each in faults))
    everybody = read(packaged()).municipalities
    plans, rest = consortia(everybody)
    every = [*plans, *rule_breakers(rest)]
    names = {each.nis: each.name for each in everybody}
    regulation = plan_of_call.regulation
    return Rehearsal(
        regulation=regulation,
        envelope=plan_of_call.envelope,
        line=plan_of_call.line,
        applications=tuple(application(plan, regulation.closes_at) for plan in every),
        partners=tuple(row for plan in every for row in partners(plan)),
        budget=tuple(row for plan in every for row in budget(plan)),
        continuity=tuple(row for plan in every for row in continuity(plan, names)),
        jurors=jury(),
        scores=tuple(
            row for turn, plan in enumerate(plans) for row in scores(plan, turn, regulation)
        ),
        round=plan_of_call.round,
        rights=tuple(rights(everybody, plans)),
    )


if __name__ == "__main__":
    (FOLDER / "dossiers.xlsx").write_bytes(dossiers_workbook(whole(), MADE))
