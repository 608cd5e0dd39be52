"""The division of files over a jury: a trial that nobody is told of, then applied and adjusted."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.scoring import queries, service
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Computation, Review
from subsidy.scoring.service import child, dividing
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import Jury, cleared, given, jury
from tests.support.solving import in_this_process

WISH = {"mode": "balanced", "need": "2", "most": "5", "apart": "y"}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "solve", in_this_process)


def address(made: Jury, path: str = "") -> str:
    return f"/oproepen/{made.call.public_id}/jury/verdeling{path}"


def officer(app: Flask, made: Jury) -> FlaskClient:
    return signed_in(app, made.officer)


def trial(html: str) -> dict[str, str]:
    found = re.search(r'name="trial"\s+value="([^"]+)"', html)
    assert found is not None, "nothing to apply"
    return {"trial": found.group(1)}


def reviews(session: Session, made: Jury) -> set[tuple[int, int]]:
    session.expire_all()
    return {
        (each.juror_id, each.application_id)
        for each in queries.assignments(session, made.call.id)
        if each.status is not ReviewStatus.BLOCKED
    }


def test_a_trial_shows_numbers_and_changes_nothing_until_it_is_applied(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=3, jurors=4)
    client = officer(app, made)

    shown = client.post(address(made), data=WISH, follow_redirects=True)

    words = visible(shown.text)
    assert shown.status_code == 200
    assert_well_formed(shown.text)
    assert "Nieuwe toewijzingen 6" in words
    assert "Groepen juryleden zonder gedeeld dossier 1" in words
    assert reviews(session, made) == set()

    told = client.post(address(made, "/toepassen"), data=trial(shown.text), follow_redirects=True)

    assert "6 toewijzingen zijn bewaard." in visible(told.text)
    pairs = reviews(session, made)
    assert len(pairs) == 6
    loads = sorted(sum(juror.id == one for one, _ in pairs) for juror in made.jurors)
    assert loads == [1, 1, 2, 2]
    assert all(sum(file.id == one for _, one in pairs) == 2 for file in made.files)
    paths = session.scalars(select(OutboxMessage.path).where(OutboxMessage.path == "/jury")).all()
    assert len(paths) == 4  # one for each juror, however many files

    again = client.get(address(made))
    assert "De jury heeft deze verdeling al." in visible(again.text)


def test_what_was_begun_stays_and_the_rest_stays_when_it_can(app: Flask, session: Session) -> None:
    made = jury(session, files=3, jurors=4)
    begun, kept = cleared(session, made, 0, 0), given(session, made, 1, 1)
    client = officer(app, made)

    shown = client.post(address(made), data=WISH, follow_redirects=True)
    client.post(address(made, "/toepassen"), data=trial(shown.text))

    words = visible(shown.text)
    assert "Nieuwe toewijzingen 4" in words
    assert "Jurylid 1: begonnen" in words
    assert "Jurylid 2: blijft" in words
    assert {begun.id, kept.id} <= set(session.scalars(select(Review.id)))
    assert len(reviews(session, made)) == 6


def test_too_few_jurors_is_a_sentence_with_the_files(app: Flask, session: Session) -> None:
    made = jury(session, files=2, jurors=2)

    shown = officer(app, made).post(address(made), data=WISH | {"need": "3"}, follow_redirects=True)

    words = visible(shown.text)
    assert_well_formed(shown.text)
    assert "Geen verdeling mogelijk" in words
    assert "Deze 2 dossiers hebben samen 6 plaatsen bij juryleden nodig." in words
    assert "Maar 2 juryleden kunnen dit nog beoordelen, samen goed voor 4." in words
    assert all(file.number in words for file in made.files)
    assert 'name="trial"' not in shown.text


def test_a_trial_of_yesterday_is_refused_when_something_changed(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=3, jurors=4)
    client = officer(app, made)
    shown = client.post(address(made), data=WISH, follow_redirects=True)
    cleared(session, made, 0, 0)

    answer = client.post(address(made, "/toepassen"), data=trial(shown.text))

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert "intussen iets veranderd. Maak een nieuwe proef." in visible(answer.text)
    assert len(reviews(session, made)) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"trial": "onbekend"}, "Deze proef bestaat niet. Maak een nieuwe."),
        ({}, "Deze proef bestaat niet. Maak een nieuwe."),
        ({"trial": ["a", "b"]}, "Dit antwoord kwam twee keer bi"),
    ],
)
def test_what_is_no_trial_is_refused(
    app: Flask, session: Session, sent: dict[str, str], said: str
) -> None:
    made = jury(session, files=1, jurors=1)

    answer = officer(app, made).post(address(made, "/toepassen"), data=sent)

    assert answer.status_code == 422
    assert said in visible(answer.text)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"mode": "random"}, "Kies"),
        ({"need": "0"}, "Vul een geheel getal in van 1 tot en met 10."),
        ({"most": ""}, "Vul in hoeveel dossiers een jurylid hoogstens krijgt."),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_what_was_typed(
    app: Flask, session: Session, sent: dict[str, str], said: str
) -> None:
    made = jury(session, files=1, jurors=1)

    answer = officer(app, made).post(address(made), data=WISH | sent)

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert said in visible(answer.text)
    assert session.scalars(select(Computation)).all() == []


def test_an_empty_jury_says_how_to_begin(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=0)
    client = officer(app, made)

    shown = client.get(address(made))
    answer = client.post(address(made), data=WISH)

    assert_well_formed(shown.text)
    assert "Geef eerst een jurylid een plaats." in visible(shown.text)
    assert answer.status_code == 422
    assert "Geef eerst een jurylid een plaats." in visible(answer.text)


def test_a_great_panel_is_left_to_the_worker(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = jury(session, files=2, jurors=2)
    monkeypatch.setattr(dividing, "AT_ONCE", 3)
    client = officer(app, made)

    asked = client.post(address(made), data=WISH)
    waiting = client.get(address(made))

    assert asked.status_code == 303
    assert asked.location.startswith("/berekeningen/")
    assert_well_formed(waiting.text)
    assert "Een proef wordt berekend." in visible(waiting.text)

    taken = service.take(session, AFTER)
    assert taken is not None
    service.finish(session, taken, in_this_process(taken.kind, taken.input), AFTER)
    session.flush()

    assert address(made) in client.get(asked.location).text
    assert "Nieuwe toewijzingen 4" in visible(client.get(address(made)).text)


# The pool -----------------------------------------------------------------------------------------

PROFILE = {
    "areas": ["levers:outreach", "actions:by_design"],
    "about": "Ik leidde drie digipunten.",
    "region": "Westhoek",
    "from_day": "",
    "until_day": "",
    "least": "1",
    "most": "1",
    "version": "0",
}


def test_what_a_juror_can_take_limits_the_trial(app: Flask, session: Session) -> None:
    made = jury(session, files=3, jurors=3)
    client = officer(app, made)
    person = made.jurors[0].person.public_id

    saved = client.post(f"/juryleden/{person}", data=PROFILE, follow_redirects=True)
    shown = client.post(address(made), data=WISH, follow_redirects=True)

    words = visible(saved.text)
    assert_well_formed(saved.text)
    assert "Juror van Brugge is bewaard." in words
    assert "Outreach" in words
    assert re.search(r"Westhoek altijd 1.1 ", words)
    assert re.search(r"Jurylid 1 1 Jurylid 2 \d Jurylid 3 \d", visible(shown.text))


def test_who_is_away_gets_nothing(app: Flask, session: Session) -> None:
    made = jury(session, files=2, jurors=3)
    client = officer(app, made)
    person = made.jurors[0].person.public_id

    client.post(f"/juryleden/{person}", data=PROFILE | {"until_day": "01/01/2020"})
    shown = client.post(address(made), data=WISH, follow_redirects=True)

    assert "Jurylid 1 0 Jurylid 2 2 Jurylid 3 2" in visible(shown.text)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"least": "3", "most": "2"}, "Het hoogste aantal dossiers kan niet onder het laagste"),
        (
            {"from_day": "02/02/2022", "until_day": "01/02/2022"},
            "De laatste dag kan niet voor de eerste liggen.",
        ),
        ({"region": "Atlantis"}, "Kies een regio uit de lijst."),
        ({"version": "4"}, "Iemand anders bewaarde dit profiel net."),
    ],
)
def test_a_profile_that_cannot_be_is_refused(
    app: Flask, session: Session, sent: dict[str, str], said: str
) -> None:
    made = jury(session, files=0, jurors=1)
    person = made.jurors[0].person.public_id

    answer = officer(app, made).post(f"/juryleden/{person}", data=PROFILE | sent)

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert said in visible(answer.text)


def test_a_profile_saved_twice_keeps_the_first_text(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    path = f"/juryleden/{made.jurors[0].person.public_id}"
    client = officer(app, made)

    client.post(path, data=PROFILE)
    second = client.post(path, data=PROFILE | {"about": "Anders."})
    third = client.post(path, data=PROFILE | {"about": "Beter.", "version": "1"})

    assert (second.status_code, third.status_code) == (422, 303)
    assert "Beter." in client.get(path).text


def test_a_juror_keeps_the_own_profile_over_that_of_the_agency(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=0, jurors=2)
    person = made.jurors[0].person
    officer(app, made).post(f"/juryleden/{person.public_id}", data=PROFILE)
    client = signed_in(app, person)
    shown = client.get("/jury/profiel")
    assert_well_formed(shown.text)
    employer = made.jurors[0].employer
    assert employer is not None
    assert f"kent {employer.name} als uw werkgever" in visible(shown.text)

    late = client.post("/jury/profiel", data=PROFILE | {"about": "Blind."})
    saved = client.post("/jury/profiel", data=PROFILE | {"about": "Zelf.", "version": "1"})

    assert (late.status_code, saved.status_code, saved.location) == (422, 303, "/jury")
    assert "Zelf." in client.get("/jury/profiel").text
    other = signed_in(app, made.jurors[1].person)
    assert "Zelf." not in other.get("/jury/profiel").text
    assert signed_in(app, made.officer).get("/jury/profiel").status_code == 403
