"""One round of questions: through the chair, one term, answers beside the file, names sealed."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person
from subsidy.applications import queries as applications
from subsidy.cli import verify
from subsidy.policy import MandateKind
from subsidy.scoring import queries, service
from subsidy.scoring.domain import clarifying
from subsidy.scoring.domain.agreements import Agreements
from subsidy.scoring.domain.clarifying import seen
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.models import (
    ClarificationQuestion,
    ClarificationReply,
    ClarificationRound,
    Review,
)
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.factories import member, municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import (
    EIGHTS,
    Jury,
    cleared,
    given,
    juror_actor,
    jury,
    person_of,
    reread,
    scored,
    sheet,
)

DUE = AFTER + timedelta(days=20)
TYPED = "21/11/2021 11:00"  # AFTER is 1 November at 10:00 UTC, 11:00 in Brussels
WHY = "Waarom zijn er geen vrijwilligers voorzien?"
HOW = "Hoe bereikt u wie geen Nederlands spreekt?"
ANSWER = "Er zijn er twaalf, zie de lijst van het lokaal loket."


class Desk:
    """A jury of two with two files, and a chair."""

    def __init__(
        self,
        app: Flask,
        session: Session,
        monkeypatch: pytest.MonkeyPatch,
        chair: str = "Genk",
        jurors: int = 2,
    ) -> None:
        self.app, self.session, self.patch = app, session, monkeypatch
        self.at(AFTER)
        self.made: Jury = jury(session, files=2, jurors=jurors)
        self.leads = person(session, "Vera Voorzitter", employer=municipality(session, chair))
        service.seat(session, self.made.actor, self.made.call, self.leads, is_chair=True)
        session.commit()

    def at(self, now: datetime) -> None:
        self.patch.setattr(clock, "now", lambda: now)

    @property
    def page(self) -> str:
        return f"/oproepen/{self.made.call.public_id}/jury/vragen"

    def answers_of(self, file: int) -> str:
        return f"/aanvragen/{self.made.files[file].public_id}/vragen-jury"

    def client(self, who: Person) -> FlaskClient:
        return signed_in(self.app, who)

    @property
    def chair(self) -> FlaskClient:
        return self.client(self.leads)

    def applicant(self, *kinds: MandateKind, town: str = "Ninove") -> FlaskClient:
        place = municipality(self.session, town)
        who = member(self.session, place, *(kinds or (MandateKind.EDITOR,)), name="Lien Lead")
        self.session.commit()
        return signed_in(self.app, who, place)

    def propose(self, review: Review, question: str = WHY) -> TestResponse:
        client = self.client(person_of(self.session, review.juror))
        return client.post(f"/jury/{review.public_id}/vragen", data={"question": question})

    def seen(self) -> str:
        page = self.chair.get(self.page).text
        return hidden(page, "seen") if 'name="seen"' in page else seen([])

    def send(self, due_at: str = TYPED, **more: str) -> TestResponse:
        typed = {"seen": self.seen(), "due_at": due_at, "sure": "y", **more}
        return self.chair.post(f"{self.page}/verstuur", data=typed)


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found is not None
    return found[1]


@pytest.fixture
def desk(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(app, session, monkeypatch)


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Send a round with one question about the first file, none about the second."""
    assert desk.propose(cleared(desk.session, desk.made)).status_code == 303
    assert desk.send().status_code == 303
    return desk


def question_of(session: Session) -> ClarificationQuestion:
    return session.scalars(select(ClarificationQuestion)).one()


def answer(desk: Desk, client: FlaskClient, text: str = ANSWER, version: str = "0") -> TestResponse:
    name = f"answer-{question_of(desk.session).public_id}"
    return client.post(desk.answers_of(0), data={name: text, "version": version})


# The juror ----------------------------------------------------------------------------------------


