"""The closed call of the demo: files admitted, one still to judge, and a jury halfway."""

from datetime import date, timedelta
from enum import Enum
from random import Random

from sqlalchemy.orm import Session

from subsidy.applications import queries as application_queries
from subsidy.applications import service as applications
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.changes import Kind
from subsidy.applications.domain.judging import Judgement, Verdict
from subsidy.applications.models import Application
from subsidy.budget.models import Line
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.models import Call
from subsidy.demo import calendar, completing, counting, dossiers, programme, topics
from subsidy.demo.dossiers import Consortium
from subsidy.demo.enclosures import enclose, made_pdf
from subsidy.demo.expecting import expectations
from subsidy.demo.growing import scalings
from subsidy.demo.people import (
    CHAIR,
    JUROR,
    PANEL,
    READY_JUROR,
    SEED,
    TORN_JUROR,
    Company,
    Known,
    hire_members,
)
from subsidy.policy import Actor, Role
from subsidy.rehearsal import service as rehearsal
from subsidy.scoring import queries as scoring_queries
from subsidy.scoring import service as scoring
from subsidy.scoring.domain.agreements import Agreements
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.expertise import Profile
from subsidy.scoring.domain.marks import Confidence, Mark
from subsidy.scoring.domain.objecting import Objection
from subsidy.scoring.domain.seats import SeatKind
from subsidy.scoring.models import Juror
from subsidy.storage import Nowhere, Store

DAY = timedelta(days=1)
REVIEWED = calendar.PROJECT_CLOSES + 28 * DAY
KORTRIJK = Consortium(
    number="IED-22-001",
    title="Digipunten in de grensstreek",
    topic=topics.DIGIPOINT,
    nis=("34022", "34023", "34025", "34043"),
    asks=220_000,
)
TURNHOUT = Consortium(
    number="IED-22-002",
    title="Een tweede leven voor elke laptop",
    topic=topics.LAPTOPS,
    nis=("13040", "13031", "13023", "13046"),
    asks=190_000,
)
WETTEREN = Consortium(
    number="IED-22-003",
    title="Klare taal aan de Schelde",
    topic=topics.LANGUAGE,
    nis=("42025", "42010", "44013", "44040"),
    asks=145_000,
)
SINT_TRUIDEN = Consortium(
    number="IED-22-004",
    title="Haspengouw online",
    topic=topics.WIFI,
    nis=("71053", "71017", "71045", "73001"),
    asks=240_000,
)
IEPER = Consortium(
    number="IED-22-005",
    title="Oefenkansen in de Westhoek",
    topic=topics.PRACTICE,
    nis=("33011", "33016", "33039", "33037"),
    asks=165_000,
)
HALLE = Consortium(
    number="IED-22-006",
    title="Tablets voor het Pajottenland",
    topic=topics.LAPTOPS,
    nis=("23027", "23064", "23104"),
    asks=110_000,
)
TIENEN = Consortium(
    number="IED-22-007",
    title="Digibuddy's in het Hageland",
    topic=topics.BUDDIES,
    nis=("24107", "24041", "24059", "24133"),
    asks=175_000,
)
CONSORTIA = (KORTRIJK, TURNHOUT, WETTEREN, SINT_TRUIDEN, IEPER, HALLE, TIENEN)
REJECTED, UNJUDGED = HALLE, TIENEN
COMPLETED, FORGOTTEN = WETTEREN, SINT_TRUIDEN
REASON = "Het project koopt alleen toestellen aan. De oproep vraagt ook hulp aan mensen."


OPINION = applications.Opinion(
    judgements=(
        Judgement(
            rule="scaling_plan_complete",
            verdict=Verdict.NOT_MET,
            reason="Het plan beschrijft alleen een aankoop. Niemand kan dat overnemen.",
        ),
        Judgement(rule="lead_local_authority", verdict=Verdict.CONFIRMED),
    )
)


REQUEST = "Vraag van het college.pdf"
PASSED = (
    "De dienst die het project leidt, verhuist naar een andere gemeente. Beide colleges vragen dit."
)


class Step(Enum):
    """How far a juror is with a file; ``None`` stands for a file that only was assigned."""

    HALFWAY = "cleared, some marks kept"
    CONFLICT = "a conflict declared"
    DONE = "marks handed in"


