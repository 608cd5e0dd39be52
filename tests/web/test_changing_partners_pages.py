"""Leaving and passing the lead, in pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from subsidy.applications import service
from tests.support.applications import Consortium, complete, published_call
from tests.support.clocks import Clock
from tests.support.pages import form_values, visible
from tests.support.people import signed_in


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def browser(app: Flask, made: Consortium, number: int) -> FlaskClient:
    return signed_in(app, made.towns[number].person, made.towns[number].organisation)


def test_the_page_shows_all_that_changes_and_then_it_happens(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    ninove = browser(app, made, 1)
    assert address(made, "/stap-uit") in ninove.get(address(made, "/partners")).text

    shown = ninove.get(address(made, "/stap-uit"))
    words = visible(shown.text)
    assert "€ 150.000,00" in words
    assert "€ 100.000,00" in words
    assert "voldoet de aanvraag niet meer aan" in words  # three municipalities are needed
    assert "Draaiboek digipunt" in words

    answer = ninove.post(address(made, "/stap-uit"), data=form_values(shown.text))
    assert answer.status_code == 303
    assert ninove.get(address(made)).status_code == 404
    assert "Ninove" in visible(browser(app, made, 0).get(address(made, "/partners")).text)


def test_who_did_not_see_what_changes_does_not_leave(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    ninove = browser(app, made, 1)
    values = form_values(ninove.get(address(made, "/stap-uit")).text)

    answer = ninove.post(address(made, "/stap-uit"), data={**values, "seen": "0" * 64})

    assert answer.status_code == 422
    assert "Lees de gevolgen opnieuw" in visible(answer.text)
    assert ninove.get(address(made)).status_code == 200


def test_the_lead_reads_why_it_cannot_leave(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))

    answer = browser(app, made, 0).get(address(made, "/stap-uit"))

    assert answer.status_code == 200
    assert "Uw organisatie is penvoerder" in visible(answer.text)
    assert "<textarea" not in answer.text


def test_after_submission_the_page_says_whom_to_ask(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)
    session.commit()

    shown = browser(app, made, 1).get(address(made, "/stap-uit"))

    assert "Alleen het agentschap" in visible(shown.text)
    assert 'href="/contact"' in shown.text


def test_the_lead_passes_in_three_pages(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    lead, ninove = browser(app, made, 0), browser(app, made, 1)
    path = address(made, f"/partners/{made.record.partners[1].public_id}/penvoerder")
    assert path in lead.get(address(made, "/partners")).text

    shown = lead.get(path)
    assert lead.post(path, data=form_values(shown.text)).status_code == 303
    asked = ninove.get(path)
    assert "Ga akkoord met de nieuwe penvoerder" in asked.text
    assert "Ga akkoord" not in lead.get(path).text
    answer = ninove.post(f"{path}/bevestig", data=form_values(asked.text))

    assert answer.status_code == 303
    assert "Dien de aanvraag in" in visible(ninove.get(address(made)).text)
    assert ninove.get(address(made, "/indienen")).status_code == 200
    assert lead.get(address(made, "/indienen")).status_code == 403


def test_a_refused_lead_stays_where_it_was(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    lead, ninove = browser(app, made, 0), browser(app, made, 1)
    path = address(made, f"/partners/{made.record.partners[1].public_id}/penvoerder")
    lead.post(path, data=form_values(lead.get(path).text))

    answer = ninove.post(f"{path}/trek-in", data=form_values(ninove.get(path).text))

    assert answer.status_code == 303
    assert lead.get(address(made, "/indienen")).status_code == 200
    assert "Nieuwe penvoerder niet gewenst" in visible(lead.get(address(made)).text)


def test_the_question_waits_on_the_start_page_of_who_must_answer(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session))
    heir = made.record.partners[1]
    service.offer_lead(session, made.lead.actor, made.record, heir)
    session.commit()
    path = address(made, f"/partners/{heir.public_id}/penvoerder")

    assert path in browser(app, made, 1).get("/").text
    for other in (0, 2):
        assert path not in browser(app, made, other).get("/").text
