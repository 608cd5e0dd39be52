"""Whole dossiers for a call of the demo, as rows of a rehearsal; amounts come from a seed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from subsidy.applications.domain.form import Contact, Content, Privacy
from subsidy.calls.domain.dossier import Risk, Stays
from subsidy.calls.domain.regulation import CostType, Regulation
from subsidy.core.money import Money
from subsidy.demo import questions
from subsidy.demo.people import SEED, Company
from subsidy.demo.topics import MEASURES, RISKS, Topic
from subsidy.rehearsal.domain import (
    ApplicationRow,
    BudgetRow,
    ContinuityRow,
    PartnerRow,
    Rehearsal,
)

YEARS_AFTER = 3
SPEND = ((CostType.STAFF, 60), (CostType.OPERATING, 25), (CostType.INVESTMENT, 15))
SIGNING_FUNCTION = "algemeen directeur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consortium:
    """Who wants to do what; the first municipality leads. ``asks``: whole euros, all together."""

    number: str
    title: str
    topic: Topic
    nis: tuple[str, ...]
    asks: int
    starts_on: date = date(2023, 1, 1)
    ends_on: date = date(2024, 12, 31)

    @property
    def lead(self) -> str:
        return self.nis[0]

    @property
    def chance(self) -> Random:
        return Random(f"{SEED}:{self.number}")  # noqa: S311 - invented amounts, not a secret


def rehearsal(
    company: Company,
    regulation: Regulation,
    consortia: Mapping[Consortium, datetime],
) -> Rehearsal:
    """Return whole dossiers of these consortia, with the instant at which each is submitted."""
    return Rehearsal(
        regulation=regulation,
        envelope=regulation.reserved,
        line="",
        applications=tuple(
            _application(company, c, at, asks=bool(regulation.form)) for c, at in consortia.items()
        ),
        partners=tuple(row for c in consortia for row in _partners(company, c)),
        budget=tuple(row for c in consortia for row in _budget(company, c)),
        continuity=tuple(row for c in consortia for row in _continuity(company, c)),
        jurors=(),
        scores=(),
    )


def _application(
    company: Company, consortium: Consortium, at: datetime, *, asks: bool
) -> ApplicationRow:
    topic = consortium.topic
    municipality, person = company.cast.members[consortium.lead]
    return ApplicationRow(
        place=consortium.number,
        number=consortium.number,
        lead_nis=consortium.lead,
        title=consortium.title,
        summary=topic.summary,
        starts_on=consortium.starts_on,
        ends_on=consortium.ends_on,
        feasible_minimum=None,
        contact=Contact(
            name=person.name,
            function="projectleider e-inclusie",
            email=person.email,
            telephone=_telephone(consortium),
        ),
        content=Content(
            needs=topic.needs,
            approach=f"{topic.approach} {municipality.name} neemt de leiding.",
            actions=topic.actions,
            target_groups=topic.groups,
            levers=topic.levers,
            degrees=topic.degrees,
        ),
        privacy=Privacy(risks=RISKS, measures=MEASURES),
        submitted_at=at,
        answers=questions.answers(consortium.number) if asks else {},
    )


def _telephone(consortium: Consortium) -> str:
    """Return a number that nobody has: no Belgian zone begins with 00."""
    return f"000 {consortium.chance.randrange(10, 100)} 00 00"


def _partners(company: Company, consortium: Consortium) -> Iterator[PartnerRow]:
    for nis in consortium.nis:
        municipality, person = company.cast.members[nis]
        is_lead = nis == consortium.lead
        yield PartnerRow(
            place=consortium.number,
            number=consortium.number,
            nis=nis,
            accepts=True,
            tasks=consortium.topic.lead_tasks if is_lead else consortium.topic.partner_tasks,
            needs=f"In {municipality.name} stellen inwoners elke dag digitale vragen.",
            signatory=person.name,
            function=SIGNING_FUNCTION,
        )


def shares(company: Company, consortium: Consortium) -> Mapping[str, Money]:
    """Divide what is asked: the lead carries a third, the rest goes by number of inhabitants."""
    total = Money(consortium.asks * 100)
    crowd = [company.municipalities[nis].population or 1 for nis in consortium.nis]
    even = sum(crowd) // len(crowd)
    weights = [people + even for people in crowd]
    weights[0] += sum(weights) // 3
    return dict(zip(consortium.nis, total.share_out(weights), strict=True))


def _budget(company: Company, consortium: Consortium) -> Iterator[BudgetRow]:
    years = range(consortium.starts_on.year, consortium.ends_on.year + 1)
    cells = [(kind, year, weight) for kind, weight in SPEND for year in years]
    for nis, amount in shares(company, consortium).items():
        parts = amount.share_out([weight for _, _, weight in cells])
        for (kind, year, _), part in zip(cells, parts, strict=True):
            yield BudgetRow(
                place=consortium.number,
                number=consortium.number,
                nis=nis,
                cost_type=kind,
                year=year,
                requested=part,
            )


def _continuity(company: Company, consortium: Consortium) -> Iterator[ContinuityRow]:
    chance = consortium.chance
    for nis, amount in shares(company, consortium).items():
        yearly = Money(amount.cents // 100_00 * 10_00)
        covered = chance.choice((100, 100, 100, 80, 50))
        for year in range(consortium.ends_on.year + 1, consortium.ends_on.year + 1 + YEARS_AFTER):
            yield _promise(company, consortium, nis, year, (yearly, covered))


def _promise(
    company: Company, consortium: Consortium, nis: str, year: int, cost: tuple[Money, int]
) -> ContinuityRow:
    topic, (yearly, covered) = consortium.topic, cost
    return ContinuityRow(
        place=consortium.number,
        number=consortium.number,
        realisation=topic.realisation,
        for_whom=topic.for_whom,
        licence="CC BY 4.0",
        how_to_use=topic.how_to_use,
        conditions=topic.conditions,
        available_from=consortium.ends_on - timedelta(days=183),
        adopters=_adopters(company, consortium),
        nis=nis,
        stays=Stays.STAYS,
        owner="de dienst sociaal beleid",
        funding_source="de eigen werkingsmiddelen",
        deciding_body="de gemeenteraad",
        decided_on=date(consortium.starts_on.year - 1, 6, 27),
        expected_of_others="Van wie geen partner is, verwachten wij niets.",
        risk=Risk.LOW if covered == 100 else Risk.MEDIUM,  # noqa: PLR2004 - percent: all of it
        year=year,
        cost=yearly,
        funded=Money(yearly.cents * covered // 100),
    )


def _adopters(company: Company, consortium: Consortium) -> tuple[str, ...]:
    """Name two municipalities of the same region that do not take part themselves."""
    region = company.municipalities[consortium.lead].region
    others = sorted(
        each.name
        for nis, each in company.municipalities.items()
        if each.region == region and nis not in consortium.nis
    )
    return tuple(consortium.chance.sample(others, 2))