MEASURED_ON = date(2022, 3, 1)
WORK: dict[tuple[Known, Consortium], Step | None] = {
    (CHAIR, KORTRIJK): Step.DONE,
    (CHAIR, TURNHOUT): Step.HALFWAY,
    (CHAIR, SINT_TRUIDEN): None,
    (JUROR, KORTRIJK): Step.DONE,
    (JUROR, WETTEREN): Step.HALFWAY,
    (JUROR, IEPER): None,
    (TORN_JUROR, TURNHOUT): Step.DONE,
    (TORN_JUROR, SINT_TRUIDEN): Step.CONFLICT,
    (TORN_JUROR, KORTRIJK): None,
    (READY_JUROR, TURNHOUT): Step.DONE,
    (READY_JUROR, WETTEREN): Step.DONE,
    (READY_JUROR, SINT_TRUIDEN): Step.DONE,
    (READY_JUROR, IEPER): Step.DONE,
}
CONFLICT = "Ik gaf vorig jaar betaald advies aan deze gemeente."
TERMS = Agreements(
    due_at=calendar.at(date(2022, 9, 30), 12), closes_at=calendar.at(date(2022, 10, 14), 12)
)
DOUBT = "Bespreken: de tweede partner deed dit al eens, en stopte ermee."
OBJECTION = Objection(
    ConflictKind.CONSULTANCY,
    "Bureau Oost-Vlaanderen Digitaal",
    "Dit bureau schreef mee aan een ander dossier van deze oproep.",
)


def play(session: Session, company: Company, line: Line, store: Store) -> None:
    """Let seven consortia apply; then let the officer and the jury work until halfway."""
    hire_members(session, company, (nis for each in CONSORTIA for nis in each.nis))
    regulation = programme.projects()
    times = {
        each: calendar.PROJECT_CLOSES - timedelta(days=days, hours=days % 3, minutes=7)
        for each, days in zip(CONSORTIA, (0, 1, 2, 3, 6, 7, 8), strict=True)
    }
    whole = dossiers.rehearsal(company, regulation, times)

    def prepare(lead: Actor, record: Application) -> None:
        enclose(session, store, lead, record)
        counted = counting.indicators(MEASURED_ON, record.starts_on, record.ends_on)
        applications.save_indicators(session, lead, record, counted)
        applications.save_expectations(session, lead, record, expectations(record))
        for scaling in scalings(application_queries.file_again(session, record)):
            applications.save_scaling(session, lead, record, scaling)

    call, turned = rehearsal.play_applications(session, company.cast, line, whole, prepare)
    if turned:
        raise RuntimeError(f"the demo's own files are refused: {turned}")
    _complete(session, company, call, store)
    _pass_lead(session, company, call, store)
    _judge(session, company, call)
    _let_the_jury_work(session, company, call, regulation)


def _complete(session: Session, company: Company, call: Call, store: Store) -> None:
    """Ask two consortia to complete their file: one sends in time, one only saves."""
    closed = calendar.PROJECT_CLOSES
    officer = company.cast.officer_at(closed + DAY)
    for record in application_queries.of_call(session, call):
        own = next((one for one in (COMPLETED, FORGOTTEN) if one.number == record.number), None)
        if own is not None:
            lead = company.cast.member_at(own.nis[0], closed + 4 * DAY)
            request = completing.asked(session, officer, record, closed + 6 * DAY)
            completing.answered(session, lead, record, request, store)
            if own is COMPLETED:
                completing.sent(session, lead, record, request)


def _pass_lead(session: Session, company: Company, call: Call, store: Store) -> None:
    """Record that another partner leads one file; nothing where no request can be kept."""
    if isinstance(store, Nowhere):
        return
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + 2 * DAY)
    found = {each.number: each for each in application_queries.of_call(session, call)}
    record = found[IEPER.number]
    heir = next(each for each in record.partners if each.organisation_id != record.lead_id)
    wanted = applications.Changing(
        kind=Kind.LEADS,
        reason=PASSED,
        files=[applications.Sent(REQUEST, made_pdf(REQUEST, record, officer.now))],
        store=store,
    )
    applications.change_after(session, officer, record, heir, wanted)
    for each in application_queries.changes(session, record):
        if each.document is not None:
            applications.note_scan(session, each.document.sha256, Scan.CLEAN, officer.now)


def _judge(session: Session, company: Company, call: Call) -> None:
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + 7 * DAY)
    for record in application_queries.of_call(session, call):
        if record.number == REJECTED.number:
            applications.reject(session, officer, record, REASON, OPINION)
        elif record.number != UNJUDGED.number:
            applications.admit(session, officer, record)


PROFILES: dict[Known, Profile] = {
    CHAIR: Profile(
        areas=("levers:transversal", "degrees:use", "actions:policy", "actions:by_design"),
        about="Ik leid een dienst digitalisering en schreef mee aan ons plan voor e-inclusie.",
        region="Regio Gent",
        most=4,
    ),
    JUROR: Profile(
        areas=("levers:outreach", "degrees:access", "actions:access", "actions:home_internet"),
        about="Ik begeleid digipunten in de bibliotheek en leen laptops uit aan gezinnen.",
        region="Westhoek",
        least=2,
        most=4,
    ),
    READY_JUROR: Profile(
        areas=("levers:participation", "degrees:skills", "actions:competences", "actions:support"),
        about="Ik leid vrijwilligers op die mensen helpen met klare taal en met hun tablet.",
    ),
}


def _fill_the_pool(session: Session, company: Company, officer: Actor) -> None:
    for known, profile in PROFILES.items():
        found = scoring_queries.in_pool(session, company.person(known).public_id)
        if found is None:
            raise LookupError(known.email)
        scoring.save_profile(session, officer, found, profile, 0)


