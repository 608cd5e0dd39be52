"""The allocation round of the demo: open, with half of the claims in and some being written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from subsidy.allocation import service as allocation
from subsidy.allocation.domain.claim import Answers, Effort
from subsidy.allocation.models import Round
from subsidy.budget.models import Line
from subsidy.catalogue import queries as catalogue
from subsidy.catalogue.models import CatalogueItem
from subsidy.core.money import Money
from subsidy.demo import calendar
from subsidy.demo.people import AALST, HOREBEKE, LEDE, MAARKEDAL, SEED, Company, hire_members
from subsidy.rehearsal import service as rehearsal
from subsidy.rehearsal.domain import RoundPlan

DRAFTS, A_DAY = 12, 15
DAYS = calendar.workdays(date(2022, 8, 29), date(2022, 9, 9))
LEFT_ALONE = frozenset({AALST, LEDE, HOREBEKE})  # theirs is for whoever walks through the demo
STATEMENT = (
    "Na 2024 zijn er geen relancemiddelen meer. Het agentschap verwacht alleen dat een gemeente "
    "doet wat zij hieronder zelf beslist. De catalogus en het steunpunt blijven tot eind 2027."
)
PLAN = RoundPlan(
    title="Trekkingsrecht lokale e-inclusie 2022",
    aim="Elke gemeente die zich inspant voor e-inclusie krijgt een deel, zonder jury.",
    continuity_statement=STATEMENT,
    envelope=Money(5_000_000_00),
    floor=Money(2_500_00),
    ceiling=Money(200_000_00),
    components=(("population_2020", 8_000), ("area_hectares", 2_000)),
    opens_at=calendar.ROUND_OPENS,
    closes_at=calendar.ROUND_CLOSES,
    first_day=date(2022, 11, 1),
    last_day=calendar.LAST_DAY,
)
WORK = {
    Effort.HOME_INTERNET: (
        "Gezinnen zonder internet krijgen een aansluiting aan huis.",
        "Het OCMW kiest de gezinnen, betaalt het eerste jaar en helpt bij de installatie.",
    ),
    Effort.SKILLS: (
        "Inwoners leren stap voor stap werken met de website van de gemeente.",
        "De bibliotheek geeft elke week een open les van twee uur. Wie wil, komt terug.",
    ),
    Effort.SUPPORT: (
        "Elke inwoner vindt een vaste plaats met hulp bij digitale vragen.",
        "Medewerkers van het dienstencentrum helpen op drie plaatsen, zonder afspraak.",
    ),
    Effort.EQUIPMENT: (
        "Niemand is nog uitgesloten door een te dure computer.",
        "De gemeente leent toestellen uit en zet openbare computers in elk dorpshuis.",
    ),
}
CONTINUITY = "De werking gaat door met eigen middelen uit het meerjarenplan."


def play(session: Session, company: Company, line: Line) -> Round:
    """Open the round; let half of the municipalities claim, and some begin."""
    round_ = rehearsal.play_round_opening(session, company.cast, line, PLAN)
    submitting, drafting = _volunteers(company)
    hire_members(session, company, [*submitting, *drafting])
    items = catalogue.all_items(session)
    for number, nis in enumerate(submitting):
        day, turn = divmod(number, A_DAY)
        at = calendar.at(DAYS[day], 9, 30) + timedelta(minutes=29 * turn)
        _claim(session, company, (round_, items), (nis, at))
    for number, nis in enumerate(drafting):
        at = calendar.at(DAYS[-1 - number % 5], 13, 3 * number)
        _begin(session, company, round_, nis, at)
    draft(session, company, line)
    return round_


def draft(session: Session, company: Company, line: Line) -> Round:
    """Begin a second round, to be worked out further."""
    return allocation.create_round(
        session,
        company.cast.officer_at(calendar.START - timedelta(days=5)),
        line,
        allocation.RoundInput(
            title="Trekkingsrecht lokale e-inclusie 2023",
            aim="Wat in 2022 niet is opgenomen, wordt opnieuw verdeeld.",
            continuity_statement=STATEMENT,
            envelope=Money(1_000_000_00),
            floor=Money(1_000_00),
            ceiling=None,
            components=PLAN.components,
            opens_at=calendar.at(date(2023, 2, 6), 9),
            closes_at=calendar.at(date(2023, 3, 31), 12),
            first_day=date(2023, 5, 1),
            last_day=calendar.LAST_DAY,
        ),
    )


def _volunteers(company: Company) -> tuple[Sequence[str], Sequence[str]]:
    """Return who submits (half of all) and who only begins."""
    others = sorted(company.municipalities.keys() - LEFT_ALONE - {MAARKEDAL})
    Random(SEED).shuffle(others)  # noqa: S311 - a demo, not a lot
    half = len(company.municipalities) // 2
    submitting = [MAARKEDAL, *others[: half - 1]]
    return submitting, [AALST, LEDE, *others[half - 1 : half - 3 + DRAFTS]]


def _claim(
    session: Session,
    company: Company,
    offer: tuple[Round, Sequence[CatalogueItem]],
    claimant: tuple[str, datetime],
) -> None:
    (round_, items), (nis, at) = offer, claimant
    organisation, _ = company.cast.members[nis]
    actor = company.cast.member_at(nis, at)
    claim = allocation.start_claim(session, actor, round_, organisation)
    of_others = {each.title: each.public_id for each in items if each.owner_id != organisation.id}
    answers = _answers(company, nis, of_others)
    allocation.save_claim(session, actor, claim, answers, claim.amount, claim.version)
    allocation.submit_claim(session, actor, claim)


def _begin(session: Session, company: Company, round_: Round, nis: str, at: datetime) -> None:
    organisation, person = company.cast.members[nis]
    actor = company.cast.member_at(nis, at)
    claim = allocation.start_claim(session, actor, round_, organisation)
    answers = Answers(contact_name=person.name, contact_email=person.email)
    allocation.save_claim(session, actor, claim, answers, claim.amount, claim.version)


def _answers(company: Company, nis: str, of_others: Mapping[str, str]) -> Answers:
    """Answer from a seed. ``of_others``: public ids of realisations, by title."""
    chance = Random(f"{SEED}:claim:{nis}")  # noqa: S311 - invented answers
    efforts = tuple(chance.sample(sorted(WORK), chance.choice((1, 1, 2))))
    objective, description = WORK[efforts[0]]
    _, person = company.cast.members[nis]
    return Answers(
        contact_name=person.name,
        contact_email=person.email,
        efforts=efforts,
        objective=objective,
        description=description,
        realisation=of_others[chance.choice(sorted(of_others))],
        continuity=CONTINUITY,
        continuity_body="de gemeenteraad",
    )
