"""Questions about a call: nobody knows who asked, everybody reads the answer and its effect."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Call, CallQuestion, RegulationVersion
from subsidy.calls.views.editing import PARTS
from subsidy.policy import Role
from subsidy.workflow import OutboxMessage
from tests import factories
from tests.support.applications import CLOSES, complete, draft, published_call, town
from tests.support.clocks import Clock
from tests.support.people import signed_in, visitor

ASKED = "Mag het OCMW van Lede penvoerder zijn?"
NAMED = re.compile(r'name="([^"]+)"')
EXPLAINED = re.compile(r'(?s)(?:class="hint" id=|<legend)[^>]*>(.*?)</')
WORDING, ANSWER = "Mag een OCMW penvoerder zijn?", "Ja, een OCMW is een lokaal bestuur."


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def call(session: Session, at: Clock) -> Call:
    del at
    made = published_call(session)
    session.commit()
    return made


def agency(app: Flask, session: Session, *roles: Role) -> FlaskClient:
    made = factories.person(session, "Sofie Maes", roles=roles)
    session.commit()
    return signed_in(app, made)


def applicant(app: Flask, session: Session, name: str = "Lede") -> FlaskClient:
    made = town(session, name)
    session.commit()
    return signed_in(app, made.person, made.organisation)


def asked(client: FlaskClient, call: Call, how: str, text: str = ASKED) -> None:
    answer = client.post(f"/oproepen/{call.public_id}/stel-vraag", data={"asked": text, "how": how})
    assert answer.status_code == 303, answer.text


def answered(officer: FlaskClient, question: CallQuestion) -> None:
    given = officer.post(
        f"/oproepen/vragen/{question.public_id}/beantwoord",
        data={"wording": WORDING, "answer": ANSWER},
    )
    assert given.status_code == 303, given.text


def only_question(session: Session) -> CallQuestion:
    return session.scalars(select(CallQuestion)).one()


def test_a_private_question_is_of_its_asker_and_the_agency_until_it_is_answered(
    app: Flask, session: Session, call: Call
) -> None:
    lede, ninove = applicant(app, session), applicant(app, session, "Ninove")
    officer = agency(app, session, Role.CASE_OFFICER)
    page = f"/oproepen/{call.public_id}/vragen"

    asked(lede, call, "privately")

    assert ASKED in lede.get(page).text
    assert ASKED in officer.get(page).text
    for stranger in (ninove, visitor(app)):
        assert ASKED not in stranger.get(page).text
        assert ASKED not in workbook(stranger, call)
    question = only_question(session)
    address = f"/oproepen/vragen/{question.public_id}/beantwoord"
    assert ninove.get(address).status_code == 404
    assert lede.get(address).status_code == 403

    answered(officer, question)

    for reader in (lede, ninove, visitor(app)):
        text = reader.get(page).text
        assert WORDING in text
        assert ANSWER in text
        assert "versie 1" in text
        assert ASKED not in text  # the words that tell who asked
    for stranger in (ninove, visitor(app)):
        assert "Mandataris van Lede" not in stranger.get(page).text
    assert {WORDING, ANSWER} <= workbook(visitor(app), call)


def workbook(client: FlaskClient, call: Call) -> set[str]:
    got = client.get(f"/oproepen/{call.public_id}/vragen.xlsx")
    assert got.status_code == 200
    book = load_workbook(io.BytesIO(got.data))
    return {str(cell) for sheet in book for row in sheet.values for cell in row if cell}


def test_a_public_question_is_there_at_once_and_nobody_knows_whose(
    app: Flask, session: Session, call: Call
) -> None:
    asked(applicant(app, session), call, "publicly", WORDING)

    text = visitor(app).get(f"/oproepen/{call.public_id}/vragen").text

    assert WORDING in text
    assert "Mandataris van" not in text


def test_officers_are_told_of_a_question_and_the_asker_of_the_answer(
    app: Flask, session: Session, call: Call
) -> None:
    officer = agency(app, session, Role.CASE_OFFICER)
    asked(applicant(app, session), call, "privately")
    question = only_question(session)
    path = f"/oproepen/vragen/{question.public_id}/beantwoord"
    there = f"/oproepen/{call.public_id}/vragen#vraag-{question.public_id}"
    assert session.scalars(select(OutboxMessage).where(OutboxMessage.path == there)).all()
    assert "Beantwoord de vraag" in officer.get("/").text

    answered(officer, question)

    told = session.scalars(
        select(OutboxMessage).where(OutboxMessage.person_id == question.asked_by_id)
    ).all()
    assert len(told) == 1
    assert told[0].path == there
    assert officer.post(path, data={"wording": WORDING, "answer": ANSWER}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"asked": " ", "how": "publicly"}, "Schrijf uw vraag"),
        ({"asked": "x" * 2001, "how": "publicly"}, "2.000"),
        ({"asked": ASKED}, "Kies wie"),
    ],
)
def test_an_unfit_question_is_refused_with_its_text(
    app: Flask, session: Session, call: Call, typed: dict[str, str], says: str
) -> None:
    got = applicant(app, session).post(f"/oproepen/{call.public_id}/stel-vraag", data=typed)

    assert got.status_code == 422
    assert says in got.text
    assert typed["asked"].strip() in got.text
    assert session.scalar(select(CallQuestion.id)) is None


def test_nobody_asks_when_the_call_has_closed_or_without_signing_in(
    app: Flask, session: Session, call: Call, at: Clock
) -> None:
    assert visitor(app).get(f"/oproepen/{call.public_id}/stel-vraag").status_code == 302
    lede = applicant(app, session)
    at.move(CLOSES)

    late = lede.post(
        f"/oproepen/{call.public_id}/stel-vraag", data={"asked": ASKED, "how": "publicly"}
    )

    assert late.status_code == 422


def changed_by(app: Flask, session: Session, call: Call) -> str:
    """Let an answer change a rule, by two people; return the address of the change."""
    officer = agency(app, session, Role.CASE_OFFICER)
    asked(applicant(app, session), call, "publicly", WORDING)
    question = only_question(session)
    answered(officer, question)
    typed = {
        "penvoerder_is_lokaal_bestuur": "y",
        "minimum_gemeenten": "y",
        "minimum_gemeenten__aantal": "2",
        "question": question.public_id,
        "reason": "Ook kleinere groepen mogen meedoen.",
    }
    made = officer.post(f"/oproepen/{call.public_id}/wijzig/regels", data=typed)
    assert made.status_code == 303, made.text
    address = str(made.location)
    assert officer.get(f"{address}/keur-goed").status_code == 403
    decider = agency(app, session, Role.DECISION_MAKER)
    assert "Beoordeel de wijziging" in decider.get("/").text
    assert decider.post(f"{address}/keur-goed").status_code == 303
    session.expire_all()
    return address


def test_an_answer_that_changes_the_rules_makes_a_version_that_all_files_follow(
    app: Flask, session: Session, call: Call
) -> None:
    writing, ready = draft(session, call, "Aalst", "Ninove"), complete(session, call)
    session.commit()

    address = changed_by(app, session, call)

    numbers = {each.number: each for each in session.scalars(select(RegulationVersion))}
    assert set(numbers) == {1, 2}
    rules = {each.rule: each.params for each in numbers[2].regulation.requirements}
    assert rules["minimum_municipalities"] == {"number": 2}
    for one in (writing, ready):
        record = session.get_one(Application, one.record.id)
        assert record.regulation_version_id == numbers[2].id
    told = set(session.scalars(select(OutboxMessage.person_id).filter_by(path=address)))
    assert {each.person.id for each in (*writing.towns, *ready.towns)} == told


def test_everybody_sees_which_answer_changed_what(app: Flask, session: Session, call: Call) -> None:
    address = changed_by(app, session, call)

    page = visitor(app).get(address).text
    assert "Minimumaantal gemeenten" in page
    assert WORDING in page
    listed = visitor(app).get(f"/oproepen/{call.public_id}/vragen").text
    assert "Dit antwoord wijzigde de regels" in listed
    assert "versie 2" in listed
    assert only_question(session).number == 2


def test_what_is_booked_and_what_has_been_cannot_change(
    app: Flask, session: Session, call: Call
) -> None:
    officer = agency(app, session, Role.CASE_OFFICER)
    money = {
        "gereserveerd": "9.000.000",
        "minimum": "100.000",
        "maximum": "400.000",
        "minimum_per_partner": "10.000",
        "eerste_dag": "01/01/2022",
        "laatste_dag": "31/12/2024",
        "kostensoorten": ["personeel"],
        "penvoerder": "Een lokaal bestuur.",
        "question": "",
        "reason": "Meer geld.",
    }

    got = officer.post(f"/oproepen/{call.public_id}/wijzig/geld", data=money)

    assert got.status_code == 422
    assert "Het gereserveerde bedrag blijft" in got.text
    assert "Meer geld." in got.text


@pytest.mark.parametrize("part", [*PARTS, "formulier"])
def test_every_part_can_be_opened_and_sent_back_as_it_is(
    app: Flask, session: Session, call: Call, part: str
) -> None:
    officer = agency(app, session, Role.CASE_OFFICER)

    assert officer.get(f"/oproepen/{call.public_id}/wijzig/{part}").status_code == 200
    got = officer.post(f"/oproepen/{call.public_id}/wijzig/{part}", data={"reason": ""})
    assert got.status_code == 422


@pytest.mark.parametrize("part", list(PARTS))
def test_a_change_of_a_part_asks_and_explains_what_the_editor_of_a_draft_does(
    app: Flask, session: Session, call: Call, part: str
) -> None:
    officer = agency(app, session, Role.CASE_OFFICER)
    line = factories.line(session, factories.as_actor(factories.case_officer(session)))
    session.commit()
    typed = {"title": "Samen", "line": line.public_id, "source": call.public_id}
    draft_of_it = officer.post("/oproepen/nieuw", data=typed).location

    editor = officer.get(f"{draft_of_it}/bewerk/{part}").text
    change = officer.get(f"/oproepen/{call.public_id}/wijzig/{part}").text

    for what in (NAMED, EXPLAINED):
        assert set(what.findall(editor)) - {"version", "next"} <= set(what.findall(change))
    assert len(EXPLAINED.findall(change)) >= len(EXPLAINED.findall(editor)) >= 1