def test_a_question_of_a_colleague_is_read_after_both_handed_in(desk: Desk) -> None:
    session, made = desk.session, desk.made
    mine, theirs = cleared(session, made, 0), cleared(session, made, 1)
    desk.propose(theirs, HOW)
    told = desk.propose(mine, WHY)
    assert (told.status_code, told.location) == (303, f"/jury/{mine.public_id}/vragen")
    client = desk.client(person_of(session, mine.juror))
    page = client.get(f"/jury/{mine.public_id}/vragen")
    assert_well_formed(page.text)
    assert WHY in visible(page.text)
    assert HOW not in page.text

    service.submit_marks(session, juror_actor(mine), reread(session, mine), sheet())
    session.commit()
    assert HOW not in client.get(f"/jury/{mine.public_id}/vragen").text
    service.submit_marks(session, juror_actor(theirs), reread(session, theirs), sheet())
    session.commit()

    assert HOW in visible(client.get(f"/jury/{mine.public_id}/vragen").text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [(" ", "Schrijf de vraag die u voorstelt."), ("x" * 501, "hoogstens 500 tekens"), (WHY, "al")],
)
def test_a_proposal_that_is_none_is_refused_and_kept(desk: Desk, typed: str, said: str) -> None:
    review = cleared(desk.session, desk.made)
    desk.propose(review, WHY)

    refused = desk.propose(review, typed)

    assert refused.status_code == 422
    assert_well_formed(refused.text)
    assert said in visible(refused.text)
    assert typed.strip() in refused.text
    question_of(desk.session)


def test_who_did_not_declare_or_has_a_conflict_proposes_nothing(desk: Desk) -> None:
    session = desk.session
    waits = given(session, desk.made, 0)
    session.commit()
    first = desk.propose(waits)
    assert first.status_code == 422
    assert "Verklaar eerst" in visible(first.text)
    reads = desk.client(person_of(session, waits.juror)).get(f"/jury/{waits.public_id}/vragen")
    assert (reads.status_code, reads.location) == (303, f"/jury/{waits.public_id}/belangen")
    torn = cleared(session, desk.made, 1)
    service.declare_conflict(session, juror_actor(torn), torn, "Mijn zus.", ConflictKind.PERSONAL)
    session.commit()

    client = desk.client(person_of(session, torn.juror))

    assert desk.propose(torn).status_code == 403
    assert client.get(f"/jury/{torn.public_id}/vragen").status_code == 403
    assert session.scalars(select(ClarificationQuestion)).all() == []


def test_a_juror_takes_back_an_own_question_until_the_round_is_sent(desk: Desk) -> None:
    session = desk.session
    review, other = cleared(session, desk.made, 0), cleared(session, desk.made, 1)
    desk.propose(review)
    kept = question_of(session)
    path = f"/jury/{review.public_id}/vragen"
    juror = desk.client(person_of(session, review.juror))
    assert "Neem deze vraag terug" in juror.get(path).text
    colleague = desk.client(person_of(session, other.juror))
    theirs = colleague.post(
        f"/jury/{other.public_id}/vragen/terug", data={"question": kept.public_id}
    )
    assert theirs.status_code == 422
    assert_well_formed(theirs.text)
    assert "geen voorstel van u meer" in visible(theirs.text)

    told = juror.post(f"{path}/terug", data={"question": kept.public_id})

    assert (told.status_code, told.location) == (303, path)
    assert session.scalars(select(ClarificationQuestion)).all() == []
    desk.propose(review)
    desk.send()
    late = juror.post(f"{path}/terug", data={"question": question_of(session).public_id})
    assert late.status_code == 422
    assert "Neem deze vraag terug" not in late.text
    question_of(session)


# The chair ----------------------------------------------------------------------------------------


