"""The search of the header finds what somebody may read, and nothing else."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.policy import Role
from tests.factories import person
from tests.support.applications import AFTER, DURING, complete, draft, published_call
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor
from tests.support.statements import counted


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def found(client: FlaskClient, text: str) -> str:
    answer = client.get("/zoeken", query_string={"tekst": text})
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text)


def groups(client: FlaskClient, text: str) -> list[str]:
    html = client.get("/zoeken", query_string={"tekst": text}).text
    return re.findall(r'<h2 id="found-\d+">\s*(.*?)\s*</h2>', html)


def test_the_header_of_everybody_leads_to_it(app: Flask) -> None:
    html = visitor(app).get("/").text
    assert 'href="/zoeken"' in html.partition("<main")[0]


def test_a_visitor_finds_calls_and_municipalities(app: Flask, session: Session) -> None:
    call = published_call(session)
    session.commit()
    client = visitor(app)

    assert call.title in found(client, call.title[:8].upper())
    assert groups(client, "aals") == ["Gemeenten"]
    assert "Aalst" in found(client, "aals")


def test_nothing_asked_is_nothing_found_and_nothing_found_says_so(app: Flask) -> None:
    client = visitor(app)

    assert groups(client, "") == []
    assert groups(client, "   ") == []
    assert "Niets heeft hier “qqqq” in de naam of het nummer." in found(client, "qqqq")
    assert groups(client, "%") == []  # a sign of the database is a letter like any other


def test_a_draft_is_found_by_who_takes_part_and_by_nobody_else(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    made.record.title = "Digibanken in de Denderstreek"
    other = draft(session, published_call(session), "Gent")
    session.flush()

    own = signed_in(app, made.lead.person, made.lead.organisation)
    stranger = signed_in(app, other.lead.person, other.lead.organisation)
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))

    assert groups(own, "denderstreek") == ["Aanvragen"]
    for client in (stranger, officer, visitor(app)):
        assert groups(client, "denderstreek") == []


def test_after_closing_the_agency_finds_what_was_submitted(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.at(DURING), made.record)
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))

    at.move(DURING)
    assert groups(officer, made.record.number) == []
    at.move(AFTER)
    assert groups(officer, made.record.number) == ["Aanvragen"]
    assert made.record.title in found(officer, made.record.number)


def test_it_sends_one_statement_per_group(
    app: Flask, session: Session, connection: Connection, at: Clock
) -> None:
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))
    at.move(AFTER)

    sent = {}
    for text in ("a", "qqqq"):
        with counted(connection) as seen:
            officer.get("/zoeken", query_string={"tekst": text})
        sent[text] = len(seen)

    assert sent["qqqq"] <= 9
    assert sent["a"] <= sent["qqqq"] + 2  # the shares of decisions, the rights of claims
