"""Signing in and out, as people and as attackers do it."""

import re
import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts import service
from subsidy.accounts.models import Person, SignIn
from subsidy.app import create_app
from subsidy.config import Settings
from subsidy.core.text import Text
from subsidy.policy import MandateKind, Role
from subsidy.web import clock
from subsidy.web.throttle import FailedAttempt
from subsidy.workflow import OutboxMessage, tell
from tests.factories import NOW, member, municipality, person
from tests.support.people import signed_in, visitor

RIGHT = service.DEMO_PASSWORD


@pytest.fixture
def officer(session: Session) -> Person:
    return person(session, roles=[Role.CASE_OFFICER], password_hash=service.demo_password_hash())


def enter(
    client: FlaskClient, email: str, password: str = RIGHT, *, at: str = "", ip: str = "192.0.2.1"
) -> TestResponse:
    return client.post(
        "/aanmelden",
        query_string={"next": at} if at else {},
        data={"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": ip},
    )


def is_in(client: FlaskClient) -> bool:
    return client.get("/berichten").status_code == 200


def without_keys(response: TestResponse) -> str:
    """Return the page without what differs each time: keys, tokens and what was typed."""
    return re.sub(r'value="[^"]*"', "", response.get_data(as_text=True))


# In and out ---------------------------------------------------------------------------------------


def test_who_knows_the_password_gets_the_page_that_was_asked_for(
    app: Flask, officer: Person
) -> None:
    client = visitor(app)
    asked = client.get("/programma")
    assert asked.status_code == 302
    assert asked.location == "/aanmelden?next=/programma"

    answer = client.post(asked.location, data={"email": officer.email, "password": RIGHT})

    assert (answer.status_code, answer.location) == (303, "/programma")
    assert client.get("/programma").status_code == 200


def test_the_address_may_be_typed_in_capitals(app: Flask, officer: Person) -> None:
    client = visitor(app)
    enter(client, f"  {officer.email.upper()} ")
    assert is_in(client)


def test_an_empty_form_says_what_to_fill_in(app: Flask) -> None:
    answer = enter(visitor(app), "", "")

    assert answer.status_code == 422
    assert "Vul uw e-mailadres in." in answer.text
    assert "Vul uw wachtwoord in." in answer.text


def test_an_unknown_account_and_a_wrong_password_look_the_same(
    app: Flask, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)  # the page of a demo says how late it is
    wrong = enter(visitor(app), officer.email, "een verkeerd wachtwoord")
    unknown = enter(visitor(app), "niemand@example.be", "een verkeerd wachtwoord")

    assert wrong.status_code == unknown.status_code == 422
    assert without_keys(wrong) == without_keys(unknown)


def test_an_unknown_account_takes_as_long_as_a_wrong_password(app: Flask, officer: Person) -> None:
    def took(email: str, ip: str) -> float:
        start = process_time()
        enter(visitor(app), email, "een verkeerd wachtwoord", ip=ip)
        return process_time() - start

    took("opwarmen@example.be", "192.0.2.9")
    known = statistics.median(took(officer.email, f"192.0.2.{n}") for n in range(10, 17))
    unknown = statistics.median(took("x@example.be", f"192.0.2.{n}") for n in range(20, 27))

    assert 1 / 3 < known / unknown < 3


def test_a_copied_cookie_is_worthless_after_signing_out(app: Flask, officer: Person) -> None:
    client = visitor(app)
    enter(client, officer.email)
    stolen = client.get_cookie("relanceloket")
    assert stolen is not None

    assert client.post("/afmelden").status_code == 303

    thief = visitor(app)
    thief.set_cookie("relanceloket", stolen.value)
    assert not is_in(thief)
    assert not is_in(client)


