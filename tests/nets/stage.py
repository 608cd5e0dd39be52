"""What the nets need beside the demo: people with one right each, and records in rare states."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.allocation import service as allocation
from subsidy.allocation.models import Round
from subsidy.applications import queries as application_queries
from subsidy.applications import service as applications
from subsidy.applications.domain.form import Key, Realisation
from subsidy.applications.domain.invitations import Addressee
from subsidy.applications.models import Application
from subsidy.awards import queries as award_queries
from subsidy.awards import service as awards
from subsidy.awards.domain.decision import Outcome
from subsidy.awards.domain.decision import Status as DecisionStatus
from subsidy.awards.models import Decision
from subsidy.budget.models import Line, Programme
from subsidy.calls import queries as call_queries
from subsidy.calls import service as calls
from subsidy.calls.domain.consultation import Expectation, NewConsultation, Reaction, Topic
from subsidy.calls.domain.regulation import dump
from subsidy.calls.models import Call, Consultation
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.demo import calendar, claims, completing, drafts, programme
from subsidy.demo import jury as demo_jury
from subsidy.demo.people import APPLICANT, CHAIR, DECISION_MAKER, JUROR, OFFICER, TORN_JUROR
from subsidy.planning import service as planning
from subsidy.planning.domain.survey import NewSurvey, Question, QuestionKind
from subsidy.policy import Actor, MandateKind, Role
from subsidy.scoring import queries as scoring_queries
from subsidy.scoring import service as scoring
from subsidy.scoring.domain.bids import Bid
from subsidy.scoring.domain.clarifying import Sending, seen
from subsidy.scoring.domain.computing import Answer, Kind
from subsidy.scoring.domain.deliberation import Advice, Consensus, Settled
from subsidy.scoring.domain.division import Mode, Wish
from subsidy.scoring.domain.hearings import Asked
from subsidy.scoring.domain.hearings import seen as on_screen
from subsidy.scoring.domain.seats import SeatKind
from subsidy.scoring.jobs import statistics
from subsidy.scoring.models import Juror, SelectionRun
from subsidy.scoring.service import child
from subsidy.storage import Nowhere
from tests.factories import acting_for, as_actor, municipality, person
from tests.support import rounds
from tests.support.applications import CLOSES, complete, published_call
from tests.support.scoring import EIGHTS, Jury, all_scored, jury, reread, sheet
from tests.support.solving import in_this_process

CLOSED_OPENS = datetime(2022, 5, 2, 7, 0, tzinfo=UTC)
CLOSED_CLOSES = datetime(2022, 6, 30, 10, 0, tzinfo=UTC)
EARLY = CLOSED_OPENS - timedelta(days=7)
CLOSED_TITLE, PROPOSED_TITLE = "Trekkingsrecht voorjaar 2022", "Trekkingsrecht najaar 2022"
CONSULTED_TITLE = "Toestellen voor elke klas"
LATER_TITLE = "Straks voor elke wijk"
OVER_TITLE = "Hoe helpt u wie geen toestel heeft?"
FOREIGN = "Bree"  # takes part in nothing
EMPLOYEES: Mapping[str, tuple[str, tuple[MandateKind, ...]]] = {
    "reader": ("Aalst", (MandateKind.READER,)),
    "editor": ("Aalst", (MandateKind.EDITOR,)),
    "signatory": ("Aalst", (MandateKind.SIGNATORY, MandateKind.ADMINISTRATOR)),
    "consultant": ("Aalst", (MandateKind.CONSULTANT,)),
    "foreign": (FOREIGN, (MandateKind.EDITOR, MandateKind.SIGNATORY)),
    "disabled": ("Aalst", (MandateKind.EDITOR, MandateKind.SIGNATORY)),
}


def email(viewer: str) -> str:
    return f"{viewer}@nets.example"


def prepare(session: Session) -> None:
    """Add everything to a demo that was just built."""
    hire(session)
    _decide_half(session)
    _propose_a_round(session, _close_a_round(session))
    _let_one_give_up(session)
    _propose_a_later_deadline(session)
    _ask_a_completion(session)
    _leave_to_do(session)
    _ask_for_files(session)
    _divide(session)
    _offer_a_seat(session)
    _propose_a_question(session)
    _hear_one(session)
    _compute(session)
    _say_how_sure(session)
    _let_a_survey_end(session)
    _let_a_consultation_end(session)
    _name_programmes(session)
    session.flush()


def _name_programmes(session: Session) -> None:
    """Give each programme a name of its own, as an agency does."""
    every = session.scalars(select(Programme).order_by(Programme.id))
    for number, one in enumerate(every, 1):
        if number > 1:
            one.name = f"{one.name} {number}"


def hire(session: Session) -> None:
    """Add the people with one right each."""
    for viewer, (town, kinds) in EMPLOYEES.items():
        made = accounts.create_person(session, email(viewer), f"Net {viewer}")
        accounts.give_mandate(session, made, municipality(session, town), *kinds)


def _decide_half(session: Session) -> None:
    """Add a call with a selection whose decisions are prepared; one of them is returned."""
    made = jury(session, files=5)
    all_scored(session, made, [EIGHTS] * 5)
    scoring.seat(session, made.actor, made.call, _person(session, CHAIR.email), is_chair=True)
    scoring.select(session, made.actor, made.call)
    _ask_the_applicants(session, made)
    decisions = awards.prepare_for_call(session, made.actor, made.call)
    decider = as_actor(
        _person(session, DECISION_MAKER.email), Role.DECISION_MAKER, now=made.actor.now
    )
    of_others = [each for each in decisions if each.lead_id != municipality(session).id]
    awards.return_to_author(session, decider, of_others[0], "De motivering mist een criterium.")


def _ask_the_applicants(session: Session, made: Jury) -> None:
    """Send a round of questions that can still be answered; Aalst answered once already."""
    for review in scoring_queries.with_files(session, made.call.id):
        if review.juror_id == made.jurors[0].id:
            actor = Actor(review.juror.person_id, made.actor.now, frozenset({Role.JUROR}))
            scoring.propose_question(session, actor, review, "Wie helpt er mee?")
    at = calendar.START - timedelta(days=1)
    chairs = replace(made.actor, now=at)
    found = scoring_queries.panel(session, made.call.public_id)
    assert found is not None
    mark = seen(scoring_queries.gathered(session, made.call.id, chairs.id).proposals)
    scoring.send_questions(
        session, chairs, found, Sending(at + timedelta(days=20), sure=True), mark
    )
    town = rounds.town(session, "Aalst")
    for file in made.files:
        if file.lead_id == town.organisation.id:
            answers = dict.fromkeys(scoring_queries.sent_questions(session, file), "Twaalf mensen.")
            scoring.answer_questions(session, town.at(at), file, scoring.Answering(answers, 0))


def _plan_hearings(session: Session, made: Jury) -> None:
    """Give each file a slot to come, an hour after the one before."""
    at = calendar.START + timedelta(days=7)
    actor = replace(made.actor, now=calendar.START - timedelta(days=1))
    found = scoring_queries.hearings(session, made.call.id, actor.id)
    panel = scoring_queries.panel(session, made.call.public_id)
    assert panel is not None
    asked = {
        each.key: Asked(
            number=each.application.number,
            starts_at=at + timedelta(hours=place),
            minutes=30,
            place="https://video.example.be/jury",
        )
        for place, each in enumerate(found)
    }
    scoring.plan_hearings(
        session, actor, panel, asked, on_screen((each.key, each.slot) for each in found)
    )


def _hear_one(session: Session) -> None:
    """Let the chair of the jury that is at work hear one file; the others have no slot."""
    person = _person(session, CHAIR.email)
    heard = session.scalars(
        select(Application).where(Application.number == demo_jury.WETTEREN.number)
    ).one()
    panel = scoring_queries.panel(session, session.get_one(Call, heard.call_id).public_id)
    assert panel is not None
    found = scoring_queries.hearings(session, heard.call_id, person.id)
    asked = {
        each.key: Asked(
            number=each.application.number,
            starts_at=calendar.START + timedelta(days=21),
            minutes=30,
            place="Het huis van de stad",
        )
        for each in found
        if each.application.id == heard.id
    }
    actor = Actor(person.id, demo_jury.REVIEWED, frozenset({Role.JUROR}))
    scoring.plan_hearings(
        session, actor, panel, asked, on_screen((each.key, each.slot) for each in found)
    )


def _propose_a_question(session: Session) -> None:
    """Leave a question for the chair of the jury that is at work."""
    person = _person(session, JUROR.email)
    review = next(
        each
        for each in scoring_queries.to_score(session, person.id)
        if each.application.number == demo_jury.WETTEREN.number
    )
    actor = Actor(person.id, demo_jury.REVIEWED, frozenset({Role.JUROR}))
    scoring.propose_question(session, actor, review, "Wie helpt er mee?")


def _let_one_give_up(session: Session) -> None:
    """Leave the last award of somebody else to be given up: a second person has to confirm it."""
    approved = (Decision.status == DecisionStatus.APPROVED, Decision.outcome == Outcome.AWARD)
    foreign = Decision.lead_id != municipality(session).id
    last = select(Decision.public_id).where(*approved, foreign).order_by(Decision.id.desc())
    decision = award_queries.decision(session, session.scalars(last).first() or "")
    assert decision is not None
    now = demo_jury.REVIEWED
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=now)
    awards.propose_waiver(session, officer, decision, "De penvoerder kan niet meer meewerken.")


def _close_a_round(session: Session) -> rounds.Agency:
    """Add a closed round: claims prepared for decision, one withdrawn."""
    people = rounds.agency(session)
    round_ = rounds.draft_round(
        session,
        people,
        title=CLOSED_TITLE,
        envelope=Money(1_000_000_00),
        floor=Money(1_000_00),
        opens_at=CLOSED_OPENS,
        closes_at=CLOSED_CLOSES,
    )
    allocation.propose_round(session, people.officer(EARLY), round_)
    allocation.open_round(session, people.decider(EARLY), round_)
    adopted = rounds.realisation(session)
    during = CLOSED_OPENS + timedelta(days=7)
    for name in ("Aalst", "Lede", "Ninove"):
        _claim(session, round_, name, adopted, during)
    allocation.prepare_claims(session, people.officer(CLOSED_CLOSES), round_)
    _claim(session, round_, "Haaltert", adopted, during)  # still to be prepared
    return people


def _claim(session: Session, round_: Round, name: str, adopted: str, at: datetime) -> None:
    who = rounds.town(session, name)
    actor = who.at(at)
    claim = allocation.start_claim(session, actor, round_, who.organisation)
    allocation.save_claim(
        session, actor, claim, rounds.answers(adopted), claim.amount, claim.version
    )
    if name != "Ninove":
        allocation.submit_claim(session, actor, claim)
        return
    allocation.withdraw_claim(session, actor, claim)


def _let_a_survey_end(session: Session) -> None:
    """Add a needs survey that nobody can answer any more, without a result yet."""
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=EARLY)
    line = session.scalars(select(Line).where(Line.position == 1).order_by(Line.id)).first()
    assert line is not None
    question = Question("vraag_1", QuestionKind.TEXT, "Wat doet u voor wie geen toestel heeft?")
    new = NewSurvey(
        title=OVER_TITLE,
        introduction="",
        opens_at=CLOSED_OPENS,
        closes_at=CLOSED_CLOSES,
        questions=(question,),
    )
    made = planning.create_survey(session, officer, line, new)
    planning.issue_survey(session, officer, made)
    who = rounds.town(session, "Lede")
    said = {"vraag_1": "Wij lenen laptops uit."}
    planning.answer_survey(session, who.at(CLOSED_OPENS), made, who.organisation, said, 0)


def _let_a_consultation_end(session: Session) -> None:
    """Add a draft on which nobody can react any more, without a report: one reaction waits."""
    found = _consult(session, CONSULTED_TITLE, CLOSED_OPENS, CLOSED_CLOSES)
    who = rounds.town(session, "Lede")
    said = {Topic.AIM.value: Reaction("Het doel is te ruim.")}
    calls.react(session, who.at(CLOSED_OPENS), found, who.organisation, said, 0)
    later = datetime(2023, 2, 1, 9, tzinfo=UTC)
    _consult(session, LATER_TITLE, later, later + timedelta(days=30))


def _consult(session: Session, title: str, opens_at: datetime, closes_at: datetime) -> Consultation:
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=EARLY)
    line = session.scalars(select(Line).where(Line.position == 1).order_by(Line.id)).first()
    assert line is not None
    regulation = replace(programme.next_call(), title=title)
    call = calls.create(session, officer, line, dump(regulation))
    new = NewConsultation(
        opens_at=opens_at,
        closes_at=closes_at,
        introduction="Kan dit?",
        expectations={Expectation.VOLUNTEERS.value: "Elke gemeente vindt vrijwilligers."},
    )
    calls.start_consultation(session, officer, call, new)
    found = call_queries.consultation(session, call.public_id)
    assert found is not None
    return found


def _ask_a_completion(session: Session) -> None:
    """Leave a closed file of Aalst to complete: an answer is saved, and not sent yet."""
    made = complete(session, published_call(session), "Aalst", "Lede", "Haaltert")
    applications.submit(session, made.lead.at(CLOSES - timedelta(hours=1)), made.record)
    asked_at = calendar.START - timedelta(days=1)
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=asked_at)
    due_at = asked_at + timedelta(days=20)
    request = completing.asked(session, officer, made.record, due_at)
    completing.answered(session, made.lead.at(asked_at), made.record, request, Nowhere())


def _leave_to_do(session: Session) -> None:
    """Add what waits for one act only: an answer, a signature, marks, a selection, decisions."""
    ready = jury(session, files=2)
    all_scored(session, ready, [EIGHTS] * 2)
    _meet(session, ready)
    chosen = jury(session, files=2)  # selected and not yet decided: the last call of its title
    all_scored(session, chosen, [EIGHTS] * 2)
    _deviate(session, chosen, scoring.select(session, chosen.actor, chosen.call))
    _close(session, *_meet(session, chosen))
    _plan_hearings(session, chosen)
    _invite_horebeke(session)
    _fill_a_claim(session)
    _fill_a_review(session)


def _meet(session: Session, made: Jury) -> tuple[Actor, scoring_queries.Sitting]:
    """Let the chair of the demo lead a meeting: one member is absent, a file is on the table."""
    chair = _person(session, CHAIR.email)
    scoring.seat(session, made.actor, made.call, chair, is_chair=True)
    scoring.seat(session, made.actor, made.call, _person(session, TORN_JUROR.email))
    actor = as_actor(chair, Role.JUROR, Role.JURY_CHAIR, now=made.actor.now)
    where = scoring.Gathering(made.actor.now.date(), "Brussel")
    meeting = scoring.open_meeting(session, actor, made.call, where)
    sat = scoring_queries.sitting(session, meeting.public_id)
    assert sat is not None
    there = [each.public_id for each in sat.seats if each.person.email != TORN_JUROR.email]
    scoring.note_presence(session, actor, sat, there)
    agreed = Consensus("samenwerking", 7, "De partners kennen elkaar goed.")
    advice = Settled((agreed,), Advice.CONDITIONS, "Als elke partner tekent.")
    for file in made.files:
        scoring.put_on_table(session, actor, sat, file)
        which = scoring_queries.table(session, sat, actor.id).discussion
        assert which is not None
        scoring.declare_none_at_table(session, actor, sat, which.public_id)
        scoring.write_down(session, actor, sat, (which.public_id, None), advice)
    return actor, sat


def _close(session: Session, actor: Actor, sat: scoring_queries.Sitting) -> None:
    """End a meeting; one juror signs the minutes, the chair not yet."""
    scoring.close_meeting(session, actor, sat)
    minutes = scoring_queries.minutes(session, sat.meeting.id)
    assert minutes is not None
    signs = next(each for each in sat.seats if each.person_id != actor.id)
    member = as_actor(signs.person, Role.JUROR, now=actor.now)
    scoring.sign_minutes(session, member, sat, minutes.content_hash)


def _deviate(session: Session, chosen: Jury, run: SelectionRun) -> None:
    """Add a deviation that waits for a second person, proposed by another decision maker."""
    other = person(session, "Berte Beslisser", roles=[Role.DECISION_MAKER])
    actor = as_actor(other, Role.DECISION_MAKER, now=chosen.actor.now)
    first = scoring.rows_of(run)[0].application
    new = scoring.NewDeviation(first, Money(0), "De partners trokken zich terug.")
    scoring.propose_deviation(session, actor, chosen.call, new)


def _invite_horebeke(session: Session) -> None:
    number = drafts.INVITING.number
    public_id = session.scalars(
        select(Application.public_id).where(Application.number == number)
    ).one()
    record = application_queries.application(session, public_id)
    assert record is not None
    lead = municipality(session)
    actor = acting_for(_person(session, APPLICANT.email), lead, now=calendar.START)
    applications.invite(session, actor, record, municipality(session, "Horebeke"))
    applications.appear(session, actor, record, Key.PROJECT)
    helper = Addressee("Raf Net", email("raf"))
    applications.give_role(session, actor, record, helper, MandateKind.READER)
    gone = applications.add_realisation(session, actor, record, Realisation(title="Verdwenen"))
    applications.remove_realisation(session, actor, record, gone)


def _fill_a_claim(session: Session) -> None:
    """Complete the claim of Horebeke in the round that is open; it only has to be sent."""
    open_round = session.scalars(select(Round).where(Round.title == claims.PLAN.title)).one()
    who = rounds.town(session, "Horebeke")
    round_ = rounds.found(session, open_round)
    rounds.draft_claim(session, round_, who, rounds.realisation(session, title="Digikoffer"))


def _fill_a_review(session: Session) -> None:
    """Give a juror of the demo a file with all marks kept, none handed in."""
    person = _person(session, JUROR.email)
    file, seat = _file_and_seat(session, person)
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=demo_jury.REVIEWED)
    given = scoring.assign(session, officer, seat, file)
    actor = Actor(person.id, demo_jury.REVIEWED, frozenset({Role.JUROR}))
    scoring.declare_none(session, actor, reread(session, given))
    marks = sheet(EIGHTS, version=reread(session, given).version)
    scoring.save_marks(session, actor, reread(session, given), marks)


def _file_and_seat(session: Session, person: Person) -> tuple[Application, Juror]:
    number = demo_jury.TURNHOUT.number
    row = session.scalars(select(Application).where(Application.number == number)).one()
    public_id = session.scalars(
        select(Juror.public_id).where(Juror.person_id == person.id, Juror.call_id == row.call_id)
    ).one()
    file = scoring_queries.application_of(session, row.call_id, row.public_id)
    seat = scoring_queries.seat(session, row.call_id, public_id)
    assert file is not None
    assert seat is not None
    return file, seat


def _offer_a_seat(session: Session) -> None:
    """Invite a juror of the demo for the jury of another call."""
    title = programme.shipped().regulation.title
    call = session.scalars(select(Call).where(Call.title == title).order_by(Call.id.desc())).first()
    assert call is not None
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=demo_jury.REVIEWED)
    scoring.invite(session, officer, call, _person(session, JUROR.email), SeatKind.MEMBER)


def _ask_for_files(session: Session) -> None:
    """Let every juror say something of two files that can still be given."""
    people = session.scalars(select(Juror.person_id).distinct().order_by(Juror.person_id)).all()
    for person_id in people:
        actor = Actor(person_id, demo_jury.REVIEWED, frozenset({Role.JUROR}))
        files = scoring_queries.biddable(session, person_id)[:2]
        said = {each.application.public_id: bid for each, bid in zip(files, Bid, strict=False)}
        scoring.save_bids(session, actor, files, said)


def _divide(session: Session) -> None:
    """Leave a trial of a division; the solver answers in this process."""
    title = programme.projects().title
    call = session.scalars(select(Call).where(Call.title == title)).one()
    found = call_queries.call(session, call.public_id)
    assert found is not None
    now = demo_jury.REVIEWED
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=now)
    with patch.object(child, "solve", in_this_process):
        scoring.try_out(session, officer, found, Wish(Mode.BALANCED, 2, 4, apart=True))


def _compute(session: Session) -> None:
    """Leave a computation in each state; none needs a solver here."""
    title = programme.shipped().regulation.title
    call = session.scalars(select(Call).where(Call.title == title).order_by(Call.id)).first()
    assert call is not None
    now = demo_jury.REVIEWED
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=now)
    asked = [
        scoring.ask(session, officer, call, Kind.EXPLAINING, {"seed": f"lot {n}"}) for n in range(4)
    ]
    done, refused, running = (scoring.take(session, now) for _ in asked[1:])
    assert done is not None
    assert refused is not None
    assert running is not None
    scoring.finish(session, done, Answer({"funded": "A"}, {"python": "3.11.2"}), now)
    scoring.give_up(session, refused, [Refusal(Text("Publish the call first."))], now)
    scoring.note_progress(session, running.id, 3, 7)


def _say_how_sure(session: Session) -> None:
    """Compute the statistics of the call that is decided, with few draws, by nobody's worker."""
    title = programme.shipped().regulation.title
    call = session.scalars(select(Call).where(Call.title == title).order_by(Call.id)).first()
    assert call is not None
    with_rules = call_queries.call(session, call.public_id)
    assert with_rules is not None
    now = demo_jury.REVIEWED
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=now)
    made = scoring.compute_statistics(session, officer, with_rules)
    found = statistics.run(made.input, lambda _done, _of: None)
    scoring.finish(session, made, Answer(found, {"python": "3.11.2"}), now)


def _propose_a_round(session: Session, people: rounds.Agency) -> None:
    made = rounds.draft_round(session, people, title=PROPOSED_TITLE, floor=Money(1_000_00))
    allocation.propose_round(session, people.officer(), made)


def _propose_a_later_deadline(session: Session) -> None:
    """Leave a change of the open call to be approved."""
    title = programme.points().title
    call = session.scalars(select(Call).where(Call.title == title)).one()
    officer = as_actor(_person(session, OFFICER.email), Role.CASE_OFFICER, now=calendar.START)
    later = calendar.POINT_CLOSES + timedelta(days=3)
    calls.prepare_extension(session, officer, call, later, "Het loket was een uur onbereikbaar.")


def _person(session: Session, email: str) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()
