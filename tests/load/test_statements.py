"""How many statements the pages of the table of demands send, at most."""

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.policy import Role
from subsidy.web import clock
from tests.factories import person
from tests.support.applications import AFTER, DURING, complete, published_call
from tests.support.people import signed_in, visitor
from tests.support.scoring import cleared, jury, person_of
from tests.support.statements import counted


def _at(monkeypatch: pytest.MonkeyPatch, app: Flask, moment: object) -> None:
    """Let it be a moment, without the statement that a demo needs to know it."""
    monkeypatch.setitem(app.config, "MOVABLE_CLOCK", False)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_pages_of_the_agency(
    app: Flask, session: Session, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.at(DURING), made.record)
    _at(monkeypatch, app, AFTER)
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))
    for address, most in (("/aanvragen", 6), (f"/aanvragen/{made.record.public_id}", 8)):
        with counted(connection) as sent:
            assert officer.get(address).status_code == 200
        assert len(sent) <= most, "\n".join(sent)


def test_the_pages_of_an_applicant(
    app: Flask, session: Session, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, published_call(session))
    _at(monkeypatch, app, DURING)
    writer = signed_in(app, made.lead.person, made.lead.organisation)
    for part in ("project", "contact", "inhoud", "privacy"):
        with counted(connection) as sent:
            answer = writer.get(f"/aanvragen/{made.record.public_id}/onderdeel/{part}")
        assert answer.status_code == 200
        assert len(sent) <= 8, "\n".join(sent)


def test_the_start_page_of_an_applicant(
    app: Flask, session: Session, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, published_call(session))
    _at(monkeypatch, app, DURING)
    writer = signed_in(app, made.lead.person, made.lead.organisation)
    with counted(connection) as sent:
        answer = writer.get("/")
    assert made.record.title in answer.text
    assert len(sent) <= 6, "\n".join(sent)


def test_the_pages_of_a_juror(
    app: Flask, session: Session, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = cleared(session, jury(session))
    _at(monkeypatch, app, AFTER)
    juror = signed_in(app, person_of(session, review.juror))
    # One reads what closes files, for the file that is opened and for all else in these hands.
    for address, most in (("/jury", 4), (f"/jury/{review.public_id}", 6)):
        with counted(connection) as sent:
            assert juror.get(address).status_code == 200
        assert len(sent) <= most, "\n".join(sent)


def test_the_sign_in_page(
    app: Flask, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at(monkeypatch, app, AFTER)
    with counted(connection) as sent:
        assert visitor(app).get("/aanmelden").status_code == 200
    assert sent == []
