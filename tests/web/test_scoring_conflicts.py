"""The chair's page of conflicts, and the objection of an applicant, over HTTP."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.applications.models import Application
from subsidy.policy import MandateKind, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Review
from subsidy.web import clock
from tests.factories import member, municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import Jury, cleared, juror_actor, jury, reread

TOLD = "Mijn zus leidt dit project."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


@pytest.fixture
def made(session: Session) -> Jury:
    return jury(session, jurors=2)


@pytest.fixture
def declared(session: Session, made: Jury) -> Review:
    review = cleared(session, made)
    service.declare_conflict(session, juror_actor(review), review, TOLD, ConflictKind.PERSONAL)
    session.flush()
    return review


def chair(app: Flask, session: Session, made: Jury, employer: str = "Genk") -> FlaskClient:
    who = person(session, "Vera Voorzitter", employer=municipality(session, employer))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    return signed_in(app, who)


def page(made: Jury) -> str:
    return f"/oproepen/{made.call.public_id}/jury/belangen"


def which(text: str) -> str:
    found = re.search(r'name="which" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_the_chair_lifts_what_a_juror_declared(
    app: Flask, session: Session, made: Jury, declared: Review
) -> None:
    client = chair(app, session, made)
    shown = client.get(page(made))
    assert_well_formed(shown.text)
    words = visible(shown.text)
    for word in ("Jurylid 1", made.files[0].number, "familie, vriendschap of ruzie", TOLD):
        assert word in words

    sent = {"which": which(shown.text), "then": "lift", "reason": "Ze vertrok in 2019."}
    answer = client.post(page(made), data=sent)

    assert (answer.status_code, answer.location) == (303, page(made))
    assert reread(session, declared).status is ReviewStatus.ASSIGNED
    assert "Geen belangenconflict wacht" in visible(client.get(page(made)).text)


def test_a_ruling_without_a_reason_is_refused_in_its_place(
    app: Flask, session: Session, made: Jury, declared: Review
) -> None:
    client = chair(app, session, made)
    name = which(client.get(page(made)).text)

    answer = client.post(page(made), data={"which": name, "then": "lift", "reason": " "})

    assert answer.status_code == 422
    assert "Schrijf waarom u dit beslist." in visible(answer.text)
    assert which(answer.text) == name
    assert_well_formed(answer.text)
    assert reread(session, declared).status is ReviewStatus.BLOCKED


@pytest.mark.parametrize("name", ["", "a.b.c", "x" * 300])
def test_a_conflict_that_is_none_is_refused(
    app: Flask, session: Session, made: Jury, name: str
) -> None:
    client = chair(app, session, made)

    answer = client.post(page(made), data={"which": name, "then": "lift", "reason": "Daarom."})

    assert answer.status_code == 422
    assert "Dit belangenconflict is veranderd." in visible(answer.text)


def test_a_chair_reads_nothing_of_a_file_that_is_closed_for_the_chair(
    app: Flask, session: Session, made: Jury, declared: Review
) -> None:
    client = chair(app, session, made, "Ninove")

    shown = client.get(page(made)).text

    assert declared.status is ReviewStatus.BLOCKED
    assert TOLD not in shown
    assert made.files[0].number not in shown
    juror = made.jurors[0].public_id
    assert TOLD not in client.get(f"{page(made)}?lid={juror}").text


def test_all_facts_against_a_juror_are_behind_the_juror(
    app: Flask, session: Session, made: Jury
) -> None:
    juror = made.jurors[1]
    who = session.get_one(Person, juror.person_id)
    accounts.give_mandate(session, who, municipality(session, "Ninove"), MandateKind.READER)
    client = chair(app, session, made)
    assert "Het jurylid heeft een mandaat" not in visible(client.get(page(made)).text)

    shown = visible(client.get(f"{page(made)}?lid={juror.public_id}").text)

    assert "Het jurylid heeft een mandaat in Ninove." in shown


def test_an_officer_reads_and_a_juror_does_not(app: Flask, session: Session, made: Jury) -> None:
    officer = signed_in(app, made.officer)
    shown = officer.get(page(made))
    assert shown.status_code == 200
    assert_well_formed(shown.text)
    assert officer.post(page(made), data={"reason": "Daarom."}).status_code == 403
    juror = signed_in(app, session.get_one(Person, made.jurors[0].person_id))
    assert juror.get(page(made)).status_code == 404


def test_a_chair_of_another_jury_gets_nothing(app: Flask, session: Session, made: Jury) -> None:
    other = signed_in(app, person(session, "Andere voorzitter", roles=[Role.JURY_CHAIR]))

    assert other.get(page(made)).status_code == 404


# The applicant ------------------------------------------------------------------------------------


def lead(app: Flask, session: Session, file: Application) -> FlaskClient:
    town = municipality(session, "Aalst")
    assert town.id == file.lead_id
    return signed_in(app, member(session, town, MandateKind.EDITOR))


def objection(file: Application) -> str:
    return f"/aanvragen/{file.public_id}/bezwaar-jury"


@pytest.mark.parametrize(("name", "is_meant"), [("stad Brugge", True), ("Stad Luik", False)])
def test_the_answer_is_the_same_whether_anybody_is_meant(
    app: Flask, session: Session, made: Jury, name: str, *, is_meant: bool
) -> None:
    review = cleared(session, made)  # of the juror who works for Brugge
    client = lead(app, session, made.files[0])
    sent = {"against": name, "kind": "collaboration", "reason": "Zij werken samen met een ander."}

    answer = client.post(objection(made.files[0]), data=sent, follow_redirects=True)

    assert "Uw bezwaar is bewaard." in visible(answer.text)
    assert_well_formed(answer.text)
    assert visible(answer.text).replace(name, "NAAM").count("NAAM") == 1
    assert "Jurylid" not in answer.text
    found = queries.review(session, review.public_id)
    assert found is not None
    assert found.is_blocked is is_meant
    juror = signed_in(app, session.get_one(Person, review.juror.person_id))
    assert juror.get(f"/jury/{review.public_id}").status_code == (403 if is_meant else 200)


def test_an_objection_that_lacks_everything_is_refused_and_kept(
    app: Flask, session: Session, made: Jury
) -> None:
    client = lead(app, session, made.files[0])

    answer = client.post(objection(made.files[0]), data={"reason": "Half af."})

    assert answer.status_code == 422
    words = visible(answer.text)
    assert "Vul de naam van een organisatie of een persoon in." in words
    assert "Kies welk soort belangenconflict het is." in words
    assert "Half af.</textarea>" in answer.text
    assert_well_formed(answer.text)


def test_the_page_of_the_application_leads_to_the_objection(
    app: Flask, session: Session, made: Jury
) -> None:
    file = made.files[0]
    shown = lead(app, session, file).get(f"/aanvragen/{file.public_id}").text

    assert f'href="{objection(file)}"' in shown
