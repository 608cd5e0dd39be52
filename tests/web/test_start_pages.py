"""The start page, the navigation and the pages about this site, for everybody who may come."""

import hashlib
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from subsidy.config import data_folder
from subsidy.core.text import Text
from subsidy.overview.views.pages import STATED_ON
from subsidy.policy import MandateKind, Role
from subsidy.workflow import tell
from tests.factories import NOW, member, municipality, person
from tests.support.applications import published_call
from tests.support.pages import assert_well_formed, statements, visible
from tests.support.people import signed_in, visitor

ABOUT = ("/hulp", "/contact", "/toegankelijkheid", "/privacy", "/open-data")


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text)


def menu(client: FlaskClient) -> list[str]:
    found = re.search(r'<ul class="container">(.*?)</ul>', client.get("/").text, re.DOTALL)
    return [] if found is None else re.findall(r">\s*([^<>]+?)\s*</a>", found[1])


@pytest.mark.parametrize("address", ABOUT)
def test_pages_about_this_site_are_public_and_dutch(app: Flask, address: str) -> None:
    words = page(visitor(app), address)
    assert not re.search(r"\b(the|you|and|with)\b", words)


STATEMENT = ("2026-11-28", "646fe7149c1c")


def test_the_statement_does_not_change_without_a_new_date() -> None:
    """The law wants to know which statement stood there when; its words are in the template."""
    source = (data_folder("templates") / "overview/accessibility.html").read_bytes()
    now = (STATED_ON.isoformat(), hashlib.sha256(source).hexdigest()[:12])
    assert now == STATEMENT, "set STATED_ON in overview/views/pages.py, then this pair"


@pytest.mark.parametrize("address", ["/contact", "/toegankelijkheid"])
def test_the_agency_can_be_reached(app: Flask, address: str) -> None:
    known = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(known, contact_email="a@b.example", contact_phone="02 1 23")
    try:
        html = visitor(app).get(address).text
    finally:
        app.config["SETTINGS"] = known
    assert 'href="mailto:a@b.example"' in html
    assert 'href="tel:02123"' in html


def test_all_of_them_are_in_the_footer(app: Flask) -> None:
    footer = visitor(app).get("/").text.partition("<footer")[2]
    for address in ABOUT:
        assert f'href="{address}"' in footer


def test_a_visitor_sees_open_calls_and_how_to_sign_in(app: Flask, session: Session) -> None:
    call = published_call(session)
    session.commit()
    client = visitor(app)
    assert "Er is nu geen oproep open." in page(client, "/")

    client.post("/demodatum", data={"moment": "01/10/2021 09:00"})

    words = page(client, "/")
    assert call.title in words
    assert "tot vrijdag 29 oktober 2021, 12.00 uur (nog 28 dagen)" in words
    assert "Meld u aan" in words
    assert f'href="/oproepen/{call.public_id}"' in client.get("/").text


def test_a_demo_jumps_to_the_deadline_with_one_button(app: Flask, session: Session) -> None:
    published_call(session)
    session.commit()
    client = visitor(app)
    client.post("/demodatum", data={"moment": "01/10/2021 09:00"})
    moments = re.findall(r'name="moment" value="([^"]+)"', client.get("/demodatum").text)
    assert "29/10/2021 11:00" in moments
    assert moments[-1] == "29/10/2021 12:00"

    client.post("/demodatum", data={"moment": moments[-1]})

    assert "Er is nu geen oproep open." in page(client, "/")


@pytest.mark.parametrize(
    ("roles", "entries"),
    [
        ([Role.CASE_OFFICER], ["Start", "Oproepen", "Aanvragen", "Beslissingen", "Verdeelrondes"]),
        ([Role.AUDITOR], ["Start", "Oproepen", "Aanvragen", "Beslissingen", "Verdeelrondes"]),
        ([Role.JUROR], ["Start", "Mijn dossiers", "Oproepen"]),
        ([Role.SUPPORT_DESK], ["Oproepen", "Aanvragen", "Realisaties", "Gemeenten"]),
    ],
)
def test_the_navigation_of_a_role_leads_somewhere(
    app: Flask, session: Session, roles: list[Role], entries: list[str]
) -> None:
    client = signed_in(app, person(session, roles=roles))

    shown = menu(client)

    assert shown[: len(entries)] == entries
    found = re.search(r'<ul class="container">(.*?)</ul>', client.get("/").text, re.DOTALL)
    assert found is not None
    for address in re.findall(r'href="([^"]+)"', found[1]):
        assert client.get(address).status_code == 200


def test_the_navigation_of_an_applicant_follows_the_organisation(
    app: Flask, session: Session
) -> None:
    made = member(session, municipality(session, "Aalst"))
    client = signed_in(app, made)
    assert menu(client) == [
        "Start",
        "Oproepen",
        "Mijn aanvragen",
        "Trekkingsrechten",
        "Beslissingen",
        "Realisaties",
        "Gemeenten",
    ]
    assert "U werkt voor: Aalst" in page(client, "/")


def test_the_page_that_is_open_is_marked(app: Flask, session: Session) -> None:
    client = signed_in(app, person(session, roles=[Role.CASE_OFFICER]))
    for address, label in (("/", "Start"), ("/programma", "Programma")):
        marked = re.findall(r'aria-current="page">([^<]+)<', client.get(address).text)
        assert marked == [label]


def test_messages_are_counted_everywhere_and_the_latest_shown_at_the_start(
    app: Flask, session: Session
) -> None:
    made = member(session, municipality(session, "Aalst"), MandateKind.READER)
    for _ in range(7):
        words = Text("You are signed out.")
        tell(session, [made.id], words, words, path="/realisaties", now=NOW)
    session.commit()
    client = signed_in(app, made)

    assert page(client, "/").count("U bent afgemeld.") == 5
    assert "7 ongelezen" in page(client, "/hulp")
    assert "7 ongelezen" in visible(client.get("/bestaat-niet").text)


def test_a_visitor_costs_no_statement_outside_a_demo(app: Flask, connection: Connection) -> None:
    app.config["MOVABLE_CLOCK"] = False
    try:
        with statements(connection) as sent:
            visitor(app).get("/hulp")
    finally:
        app.config["MOVABLE_CLOCK"] = True
    assert sent == []


def test_somebody_signed_in_costs_one(app: Flask, session: Session, connection: Connection) -> None:
    client = signed_in(app, member(session, municipality(session, "Aalst")))
    app.config["MOVABLE_CLOCK"] = False
    try:
        with statements(connection) as sent:
            client.get("/hulp")
    finally:
        app.config["MOVABLE_CLOCK"] = True
    assert len([each for each in sent if "SAVEPOINT" not in each]) == 1