def test_the_chair_words_a_question_and_leaves_one_out(desk: Desk) -> None:
    session = desk.session
    review = cleared(session, desk.made)
    desk.propose(review, WHY)
    desk.propose(review, HOW)
    why, how = session.scalars(
        select(ClarificationQuestion).order_by(ClarificationQuestion.id)
    ).all()
    page = desk.chair.get(desk.page)
    assert_well_formed(page.text)
    assert "Vraag van Jurylid 1" in visible(page.text)
    typed = {
        "seen": desk.seen(),
        f"wording-{why.public_id}": "Welke vrijwilligers helpen?",
        f"wording-{how.public_id}": HOW,
        f"out-{how.public_id}": "y",
    }

    assert desk.chair.post(desk.page, data=typed).status_code == 303
    stale = desk.chair.post(desk.page, data=typed)
    assert desk.send().status_code == 303

    assert stale.status_code == 422
    assert "Een vraag veranderde intussen" in visible(stale.text)
    shown = visible(desk.applicant().get(desk.answers_of(0)).text)
    assert "Welke vrijwilligers helpen?" in shown
    assert WHY not in shown
    assert HOW not in shown


def test_a_round_is_refused_with_every_reason(desk: Desk) -> None:
    nothing = desk.send("")
    assert nothing.status_code == 422
    words = visible(nothing.text)
    assert "Er is geen vraag om te versturen." in words
    assert "Vul in tot wanneer de aanvragers kunnen antwoorden." in words
    desk.propose(cleared(desk.session, desk.made))
    soon = desk.send("02/11/2021 10:00", sure="")
    assert soon.status_code == 422
    assert_well_formed(soon.text)
    assert "Vink aan dat u weet dat er geen tweede ronde komt." in visible(soon.text)
    assert "vijf tot zestig dagen" in visible(soon.text)
    assert 'value="02/11/2021 10:00"' in soon.text
    assert desk.send(seen="x").status_code == 422
    assert desk.client(desk.made.officer).post(f"{desk.page}/verstuur").status_code == 403
    assert queries.clarification_round(desk.session, desk.made.call.id) is None


def test_there_is_one_round_per_call(desk: Desk) -> None:
    desk.propose(cleared(desk.session, desk.made))
    mark = desk.seen()
    assert desk.send().status_code == 303

    again = desk.chair.post(
        f"{desk.page}/verstuur", data={"seen": mark, "due_at": TYPED, "sure": "y"}
    )

    assert again.status_code == 422
    assert "Er is één ronde per oproep." in visible(again.text)
    late = desk.propose(cleared(desk.session, desk.made, 1), HOW)
    assert late.status_code == 422
    assert "Er is één ronde per oproep." in visible(late.text)
    kept = desk.session.scalars(select(ClarificationRound)).one()
    assert kept.due_at == DUE


