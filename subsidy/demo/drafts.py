"""The open call of the demo: an application in every state, from empty to submitted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications import service as applications
from subsidy.applications.domain.accounts import NewAccount, Source
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.declarations import Declarations, Intent
from subsidy.applications.domain.form import Key, Project
from subsidy.applications.domain.funding import Amount, Funding, Note
from subsidy.applications.models import Application
from subsidy.calls.domain.regulation import CostType
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.demo import calendar, counting, dossiers, profiles, topics
from subsidy.demo.dossiers import Consortium
from subsidy.demo.enclosures import enclose, pay_to
from subsidy.demo.expecting import expectations
from subsidy.demo.growing import scalings
from subsidy.demo.people import (
    AALST,
    HOREBEKE,
    LEDE,
    MAARKEDAL,
    OCMW_AALST,
    Company,
    hire_members,
)
from subsidy.planning.domain.codes import Aim
from subsidy.rehearsal import service as rehearsal
from subsidy.rehearsal.domain import Rehearsal
from subsidy.storage import Store

WEDNESDAY = 2
BRAKEL, BRUGGE, DAMME, DENDERLEEUW = "45059", "31005", "31006", "41011"
ERPE_MERE, GERAARDSBERGEN, HAALTERT, HERZELE = "41082", "41018", "41024", "41027"
LIERDE, NINOVE, OUDENAARDE, RONSE = "45063", "41048", "45035", "45041"
ZOTTEGEM, ZUIENKERKE, ZWALM = "41081", "31042", "45065"
FOR = {
    CostType.STAFF: "Begeleiders van het digipunt, telkens met hun loonschaal.",
    CostType.OPERATING: "Vorming van vrijwilligers, verplaatsingen en drukwerk.",
    CostType.INVESTMENT: "Laptops en een scherm voor de zaal.",
    CostType.EXTERNAL: "Lesgevers van een centrum voor basiseducatie.",
}

ON_FILE = NewAccount(source=Source.ON_FILE)

EMPTY = Consortium(
    number="IED-22-101",
    title="Digitale wegwijzers in de dorpen",
    topic=topics.DIGIPOINT,
    nis=(MAARKEDAL,),
    asks=0,
)
INVITING = Consortium(
    number="IED-22-102",
    title="Denderstreek digitaal: hulp zonder afspraak",
    topic=topics.DIGIPOINT,
    nis=(AALST, NINOVE, HAALTERT, LEDE, DENDERLEEUW),
    asks=180_000,
)
BUDGETING = Consortium(
    number="IED-22-103",
    title="Laptops voor elk gezin",
    topic=topics.LAPTOPS,
    nis=(NINOVE, GERAARDSBERGEN, HAALTERT, AALST),
    asks=210_000,
)
CONTINUING = Consortium(
    number="IED-22-104",
    title="Klare brieven in de Vlaamse Ardennen",
    topic=topics.LANGUAGE,
    nis=(OUDENAARDE, RONSE, HOREBEKE, MAARKEDAL),
    asks=120_000,
)
SIGNABLE = Consortium(
    number="IED-22-105",
    title="Digibuddy's langs de Dender",
    topic=topics.BUDDIES,
    nis=(AALST, ERPE_MERE, LEDE, HAALTERT),
    asks=160_000,
)
HALF_SIGNED = Consortium(
    number="IED-22-106",
    title="Oefenen doe je overal",
    topic=topics.PRACTICE,
    nis=(ZOTTEGEM, HERZELE, ZWALM, LEDE),
    asks=140_000,
)
SUBMITTABLE = Consortium(
    number="IED-22-107",
    title="Koffers vol oefenkansen",
    topic=topics.PRACTICE,
    nis=(AALST, LEDE, NINOVE, HAALTERT),
    asks=150_000,
)
SUBMITTED = Consortium(
    number="IED-22-108",
    title="Internet in de woonwijk",
    topic=topics.WIFI,
    nis=(GERAARDSBERGEN, LIERDE, BRAKEL, AALST),
    asks=200_000,
)
WITHDRAWN = Consortium(
    number="IED-22-109",
    title="Toestellen delen aan de kust",
    topic=topics.LAPTOPS,
    nis=(BRUGGE, DAMME, ZUIENKERKE),
    asks=130_000,
)
DRAFTS = (
    EMPTY,
    INVITING,
    BUDGETING,
    CONTINUING,
    SIGNABLE,
    HALF_SIGNED,
    SUBMITTABLE,
    SUBMITTED,
    WITHDRAWN,
)
SUMMARIES = (
    (NINOVE, "Wij openen in elke gemeente een digipunt. Vrijwilligers helpen er één dag per week."),
    (
        AALST,
        "Wij openen in elke gemeente een digipunt. Elke week twee dagen, zonder afspraak.",
    ),
)
# Latest first; what a whole file holds was written two days before.
WORKED = [
    day
    for day in reversed(calendar.workdays(date(2022, 8, 22), date(2022, 9, 9)))
    if day.weekday() >= WEDNESDAY
]


@dataclass(frozen=True, slots=True)
class Scene:
    """A dossier that is being written, with all it would hold when complete."""

    company: Company
    call: Call
    whole: Rehearsal
    store: Store

    @property
    def at(self) -> datetime:
        return self.whole.applications[0].submitted_at


def play(session: Session, company: Company, call: Call, store: Store) -> None:
    """Bring each draft as far as it should be."""
    hire_members(session, company, (nis for each in DRAFTS for nis in each.nis))
    profiles.put_on_file(session, company, (GERAARDSBERGEN, ZOTTEGEM))
    regulation = call.versions[-1].regulation
    for number, consortium in enumerate(DRAFTS):
        worked = calendar.at(WORKED[number], 9 + number % 7, 7 * number % 60)
        whole = dossiers.rehearsal(company, regulation, {consortium: worked})
        ACTS[consortium](session, Scene(company, call, whole, store))


def _start(session: Session, scene: Scene) -> Application:
    row = scene.whole.applications[0]
    wanted = applications.Start(title=row.title, number=row.number)
    lead = scene.company.cast.member_at(row.lead_nis, scene.at)
    return applications.start(session, lead, scene.call, wanted)


def _invite(session: Session, scene: Scene) -> None:
    """Invite everybody: one refuses, one has not answered yet, the others take part."""
    cast, record = scene.company.cast, _start(session, scene)
    lead = cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    for nis in (*(row.nis for row in scene.whole.partners[1:]), OCMW_AALST):
        applications.invite(session, lead, record, cast.members[nis][0])
        if nis != LEDE:
            invitee = cast.member_at(nis, scene.at + timedelta(hours=2))
            applications.answer(session, invitee, record, accept=nis != DENDERLEEUW)
    enclose(session, scene.store, lead, record, scan=Scan.WAITING)
    _summarise(session, scene, record)


def _summarise(session: Session, scene: Scene, record: Application) -> None:
    """Let two partners write the summary after each other: the earlier text is kept."""
    for hours, (nis, summary) in enumerate(SUMMARIES, 3):
        writer = scene.company.cast.member_at(nis, scene.at + timedelta(hours=hours))
        part = Project(title=record.title, summary=summary)
        applications.save_part(session, writer, record, part)
    _talk(session, scene, record)


def _talk(session: Session, scene: Scene, record: Application) -> None:
    """Let two partners talk about the summary, and settle something about the budget."""
    asking = scene.company.cast.member_at(NINOVE, scene.at + timedelta(hours=6))
    answering = scene.company.cast.member_at(AALST, scene.at + timedelta(hours=7))
    thread = applications.remark(
        session, asking, record, Key.PROJECT, "Lukken twee dagen per week?"
    )
    applications.remark(session, answering, record, thread, "Ja, als Haaltert ook meedoet.")
    settled = applications.remark(session, answering, record, Key.BUDGET, "Wie vult dit in?")
    applications.settle(session, asking, record, settled, settled=True)


def _write(session: Session, scene: Scene) -> Application:
    row = scene.whole.applications[0]
    cast = scene.company.cast
    record = rehearsal.write_application(session, cast, scene.call, scene.whole, row)
    lead = cast.member_at(row.lead_nis, scene.at)
    applications.save_declarations(session, lead, record, _declared(scene))
    for funding in _paid(record, scene):
        applications.save_funding(session, lead, record, funding)
    counted = counting.indicators(
        scene.at.date() - timedelta(days=20),
        record.starts_on,
        record.ends_on,
        complete=row.number != BUDGETING.number,
    )
    applications.save_indicators(session, lead, record, counted)
    applications.save_expectations(session, lead, record, expectations(record))
    for scaling in scalings(queries.file_again(session, record)):
        applications.save_scaling(session, lead, record, scaling)
    return record


def _declared(scene: Scene) -> Declarations:
    """Return what the advice of the call asks: which actions, and who will adopt it."""
    written_on = scene.at.date() - timedelta(days=9)
    letters = (Intent("Zele", written_on), Intent("Berlare", written_on))
    return Declarations(five_actions=(Aim.GROUP, Aim.DIRECTION), letters=letters)


def _paid(record: Application, scene: Scene) -> Iterator[Funding]:
    """Yield what each partner pays itself: a ninth of the cost, cost by cost."""
    ids = {partner.organisation.nis: partner.public_id for partner in record.partners}
    for partner in scene.whole.partners:
        own = [row for row in scene.whole.budget if row.nis == partner.nis]
        yield Funding(
            partner_id=ids[partner.nis],
            amounts=tuple(
                Amount(cost_type=x.cost_type, year=x.year, own=Money(x.requested.cents // 8))
                for x in own
            ),
            notes=tuple(
                Note(kind, FOR[kind]) for kind in FOR if kind in {x.cost_type for x in own}
            ),
        )


def _write_half_the_budget(session: Session, scene: Scene) -> None:
    first, second = (row.nis for row in scene.whole.partners[:2])
    amounts = tuple(row for row in scene.whole.budget if row.nis in (first, second))
    (row,) = scene.whole.applications
    halfway = replace(row, answers={key: row.answers[key] for key in ("bereik", "vrijwilligers")})
    whole = replace(scene.whole, applications=(halfway,), budget=amounts, continuity=())
    record = _write(session, replace(scene, whole=whole))
    _pass_the_lead(session, scene, record)


def _pass_the_lead(session: Session, scene: Scene, record: Application) -> None:
    """Let the lead ask the last partner to take over; the answer is still to come."""
    lead = scene.company.cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    applications.offer_lead(session, lead, record, record.partners[-1])


def _write_half_the_continuity(session: Session, scene: Scene) -> None:
    promises = tuple(row for row in scene.whole.continuity if row.nis not in (HOREBEKE, MAARKEDAL))
    _write(session, replace(scene, whole=replace(scene.whole, continuity=promises)))


def _sign(
    session: Session, scene: Scene, without: str = "", paid_to: NewAccount = ON_FILE
) -> Application:
    record = _write(session, scene)
    lead = scene.company.cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    enclose(session, scene.store, lead, record)
    pay_to(session, scene.store, lead, record, paid_to)
    signing = [row for row in scene.whole.partners if row.nis != without]
    row = scene.whole.applications[0]
    rehearsal.sign_all(session, scene.company.cast, record, signing, row)
    return record


def _write_with_a_letter(session: Session, scene: Scene) -> None:
    """Write everything; the lead wants the money on another account than the one on file."""
    record = _write(session, scene)
    lead = scene.company.cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    pay_to(session, scene.store, lead, record, _another(scene, 910_000_202))


def _another(scene: Scene, number: int) -> NewAccount:
    """Return another account of Aalst than the one on file."""
    return NewAccount(
        source=Source.OTHER,
        iban=profiles.account(number),
        holder="Stad Aalst, projecten",
        mayor="Griet De Backer",
        financial_director="Leen Aerts",
        dated=scene.at.date() - timedelta(days=3),
    )


def _sign_but_lede(session: Session, scene: Scene) -> None:
    _sign(session, scene, without=LEDE)


def _sign_with_help(session: Session, scene: Scene) -> None:
    """Sign everything while the support desk reads along."""
    record = _sign(session, scene, paid_to=_another(scene, 910_000_404))
    lead = scene.company.cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    applications.let_support_in(session, lead, record)


def _submit(session: Session, scene: Scene) -> None:
    record = _sign(session, scene)
    lead = scene.company.cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    applications.submit(session, lead, record)


def _withdraw(session: Session, scene: Scene) -> None:
    record = _write(session, scene)
    lead = scene.company.cast.member_at(scene.whole.applications[0].lead_nis, scene.at)
    applications.withdraw(session, lead, record, "Wij sluiten aan bij een ander project.")


ACTS: dict[Consortium, Callable[[Session, Scene], object]] = {
    EMPTY: _start,
    INVITING: _invite,
    BUDGETING: _write_half_the_budget,
    CONTINUING: _write_half_the_continuity,
    SIGNABLE: _write_with_a_letter,
    HALF_SIGNED: _sign_but_lede,
    SUBMITTABLE: _sign_with_help,
    SUBMITTED: _submit,
    WITHDRAWN: _withdraw,
}
