"""Following calls from elsewhere: calendars (RFC 5545), feeds (RFC 4287, JSON Feed), messages."""

import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import service as applications
from subsidy.calls import queries, service
from subsidy.calls.models import Call, CallSubscription
from subsidy.policy import Role
from subsidy.workflow import OutboxMessage
from tests import factories
from tests.support.applications import DURING, published_call, regulation, town
from tests.support.clocks import Clock
from tests.support.people import signed_in, visitor
from tests.support.statements import counted

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = datetime(2021, 11, 5, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def call(session: Session) -> Call:
    made = published_call(session)
    session.commit()
    return made


def people(session: Session) -> tuple[Any, Any]:
    officer, decider = factories.case_officer(session), factories.decision_maker(session)
    return (
        factories.as_actor(officer, Role.CASE_OFFICER, now=DURING),
        factories.as_actor(decider, Role.DECISION_MAKER, now=DURING),
    )


def extended(session: Session, call: Call) -> None:
    officer, decider = people(session)
    change = service.prepare_extension(session, officer, call, LATER, "Een storing.")
    applications.approve_change(session, decider, change)
    session.commit()


def published(session: Session, title: str) -> Call:
    officer, decider = people(session)
    content = regulation()
    content["oproep"]["titel"] = title
    made = service.create(session, officer, factories.line(session, officer), content)
    service.propose(session, officer, made)
    service.publish(session, decider, made)
    session.commit()
    return made


def unfolded(file: bytes) -> dict[str, list[str]]:
    """Read a calendar file as RFC 5545 3.1 says; give the values by name."""
    text = file.decode()
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n", text)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found: dict[str, list[str]] = {}
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        found.setdefault(name, []).append(value)
    return found


def test_the_calendar_file_names_both_moments_in_utc(
    app: Flask, session: Session, call: Call
) -> None:
    address = f"/oproepen/{call.public_id}/kalender.ics"
    got = visitor(app).get(address)
    first = unfolded(got.data)

    assert got.mimetype == "text/calendar"
    assert first["DTSTART"] == ["20210917T070000Z", "20211029T100000Z"]
    assert first["SEQUENCE"] == ["0", "0"]

    extended(session, call)
    second = unfolded(visitor(app).get(address).data)

    assert second["UID"] == first["UID"]  # a calendar moves what it has
    assert second["DTSTART"] == ["20210917T070000Z", "20211105T110000Z"]
    assert second["SEQUENCE"] == ["1", "1"]
    assert unfolded(visitor(app).get("/oproepen/kalender.ics").data)["UID"] == second["UID"]


def test_signs_that_mean_something_are_escaped_and_long_lines_folded(
    app: Flask, session: Session
) -> None:
    title = "Samen; digitaal, met een \\ en " + "é" * 100
    call = published(session, title)

    found = unfolded(visitor(app).get(f"/oproepen/{call.public_id}/kalender.ics").data)

    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert found["SUMMARY"] == [f"Opent: {escaped}", f"Sluit: {escaped}"]


def test_a_draft_has_no_calendar_for_a_visitor(app: Flask, session: Session) -> None:
    officer, _ = people(session)
    made = service.create(session, officer, factories.line(session, officer), regulation())
    session.commit()

    assert visitor(app).get(f"/oproepen/{made.public_id}/kalender.ics").status_code == 302


def test_both_feeds_say_the_same(app: Flask, session: Session, call: Call) -> None:
    other = published(session, "Digipunten <b>& meer</b>")
    atom = ET.fromstring(visitor(app).get("/oproepen/feed.atom").data)  # noqa: S314 - our own feed
    feed = visitor(app).get("/oproepen/feed.json").get_json()

    entries = [
        (each.findtext(f"{ATOM}title"), each.findtext(f"{ATOM}id"), each.findtext(f"{ATOM}updated"))
        for each in atom.iter(f"{ATOM}entry")
    ]
    items = [(each["title"], each["id"], each["date_modified"]) for each in feed["items"]]
    assert entries == items
    assert [title for title, *_ in items] == [other.title, call.title]  # the newest first
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert atom.findtext(f"{ATOM}updated") == items[0][2]


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_a_feed_that_did_not_change_is_not_sent_again(
    app: Flask, session: Session, call: Call, kind: str
) -> None:
    address = f"/oproepen/feed.{kind}"
    first = visitor(app).get(address)
    asked = {"If-None-Match": first.headers["ETag"]}

    with counted(session.connection()) as statements:
        again = visitor(app).get(address, headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert len([each for each in statements if "call" in each]) == 1

    extended(session, call)
    changed = visitor(app).get(address, headers=asked)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert "5 november 2021" in changed.text
    asked = {"If-None-Match": changed.headers["ETag"]}
    assert visitor(app).get(address, headers=asked).status_code == 304


def test_a_withdrawn_call_leaves_the_feed(app: Flask, session: Session, call: Call) -> None:
    before = queries.fingerprint(session)
    _, decider = people(session)
    service.withdraw(session, decider, call, "Het geld is weg.", decided=False)
    session.commit()

    assert queries.fingerprint(session) != before
    assert visitor(app).get("/oproepen/feed.json").get_json()["items"] == []


def follows(client: FlaskClient, answer: str) -> None:
    assert client.post("/oproepen/volgen/berichten", data={"volgen": answer}).status_code == 303


def test_whoever_works_for_a_follower_is_told_of_a_new_call(app: Flask, session: Session) -> None:
    lede, ninove = town(session, "Lede"), town(session, "Ninove")
    colleague = factories.member(session, lede.organisation, name="Collega")
    session.commit()
    browser = signed_in(app, lede.person, lede.organisation)
    follows(browser, "ja")
    follows(browser, "ja")
    assert "Stop de berichten" in browser.get("/oproepen").text
    assert len(session.scalars(select(CallSubscription)).all()) == 1

    call = published(session, "Nieuw")

    path = f"/oproepen/{call.public_id}"
    told = session.scalars(select(OutboxMessage.person_id).filter_by(path=path)).all()
    assert sorted(told, key=str) == sorted([lede.person.id, colleague.id], key=str)
    assert ninove.person.id not in told

    follows(browser, "nee")
    other = published(session, "Nog een")
    path = f"/oproepen/{other.public_id}"
    assert session.scalars(select(OutboxMessage.id).filter_by(path=path)).all() == []


def test_only_members_follow(app: Flask, session: Session) -> None:
    officer = factories.person(session, roles=[Role.CASE_OFFICER])
    session.commit()

    assert visitor(app).post("/oproepen/volgen/berichten", data={"volgen": "ja"}).status_code == 401
    assert signed_in(app, officer).post("/oproepen/volgen/berichten").status_code == 403