def test_a_chair_with_a_conflict_reads_nothing_of_a_file_and_it_is_asked_all_the_same(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(app, session, monkeypatch, chair="Lede")  # takes part in the second file only
    first, second = desk.made.files
    desk.propose(cleared(session, desk.made, 0, 1), HOW)
    assert desk.send().status_code == 422  # for this chair there is no question at all
    desk.propose(cleared(session, desk.made, 0, 0), WHY)

    page = desk.chair.get(desk.page).text
    sent = desk.send()

    assert WHY in page
    assert first.number in page
    assert HOW not in page
    assert second.number not in page
    assert sent.status_code == 303
    assert HOW in desk.applicant(town="Denderleeuw").get(desk.answers_of(1)).text
    assert HOW not in desk.chair.get(desk.page).text


def test_a_term_after_that_of_the_jury_is_refused(desk: Desk) -> None:
    desk.propose(cleared(desk.session, desk.made))
    terms = Agreements(None, None, DUE)
    service.agree(desk.session, desk.made.actor, desk.made.call, None, terms)
    desk.session.commit()

    refused = desk.send()

    assert refused.status_code == 422
    assert "niemand kan de antwoorden dan nog gebruiken" in visible(refused.text)
    assert desk.send("21/11/2021 10:59").status_code == 303


def test_the_chair_hears_once_a_day_of_proposals_about_files_that_are_open_to_him(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(app, session, monkeypatch, chair="Lede")  # takes part in the second file only
    told = select(OutboxMessage.id).where(OutboxMessage.path == desk.page)
    assert desk.propose(cleared(session, desk.made, 0, 1), HOW).status_code == 303
    assert session.scalars(told).all() == []
    review = cleared(session, desk.made, 0, 0)
    desk.propose(review, WHY)
    desk.propose(review, HOW)
    assert len(session.scalars(told).all()) == 1
    desk.at(AFTER + timedelta(days=1))
    desk.propose(review, "Wat kost de bus?")

    messages = session.scalars(select(OutboxMessage).where(OutboxMessage.path == desk.page)).all()

    assert [each.person_id for each in messages] == [desk.leads.id] * 2


def test_a_longer_term_is_for_all_and_has_a_reason(asked: Desk) -> None:
    session, path = asked.session, f"{asked.page}/verleng"
    nothing = asked.chair.post(path, data={"due_at": TYPED})  # the same end, and no reason
    assert nothing.status_code == 422
    assert_well_formed(nothing.text)
    words = visible(nothing.text)
    assert "Kies een moment na" in words
    assert "Geef de reden." in words
    assert f'value="{TYPED}"' in nothing.text
    later = {"due_at": "24/11/2021 11:00", "reason": "Er was een storing."}

    assert asked.chair.post(path, data=later).status_code == 303

    asked.at(DUE)
    client = asked.applicant()
    shown = visible(client.get(asked.answers_of(0)).text)
    assert "Er was een storing." in shown
    assert "24 november 2021" in shown
    assert answer(asked, client).status_code == 303
    assert list(verify.found(session)) == []
    subjects = [str(each.subject) for each in session.scalars(select(OutboxMessage))]
    assert any("You have longer" in each for each in subjects)
    asked.at(DUE + timedelta(days=3))
    over = asked.chair.post(path, data={**later, "due_at": "26/11/2021 11:00"})
    assert over.status_code == 422
    assert "Er loopt nu geen vragenronde." in visible(over.text)


def test_of_a_longer_term_is_reminded_anew(asked: Desk) -> None:
    session, two = asked.session, DUE - timedelta(days=2)
    (waiting,) = queries.clarifications_to_remind(session, two)
    assert service.remind_to_answer(session, waiting, two)
    session.commit()
    later = {"due_at": "24/11/2021 11:00", "reason": "Er was een storing."}
    assert asked.chair.post(f"{asked.page}/verleng", data=later).status_code == 303
    (again,) = queries.clarifications_to_remind(session, two + timedelta(days=3))
    assert again.days == waiting.days == 2


def test_a_round_is_withdrawn_before_anybody_answered_and_sent_again(asked: Desk) -> None:
    session, path = asked.session, f"{asked.page}/trek-in"
    why = {"why": "De vragen waren onduidelijk."}
    empty = asked.chair.post(path)
    assert empty.status_code == 422
    assert_well_formed(empty.text)
    assert "Geef de reden." in visible(empty.text)
    assert asked.client(asked.made.officer).post(path, data=why).status_code == 403

    assert asked.chair.post(path, data=why).status_code == 303

    client = asked.applicant()
    gone = client.get(asked.answers_of(0)).text
    assert "geen vraag van de jury" in visible(gone)
    assert answer(asked, client).status_code == 422
    subjects = [str(each.subject) for each in session.scalars(select(OutboxMessage))]
    assert any("withdraws its questions" in each for each in subjects)
    assert "Bewaar de vragen" in asked.chair.get(asked.page).text
    assert asked.send().status_code == 303
    assert answer(asked, client).status_code == 303
    late = asked.chair.post(path, data=why)
    assert late.status_code == 422
    assert_well_formed(late.text)
    assert "Iemand antwoordde al." in visible(late.text)
    assert "De vragen waren onduidelijk." in late.text
    assert WHY in visible(client.get(asked.answers_of(0)).text)


# The applicant ------------------------------------------------------------------------------------


def test_partners_hear_of_it_and_never_who_asked(asked: Desk) -> None:
    session, (first, second) = asked.session, asked.made.files
    client = asked.applicant(town="Haaltert")

    page = client.get(asked.answers_of(0))

    assert_well_formed(page.text)
    assert WHY in visible(page.text)
    sealed = ["Jurylid", *(each.person.name for each in asked.made.jurors), asked.leads.name]
    assert not any(name in page.text for name in sealed)
    paths = {each.path for each in session.scalars(select(OutboxMessage))}
    assert asked.answers_of(0) in paths
    assert asked.answers_of(1) not in paths  # nothing was asked about the second file
    start = visible(client.get("/").text)
    assert "Beantwoord de vragen van de jury" in start
    assert "Beantwoord de vragen" not in asked.applicant(town="Lede").get("/").text
    assert "Beantwoord de vragen" not in asked.applicant(MandateKind.READER).get("/").text
    answer(asked, client)
    assert "Beantwoord de vragen" not in client.get("/").text
    other = asked.applicant(town="Lede").get(f"/aanvragen/{second.public_id}/vragen-jury")
    assert "geen vraag van de jury" in visible(other.text)
    assert asked.applicant(town="Lede").get(asked.answers_of(0)).status_code == 404
    assert first.number in page.text


def test_answers_stand_beside_the_file_for_the_jury_when_the_term_ended(asked: Desk) -> None:
    session, made = asked.session, asked.made
    record = applications.application(session, made.files[0].public_id)
    assert record is not None
    before = applications.latest_snapshot(session, record)
    assert before is not None
    was = before.content_hash
    review = queries_of(session, made)
    juror = asked.client(person_of(session, review.juror))
    asked.at(DUE - timedelta(seconds=1))

    told = answer(asked, asked.applicant())

    assert (told.status_code, told.location) == (303, asked.answers_of(0))
    for path in (f"/jury/{review.public_id}", f"/jury/{review.public_id}/vragen"):
        assert ANSWER not in juror.get(path).text
    assert ANSWER not in asked.chair.get(asked.page).text
    assert ANSWER not in asked.client(made.officer).get(asked.answers_of(0)).text
    asked.at(DUE)
    for path in (f"/jury/{review.public_id}", f"/jury/{review.public_id}/vragen"):
        page = juror.get(path)
        assert_well_formed(page.text)
        assert ANSWER in visible(page.text)
        assert WHY in visible(page.text)
    assert ANSWER in visible(asked.chair.get(asked.page).text)
    assert ANSWER in visible(asked.client(made.officer).get(asked.answers_of(0)).text)
    session.expire_all()
    after = applications.latest_snapshot(session, record)
    assert after is not None
    assert after.content_hash == was


def test_who_scores_without_a_connection_has_the_answers_along(asked: Desk) -> None:
    answer(asked, asked.applicant())
    review = queries_of(asked.session, asked.made)
    juror = asked.client(person_of(asked.session, review.juror))
    asked.at(DUE - timedelta(seconds=1))
    assert ANSWER.encode() not in b"".join(_parts(juror.get("/jury/mijn/scores.xlsx").data))
    asked.at(DUE)

    content = juror.get("/jury/mijn/scores.xlsx").data

    rows = load_workbook(BytesIO(content))["Vragen en antwoorden"].iter_rows(values_only=True)
    assert [row[2:4] for row in rows if row[0] == asked.made.files[0].number] == [(WHY, ANSWER)]
    sent = {"bestand": (BytesIO(content), "scores.xlsx"), "changes": ""}
    assert juror.post("/jury/scores-uit-excel", data=sent).status_code == 200


def _parts(content: bytes) -> list[bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def queries_of(session: Session, made: Jury) -> Review:
    """Return the file in the hands of the juror who asked."""
    (found,) = queries.with_files(session, made.call.id)
    review = queries.review(session, found.public_id)
    assert review is not None
    return review


def test_an_answer_at_the_instant_of_the_term_is_late_and_stays_on_the_screen(
    asked: Desk,
) -> None:
    asked.at(DUE)

    late = answer(asked, asked.applicant())

    assert late.status_code == 422
    assert_well_formed(late.text)
    words = visible(late.text)
    assert "U kon antwoorden tot" in words
    assert "21 november 2021" in words
    assert "te laat" in words
    assert "Contact" in words
    assert ANSWER in late.text
    assert question_of(asked.session).answer == ""


def test_an_empty_answer_and_a_colleague_who_saved_first_are_refused(asked: Desk) -> None:
    client = asked.applicant()
    empty = answer(asked, client, " ")
    assert empty.status_code == 422
    assert "Schrijf een antwoord op minstens" in visible(empty.text)
    assert answer(asked, client).status_code == 303

    crossed = answer(asked, client, "Iets anders.", version="0")

    assert crossed.status_code == 422
    assert_well_formed(crossed.text)
    words = visible(crossed.text)
    assert "Een collega bewaarde intussen" in words
    assert ANSWER in words
    assert "Iets anders." in words
    asked.session.expire_all()
    assert question_of(asked.session).answer == ANSWER
    assert answer(asked, client, "Iets anders.", version="1").status_code == 303


def test_who_reads_for_a_partner_reads_the_questions_and_answers_none(asked: Desk) -> None:
    reader = asked.applicant(MandateKind.READER)
    assert WHY in visible(reader.get(asked.answers_of(0)).text)
    assert answer(asked, reader).status_code == 403
    assert answer(asked, asked.client(asked.made.officer)).status_code == 403
    nothing = asked.applicant().post(asked.answers_of(1), data={"version": "0"})
    assert nothing.status_code == 404  # Ninove has no part in the second file
    none_asked = asked.applicant(town="Lede").post(asked.answers_of(1), data={"version": "0"})
    assert none_asked.status_code == 422
    assert "De jury vroeg niets" in visible(none_asked.text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE clarification_question SET answer = 'Anders'", "changed after they were saved"),
        ("UPDATE clarification_question SET wording = 'Anders?'", "changed after it was sent"),
        ("DELETE FROM clarification_reply", "nobody saved"),
    ],
)
def test_what_somebody_changes_by_hand_is_found(asked: Desk, change: str, said: str) -> None:
    client = asked.applicant()
    answer(asked, client)
    session = asked.session
    record = applications.application(session, asked.made.files[0].public_id)
    assert record is not None
    kept = queries.clarification(session, record).content_hash
    assert len(kept) == 64
    assert kept in client.get(asked.answers_of(0)).text
    assert list(verify.found(session)) == []

    session.execute(text(change))
    session.expire_all()

    assert [said in fault for fault in verify.found(session)][:1] == [True]


def test_an_answer_with_a_hash_of_its_own_after_the_term_is_found(asked: Desk) -> None:
    answer(asked, asked.applicant())
    session = asked.session
    reply = session.scalars(select(ClarificationReply)).one()
    reply.saved_at = DUE
    number = asked.made.files[0].number
    said = [question_of(session).asked]
    reply.content_hash = clarifying.reply_hash(number, said, reply.version, reply.saved_at)
    session.flush()

    late, rewritten = verify.found(session)

    assert "outside the term" in late
    assert "not those in the audit log" in rewritten


def test_who_did_not_answer_is_reminded_once_per_mark(asked: Desk) -> None:
    session = asked.session
    week = DUE - timedelta(days=7)
    assert queries.clarifications_to_remind(session, AFTER) == []
    (waiting,) = queries.clarifications_to_remind(session, week)
    assert (waiting.number, waiting.days) == (asked.made.files[0].number, 7)
    assert service.remind_to_answer(session, waiting, week) is True
    assert service.remind_to_answer(session, waiting, week) is False
    assert queries.clarifications_to_remind(session, week) == []
    two = DUE - timedelta(days=2)
    assert len(queries.clarifications_to_remind(session, two)) == 1

    asked.at(two)
    assert answer(asked, asked.applicant()).status_code == 303

    assert queries.clarifications_to_remind(session, two) == []


def test_who_dropped_out_reads_and_asks_nothing_and_the_marks_stay(
    desk: Desk, session: Session
) -> None:
    made = desk.made
    left, stays = cleared(session, made, 0), cleared(session, made, 1)
    for each in (left, stays):
        service.submit_marks(session, juror_actor(each), reread(session, each), sheet())
    desk.propose(left, WHY)
    desk.propose(stays, HOW)
    service.drop_out(session, made.actor, made.jurors[0], "Ziek.")
    session.commit()
    client = desk.client(person_of(session, made.jurors[0]))

    for path in ("", "/belangen", "/eerdere-scores", "/vragen"):
        assert client.get(f"/jury/{left.public_id}{path}").status_code == 403, path
    assert desk.propose(left, ANSWER).status_code == 403
    assert left.public_id not in client.get("/jury").text
    chairs = visible(desk.chair.get(desk.page).text)
    assert (WHY in chairs, HOW in chairs) == (False, True)
    assert [each.counts for each in queries.reviews_of_call(session, made.call.id)] == [True, True]


def test_the_jury_does_not_stop_scoring_before_the_applicants_stop_answering(asked: Desk) -> None:
    officer = asked.client(asked.made.officer)
    page = f"/oproepen/{asked.made.call.public_id}/jury/afspraken"

    refused = officer.post(page, data={"closes_at": TYPED})

    assert refused.status_code == 422
    assert "Aanvragers kunnen de jury antwoorden tot" in visible(refused.text)
    assert officer.post(page, data={"closes_at": "21/11/2021 11:01"}).status_code == 303
    asked.at(DUE)
    assert officer.post(page, data={"closes_at": TYPED}).status_code == 303


def test_nobody_meets_or_selects_before_the_applicants_stop_answering(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(app, session, monkeypatch, jurors=3)
    made = desk.made
    first = cleared(session, made)
    assert desk.propose(first).status_code == 303
    assert desk.send().status_code == 303
    service.submit_marks(session, juror_actor(first), reread(session, first), sheet())
    for juror, file in ((0, 1), (1, 0), (1, 1), (2, 0), (2, 1)):
        scored(session, made, juror, file, EIGHTS)
    session.commit()
    officer = desk.client(made.officer)
    call = f"/oproepen/{made.call.public_id}"
    meetings = f"{call}/jury/vergaderingen"
    where = {"day": "2021-11-22", "place": "Brussel"}
    until = "beantwoorden tot zondag 21 november 2021, 11.00 uur"
    desk.at(DUE - timedelta(seconds=1))

    shown = officer.get(f"{call}/rangschikking").text
    refused = officer.post(f"{call}/selectie"), desk.chair.post(meetings, data=where)

    assert [each.status_code for each in refused] == [422, 422]
    for text_ in (shown, desk.chair.get(meetings).text, *(each.text for each in refused)):
        assert until in visible(text_)
        assert "Wacht tot dan" in visible(text_)
    assert "Maak de selectie" not in visible(shown)
    statistics = officer.get(f"{call}/jury/statistiek").text
    assert "Bereken" in visible(statistics)  # it rests on marks, and all of those are in

    desk.at(DUE)
    assert officer.post(f"{call}/selectie").status_code == 303
    assert desk.chair.post(meetings, data=where).status_code == 303