def test_a_cookie_from_before_signing_in_is_worthless(app: Flask, officer: Person) -> None:
    client = visitor(app)
    client.get("/aanmelden")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by an attacker"
    before = client.get_cookie("relanceloket")
    assert before is not None

    enter(client, officer.email)

    attacker = visitor(app)
    attacker.set_cookie("relanceloket", before.value)
    assert is_in(client)
    assert not is_in(attacker)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_a_clock_that_is_set_back_ends_nobodys_work(
    app: Flask, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visitor(app)
    enter(client, officer.email)

    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: 1)

    assert is_in(client)
    assert client.post("/afmelden").status_code == 303


def test_each_browser_signs_in_and_out_by_itself(app: Flask, officer: Person) -> None:
    one, other = visitor(app), visitor(app)
    enter(one, officer.email)
    enter(other, officer.email)

    one.post("/afmelden")

    assert not is_in(one)
    assert is_in(other)


def test_who_is_made_inactive_is_out_at_the_next_request(
    app: Flask, session: Session, officer: Person
) -> None:
    client = signed_in(app, officer)
    assert is_in(client)

    session.execute(update(Person).where(Person.id == officer.id).values(active=False))
    session.commit()

    assert not is_in(client)
    assert enter(visitor(app), officer.email).status_code == 422


def test_a_right_that_is_taken_away_is_gone_at_the_next_request(
    app: Flask, session: Session, officer: Person
) -> None:
    client = signed_in(app, officer)
    assert client.get("/programma").status_code == 200

    session.delete(officer.agency_roles[0])
    session.commit()

    assert client.get("/programma").status_code == 403


def test_a_sign_in_of_twelve_hours_ago_has_ended(
    app: Flask, session: Session, officer: Person
) -> None:
    client = signed_in(app, officer)
    session.execute(update(SignIn).values(ends_at=datetime.now(UTC)))
    session.commit()

    assert client.get("/berichten").status_code == 302
    assert client.post("/berichten/gelezen").status_code == 401


