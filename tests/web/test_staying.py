"""A sign-in that ends says so in time, can be made longer, and takes no text with it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person, SignIn
from subsidy.accounts.service import DEMO_PASSWORD, demo_password_hash
from subsidy.policy import Actor, Role
from subsidy.scoring import queries
from subsidy.scoring import service as scoring
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, all_scored, cleared, jury, reread

START = datetime(2022, 10, 3, 6, tzinfo=UTC)  # 8.00 in Brussels; twelve hours later it is 20.00
WARNING = "U bent aangemeld tot 20.00 uur."
Fields = dict[str, str]
DATA = {"Accept": "application/json"}
LONG = "De doelgroep is goed gekend.\r\nDe begroting voor het tweede jaar mis ik. " * 40


class Real:
    """The real instant at which requests arrive."""

    at = START

    def after(self, **distance: float) -> None:
        self.at = START + timedelta(**distance)


@pytest.fixture(autouse=True)
def real(monkeypatch: pytest.MonkeyPatch) -> Real:
    moment = Real()
    monkeypatch.setattr(clock, "real_now", lambda: moment.at)
    return moment


def at_eight(app: Flask, session: Session, who: Person) -> FlaskClient:
    """Return the browser of somebody who signed in at the start."""
    client = signed_in(app, who)
    ends = {"created_at": START, "ends_at": START + timedelta(hours=12)}
    session.execute(update(SignIn).where(SignIn.person_id == who.id).values(**ends))
    session.commit()
    return client


@pytest.fixture
def officer(session: Session) -> Person:
    return person(session, roles=[Role.CASE_OFFICER], password_hash=demo_password_hash())


@pytest.fixture
def client(app: Flask, session: Session, officer: Person) -> FlaskClient:
    return at_eight(app, session, officer)


def waits(client: FlaskClient) -> tuple[int, bool]:
    """Return in how many seconds the page gives its warning, and whether it is hidden till then."""
    found = re.search(r'data-ending="(\d+)"\s+(hidden)?', client.get("/berichten").text)
    assert found is not None
    return int(found[1]), found[2] is not None


def test_every_page_says_ten_minutes_before_that_the_sign_in_ends(
    client: FlaskClient, real: Real
) -> None:
    assert waits(client) == (42_600, True)  # eleven hours and fifty minutes
    real.after(hours=11, minutes=48, seconds=30)
    assert waits(client) == (60, True)
    assert WARNING not in visible(client.get("/berichten").text)

    real.after(hours=11, minutes=50)

    assert waits(client) == (0, False)
    for page in ("/berichten", "/", "/nergens"):
        answer = client.get(page)
        assert WARNING in visible(answer.text)
        assert "Blijf een uur langer" in visible(answer.text)
        assert_well_formed(answer.text)


def test_who_stays_is_signed_in_an_hour_longer(client: FlaskClient, real: Real) -> None:
    real.after(hours=11, minutes=55)

    told = client.post("/aangemeld-blijven", headers=DATA).json

    assert told == {  # again ten minutes before the end: in 55 minutes
        "wait": 3_300,
        "stays": "U blijft aangemeld tot 21.00 uur.",
        "until": "U bent aangemeld tot 21.00 uur.",
    }
    real.after(hours=12, minutes=59, seconds=59)
    assert client.get("/berichten").status_code == 200
    real.after(hours=13)
    assert client.get("/berichten").status_code == 302
    assert client.post("/aangemeld-blijven").status_code == 401


def test_without_a_script_the_button_says_the_same(client: FlaskClient, real: Real) -> None:
    real.after(hours=11, minutes=55)

    answer = client.post("/aangemeld-blijven", follow_redirects=True)

    assert "U blijft aangemeld tot 21.00 uur. U mag dit tabblad sluiten." in visible(answer.text)


def test_twelve_times_longer_and_then_sign_in_again_on_the_same_page(
    session: Session, client: FlaskClient, officer: Person, real: Real
) -> None:
    for hour in range(12, 24):  # WCAG 2.2.1 asks for ten
        real.after(hours=hour, minutes=-5)
        assert client.post("/aangemeld-blijven").status_code == 303
    real.after(hours=24, minutes=-5)

    refused = client.post("/aangemeld-blijven")
    page = client.get("/berichten?pagina=1")

    assert refused.status_code == 422
    assert "Bewaar uw werk en meld u opnieuw aan." in visible(refused.text)
    assert "U bent aangemeld tot 8.00 uur." in visible(page.text).replace("08.00", "8.00")
    assert "Blijf een uur langer" not in visible(page.text)
    assert_well_formed(page.text)
    again = re.search(r'href="(/aanmelden\?next=/berichten[^"]*)" target="_blank"', page.text)
    assert again is not None
    typed = {"email": officer.email, "password": DEMO_PASSWORD}
    answer = client.post(again[1].replace("&amp;", "&"), data=typed)
    assert (answer.status_code, answer.location) == (303, "/berichten?pagina=1")
    (row,) = session.scalars(select(SignIn))  # the earlier one is gone
    assert row.ends_at == real.at + timedelta(hours=12)


def test_who_can_stay_longer_does_not_sign_in_twice(client: FlaskClient, real: Real) -> None:
    real.after(hours=11, minutes=55)
    assert client.get("/aanmelden?next=/berichten").location == "/berichten"


# What was typed -----------------------------------------------------------------------------------


def marks() -> dict[str, str]:
    every = {f"mark-{key}": "7" for key in EIGHTS} | {f"motivation-{key}": LONG for key in EIGHTS}
    return {"version": "1", "confidence": "low", **every}


def enter(client: FlaskClient, who: Person, page: str, address: str) -> TestResponse:
    """Sign in on the page of that, with what goes along."""
    known = {"email": who.email, "password": DEMO_PASSWORD}
    return client.post(f"/aanmelden?next={address}", data=form_values(page) | known)


@pytest.fixture
def asks_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def came_back(client: FlaskClient, who: Person, address: str, own: Fields, where: str) -> Fields:
    """Send a form whose sign-in ended, sign in here or in another tab, and put the text back.

    Meanwhile: in the other tab, when this one had asked to sign in already.
    """
    if where == "another tab":
        enter(client, who, client.get("/aanmelden").text, "/")
    asked = client.post(address, data=own)
    assert asked.status_code == (400 if where == "another tab" else 401)
    if where == "meanwhile":
        enter(client, who, client.get("/aanmelden").text, "/")
        asked = client.post(f"/aanmelden?next={address}", data=form_values(asked.text))
        assert asked.status_code == 400
        asked = client.post(f"/aanmelden?next={address}", data=form_values(asked.text))
    if where == "this tab":
        asked = enter(client, who, asked.text, address)
    shown = client.post(address, data=form_values(asked.text))
    assert shown.status_code == 200, visible(shown.text)
    return form_values(shown.text)


in_each_tab = pytest.mark.parametrize("where", ["this tab", "another tab", "meanwhile"])


@pytest.mark.usefixtures("asks_tokens")
@in_each_tab
def test_marks_that_were_sent_too_late_stand_in_their_form_again(
    app: Flask, session: Session, real: Real, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    review = cleared(session, jury(session, jurors=1))
    juror = session.get_one(Person, review.juror.person_id)
    juror.password_hash = demo_password_hash()
    client = at_eight(app, session, juror)
    address = f"/jury/{review.public_id}"
    own = form_values(client.get(address).text) | marks()
    real.after(hours=12)

    again = came_back(client, juror, address, own, where)

    typed = {key: text for key, text in marks().items() if key != "version"}
    assert {key: again[key].split() for key in typed} == {k: t.split() for k, t in typed.items()}
    assert client.post(address, data=again).status_code == 303
    assert {mark.value for mark in reread(session, review).marks} == {7}


def at_the_table(session: Session) -> tuple[Person, str]:
    """Put a file on the table of a meeting; return the chair and the page of the meeting."""
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    chair = person(session, employer=municipality(session, "Genk"))
    chair.password_hash = demo_password_hash()
    scoring.seat(session, made.actor, made.call, chair, is_chair=True)
    leading = Actor(chair.id, AFTER, frozenset({Role.JUROR, Role.JURY_CHAIR}))
    where = scoring.Gathering(AFTER.date(), "Brussel")
    meeting = scoring.open_meeting(session, leading, made.call, where)
    sat = queries.sitting(session, meeting.public_id)
    assert sat is not None
    seats = [each.public_id for each in queries.jurors(session, made.call.id)]
    scoring.note_presence(session, leading, sat, seats)
    scoring.put_on_table(session, leading, sat, made.files[0])
    discussion = queries.on_table(session, meeting.id)
    assert discussion is not None
    scoring.declare_none_at_table(session, leading, sat, discussion.public_id)
    return chair, f"/juryvergaderingen/{meeting.public_id}"


@pytest.mark.usefixtures("asks_tokens")
@in_each_tab
def test_text_of_a_form_within_a_page_comes_back_on_that_page(
    app: Flask, session: Session, real: Real, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """What a meeting writes down goes to an address that is no page of its own."""
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    chair, page = at_the_table(session)
    client = at_eight(app, session, chair)
    own = form_values(client.get(page).text) | {"sentence": LONG}
    real.after(hours=12)

    again = came_back(client, chair, f"{page}/besluit", own, where)

    assert again["sentence"].split() == LONG.split()