WHY_NOT = "Ik ben in die maanden in het buitenland."


def _invite(session: Session, company: Company, call: Call) -> None:
    """Invite three people: one is a stand-in, one cannot, and one did not answer yet."""
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + 2 * DAY)
    people = scoring_queries.to_invite(session, call.id)[:3]
    kinds = (SeatKind.STAND_IN, SeatKind.MEMBER, SeatKind.MEMBER)
    for answers, person, kind in zip((True, False, None), people, kinds, strict=True):
        made = scoring.invite(session, officer, call, person, kind)
        offer = scoring_queries.offer(session, made.public_id)
        if offer is None:
            raise LookupError(person.email)
        then = Actor(person.id, officer.now + DAY)
        if answers is True:
            scoring.accept(session, then, offer)
        elif answers is False:
            scoring.decline(session, then, offer, WHY_NOT)


def _let_the_jury_work(
    session: Session, company: Company, call: Call, regulation: Regulation
) -> None:
    _object(session, company, call)
    seats = _seat(session, company, call)
    _invite(session, company, call)
    files = {each.number: each for each in scoring_queries.admissible(session, call.id)}
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + 8 * DAY)
    pairs = [(seats[known], files[consortium.number]) for known, consortium in WORK]
    reviews = scoring.assign_all(session, officer, pairs)
    for ((known, consortium), step), review in zip(WORK.items(), reviews, strict=True):
        if step is not None:
            actor = Actor(company.person(known).id, REVIEWED, frozenset({Role.JUROR}))
            marks = _marks(regulation, known, consortium)
            _take(session, actor, review.public_id, (step, marks))
    _let_one_drop_out(session, officer, call, files[IEPER.number])
    scoring.agree(session, officer, call, None, TERMS)


GONE = "Zij verandert van werk en heeft geen tijd meer."


def _let_one_drop_out(session: Session, officer: Actor, call: Call, file: Application) -> None:
    """Give a fifth juror a seat and a file; then this juror leaves, before any mark is in."""
    person = scoring_queries.to_invite(session, call.id)[0]
    scoring.seat(session, officer, call, person)
    juror = next(x for x in scoring_queries.jurors(session, call.id) if x.person_id == person.id)
    begun = scoring_queries.review(session, scoring.assign(session, officer, juror, file).public_id)
    if begun is None:
        raise LookupError(file.number)
    scoring.declare_none(session, Actor(person.id, REVIEWED, frozenset({Role.JUROR})), begun)
    later = Actor(officer.id, REVIEWED + DAY, officer.roles)
    scoring.drop_out(session, later, juror, GONE)


def _object(session: Session, company: Company, call: Call) -> None:
    """Let one lead say whom it does not trust to judge; nobody in the jury is meant."""
    lead = company.cast.member_at(KORTRIJK.nis[0], calendar.PROJECT_CLOSES + 3 * DAY)
    record = next(
        each
        for each in application_queries.of_call(session, call)
        if each.number == KORTRIJK.number
    )
    scoring.object_to(session, lead, record, OBJECTION)


def _seat(session: Session, company: Company, call: Call) -> dict[Known, Juror]:
    officer = company.cast.officer_at(calendar.PROJECT_CLOSES + DAY)
    for known in PANEL:
        scoring.seat(session, officer, call, company.person(known), is_chair=known is CHAIR)
    _fill_the_pool(session, company, officer)
    seats = {each.person_id: each for each in scoring_queries.jurors(session, call.id)}
    return {known: seats[company.person(known).id] for known in PANEL}


def _take(
    session: Session, actor: Actor, public_id: str, rest: tuple[Step, tuple[Mark, ...]]
) -> None:
    """Bring one review as far as it should be."""
    step, marks = rest
    review = scoring_queries.review(session, public_id)
    if review is None:
        raise LookupError(public_id)
    if step is Step.CONFLICT:
        scoring.declare_conflict(session, actor, review, CONFLICT, ConflictKind.CONSULTANCY)
        return
    scoring.declare_none(session, actor, review)
    if step is Step.HALFWAY:
        scoring.save_marks(session, actor, review, scoring.Marks(marks[:1], review.version))
        some = scoring.Marks(marks[:3], review.version, Confidence.LOW)
        scoring.save_marks(session, actor, review, some)
    else:
        whole = scoring.Marks(marks, review.version, Confidence.HIGH)
        scoring.submit_marks(session, actor, review, whole)


def _marks(regulation: Regulation, known: Known, each: Consortium) -> tuple[Mark, ...]:
    """Return marks from a seed; the text of the scale says why."""
    chance = Random(f"{SEED}:{known.email}:{each.number}")  # noqa: S311 - invented marks
    given = {one.key: chance.randint(5, 9) for one in regulation.criteria}
    return tuple(
        Mark(one.key, given[one.key], one.levels[given[one.key]], DOUBT if place == 0 else "")
        for place, one in enumerate(regulation.criteria)
    )