def test_what_the_database_holds_signs_nobody_in(
    app: Flask, session: Session, officer: Person
) -> None:
    signed_in(app, officer)
    client = visitor(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = session.scalars(select(SignIn.token_hash)).one()
    assert not is_in(client)


def test_signing_out_twice_is_no_fault(app: Flask, officer: Person) -> None:
    client = signed_in(app, officer)
    assert client.post("/afmelden").status_code == 303
    assert client.post("/afmelden").status_code == 303


def test_signing_out_by_a_link_is_not_possible(app: Flask, officer: Person) -> None:
    client = signed_in(app, officer)
    assert client.get("/afmelden").status_code == 405
    assert is_in(client)


# Too often ----------------------------------------------------------------------------------------


def test_after_ten_failures_one_waits(app: Flask, session: Session, officer: Person) -> None:
    for _ in range(10):
        assert enter(visitor(app), officer.email, "mis mis mis mis").status_code == 422

    assert enter(visitor(app), officer.email, RIGHT).status_code == 429

    # The owner is elsewhere, and is not locked out by an attacker.
    assert enter(visitor(app), officer.email, RIGHT, ip="198.51.100.7").status_code == 303
    # A quarter of an hour later it is possible again.
    session.execute(update(FailedAttempt).values(at=datetime.now(UTC) - timedelta(minutes=15)))
    session.commit()
    assert enter(visitor(app), officer.email, RIGHT).status_code == 303


def test_one_network_cannot_try_many_accounts(app: Flask, session: Session) -> None:
    now = datetime.now(UTC)
    session.add_all(FailedAttempt(key="2001:db8:1:2::/64", at=now) for _ in range(100))
    session.commit()

    here, there = "2001:db8:1:2:ffff::9", "2001:db8:1:3::9"
    assert enter(visitor(app), "a@example.be", "x", ip=here).status_code == 429
    assert enter(visitor(app), "a@example.be", "x", ip=there).status_code == 422


# Where to go next ---------------------------------------------------------------------------------

HOSTS = ("evil.example", "evil.example/programma", "127.0.0.1@evil.example/", "evil.example:80")
SHAPES = (
    "//{}",
    "///{}",
    "////{}",
    "/\\{}",
    "\\\\{}",
    "\\/{}",
    "/\t/{}",
    "/\n/{}",
    "/\r/{}",
    "\t//{}",
    " //{}",
    "https://{}",
    "HTTPS://{}",
    "https:{}",
    "https:/{}",
    "javascript://{}",
    "data:text/html,{}",
    "{}",
)
OTHERS = (
    "/programma\r\nLocation: https://evil.example",
    "/\N{NO-BREAK SPACE}/evil.example",
    "/\N{LINE SEPARATOR}/evil.example",
    "/\x00/evil.example",
    "javascript:alert(1)",
    "/afmelden",
    "/nergens",
    "programma",
    "?next=//evil.example",
    "#",
    "",
)
EVIL = [shape.format(host) for shape in SHAPES for host in HOSTS] + list(OTHERS)


@pytest.mark.parametrize("asked", EVIL)
def test_no_address_leads_away(app: Flask, officer: Person, asked: str) -> None:
    client = signed_in(app, officer)  # who is in already is sent on just the same

    answer = client.get("/aanmelden", query_string={"next": asked})

    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize(
    "asked", ["/programma", "/berichten?pagina=2", "/gemeenten?tekst=aa&regio=Aalst", "/"]
)
def test_an_address_of_ours_is_followed(app: Flask, officer: Person, asked: str) -> None:
    client = signed_in(app, officer)
    assert client.get("/aanmelden", query_string={"next": asked}).location == asked


# Forgery and cookies ------------------------------------------------------------------------------


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def token_on(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "path", ["/aanmelden", "/afmelden", "/werk-voor", "/demo", "/demodatum", "/berichten/gelezen"]
)
def test_no_post_without_the_token_of_the_own_session(
    guarded: Flask, officer: Person, path: str
) -> None:
    client = signed_in(guarded, officer)
    foreign = token_on(visitor(guarded), "/aanmelden")

    assert client.post(path).status_code == 400
    assert client.post(path, data={"csrf_token": foreign}).status_code == 400


def test_the_token_of_the_visitor_does_not_outlive_signing_in(
    guarded: Flask, officer: Person
) -> None:
    client = visitor(guarded)
    token = token_on(client, "/aanmelden")
    data = {"email": officer.email, "password": RIGHT, "csrf_token": token}
    assert client.post("/aanmelden", data=data).status_code == 303

    assert client.post("/berichten/gelezen", data={"csrf_token": token}).status_code == 400
    fresh = token_on(client, "/berichten")
    assert client.post("/berichten/gelezen", data={"csrf_token": fresh}).status_code == 303


def test_the_cookie_is_hard_to_steal(app: Flask) -> None:
    header = visitor(app).get("/aanmelden").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_in_production_the_cookie_is_bound_to_the_host() -> None:
    settings = Settings("sqlite://", "s" * 40, secure_cookies=True)
    client = create_app(settings).test_client()

    header = client.get("/aanmelden", base_url="https://localhost").headers["Set-Cookie"]

    assert header.startswith("__Host-relanceloket=")
    assert "Secure" in header
    assert "Path=/" in header
    assert "Domain" not in header


# A demo -------------------------------------------------------------------------------------------


@pytest.fixture
def serious(app: Flask) -> Iterator[Flask]:
    demo = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(demo, demo=False)
    app.config["MOVABLE_CLOCK"] = False
    yield app
    app.config["SETTINGS"] = demo
    app.config["MOVABLE_CLOCK"] = True


def test_one_click_makes_anybody_of_you_in_a_demo(
    app: Flask, session: Session, officer: Person
) -> None:
    bert = member(session, municipality(session, "Aalst"), name="Bert Claes")
    session.commit()
    client = visitor(app)
    page = client.get("/demo").text
    assert "Meld u aan als Bert Claes" in page
    assert f"Meld u aan als {officer.name}" in page

    assert client.post("/demo", data={"person": officer.public_id}).status_code == 303
    assert client.get("/programma").status_code == 200
    assert client.post("/demo", data={"person": bert.public_id}).status_code == 303

    assert client.get("/programma").status_code == 403
    assert len(session.scalars(select(SignIn)).all()) == 1


def test_outside_a_demo_nothing_of_it_exists(serious: Flask, officer: Person) -> None:
    client = visitor(serious)

    assert client.get("/demo").status_code == 404
    assert client.post("/demo", data={"person": officer.public_id}).status_code == 404
    assert client.get("/demodatum").status_code == 404
    assert client.post("/demodatum", data={"moment": "01/03/2022 09:00"}).status_code == 404
    assert "Demodatum" not in client.get("/").text
    assert "/demo" not in client.get("/aanmelden").text


def test_the_demo_date_moves_and_goes_on(app: Flask) -> None:
    client = visitor(app)

    assert client.post("/demodatum", data={"moment": "29/10/2021 12:00"}).status_code == 303

    assert "vrijdag 29 oktober 2021, 12.00 uur" in client.get("/").text


@pytest.mark.parametrize("typed", ["", "gisteren", "31/02/2022 12:00", "27/03/2022 02:30"])
def test_a_demo_date_that_does_not_exist_is_refused(app: Flask, typed: str) -> None:
    answer = visitor(app).post("/demodatum", data={"moment": typed})

    assert answer.status_code == 422
    assert typed in answer.text


# Working for an organisation ----------------------------------------------------------------------


def test_who_has_two_organisations_chooses(app: Flask, session: Session) -> None:
    aalst, gent = municipality(session, "Aalst"), municipality(session, "Gent")
    made = member(session, aalst)
    service.give_mandate(session, made, gent, MandateKind.READER)
    session.commit()
    client = signed_in(app, made)
    assert "Kies voor wie u nu werkt" in client.get("/").text

    assert client.post("/werk-voor", data={"organisation": gent.public_id}).status_code == 303

    page = client.get("/").text
    assert "U werkt nu voor Gent." in page
    assert 'aria-current="true">Gent' in page


def test_nobody_works_for_a_stranger(app: Flask, session: Session) -> None:
    made = member(session, municipality(session, "Aalst"))
    gent = municipality(session, "Gent")
    session.commit()
    client = signed_in(app, made)

    for asked in (gent.public_id, "", "x" * 26):
        answer = client.post("/werk-voor", data={"organisation": asked})
        assert answer.status_code == 422
        assert "waarvoor u een mandaat hebt" in answer.text


# Messages -----------------------------------------------------------------------------------------


def sent(session: Session, to: Person) -> OutboxMessage:
    subject, body = Text("You are signed out."), Text("You work for %(name)s now.", name="<b>")
    tell(session, [to.id], subject, body, path="/realisaties", now=NOW)
    session.commit()
    return session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == to.id)).one()


def test_a_message_is_unread_until_one_says_so(
    app: Flask, session: Session, officer: Person
) -> None:
    message = sent(session, officer)
    client = signed_in(app, officer)
    page = client.get("/berichten").text
    assert "U werkt nu voor &lt;b&gt;." in page
    assert "Markeer als gelezen" in page

    assert client.post(f"/berichten/{message.public_id}/gelezen").status_code == 303

    assert "Markeer als gelezen" not in client.get("/berichten").text


def test_messages_of_others_do_not_exist(app: Flask, session: Session, officer: Person) -> None:
    other = person(session, "Iemand Anders")
    message = sent(session, other)
    client = signed_in(app, officer)

    assert client.post(f"/berichten/{message.public_id}/gelezen").status_code == 404
    assert "U hebt geen berichten" in client.get("/berichten").text
    client.post("/berichten/gelezen")
    session.refresh(message)
    assert message.read_at is None
