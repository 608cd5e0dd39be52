"""One request, one decision: what is stored after an act, a refusal, a crash, a reading."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import person
from tests.support.frame import written
from tests.support.people import signed_in


@pytest.fixture
def client(framed: Flask, session: Session) -> FlaskClient:
    made = person(session)
    session.commit()
    return signed_in(framed, made)


def told(client: FlaskClient) -> list[str]:
    """Return the messages that wait for the next page."""
    with client.session_transaction() as cookie:
        return [text for _tone, text in cookie.get("_flashes", [])]


def test_an_act_is_committed_and_told(client: FlaskClient, session: Session) -> None:
    answer = client.post("/proef/knop")

    assert (answer.status_code, answer.location) == (303, "/proef/klaar")
    assert written(session) == 1
    assert told(client) == ["Done."]


def test_a_refused_button_leaves_nothing_and_says_why(
    client: FlaskClient, session: Session
) -> None:
    answer = client.post("/proef/weigering")

    assert answer.status_code == 422
    assert "The call has closed." in answer.text
    assert written(session) == 0
    assert told(client) == []


@pytest.mark.parametrize(("title", "said"), [("", "Fill in a title."), ("laat", "has closed")])
def test_a_refused_form_leaves_nothing_and_is_shown_again(
    client: FlaskClient, session: Session, title: str, said: str
) -> None:
    answer = client.post("/proef/formulier", data={"title": title})

    assert answer.status_code == 422
    assert said in answer.text
    assert written(session) == 0


def test_an_accepted_form_is_committed(client: FlaskClient, session: Session) -> None:
    answer = client.post("/proef/formulier", data={"title": "op tijd"})

    assert answer.status_code == 303
    assert written(session) == 1


def test_an_answer_that_is_sent_twice_is_refused(client: FlaskClient, session: Session) -> None:
    answer = client.post("/proef/formulier", data={"title": ["een", "twee"]})

    assert answer.status_code == 422
    assert "Send it once." in answer.text
    assert written(session) == 0


def test_a_crash_leaves_nothing_and_shows_no_stack(
    client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post("/proef/stuk")

    assert answer.status_code == 500
    assert "ging iets mis" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "a secret of the stack" in caplog.text
    assert written(session) == 0
    assert told(client) == []


def test_a_fault_while_committing_leaves_nothing_and_is_not_told_as_done(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)

    answer = client.post("/proef/stuk-bij-bewaren")

    assert answer.status_code == 500
    assert "ging iets mis" in answer.text
    assert told(client) == []
    assert client.get("/proef/klaar").status_code == 200


def test_who_comes_second_while_committing_is_refused_in_words(
    client: FlaskClient,
) -> None:
    answer = client.post("/proef/bezet")

    assert answer.status_code == 422
    assert "Iemand anders was u net voor" in answer.text
    assert told(client) == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_never_writes(client: FlaskClient, session: Session, method: str) -> None:
    answer = client.open("/proef/schrijft", method=method)

    assert answer.status_code == 200
    assert written(session) == 0


def test_what_was_loaded_stays_readable_after_a_release(client: FlaskClient) -> None:
    answer = client.get("/proef/gelezen")

    assert answer.status_code == 200
    assert "An Peeters 0" in answer.text


def test_a_second_writer_beside_the_request_is_a_fault_and_not_a_wait(
    client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post("/proef/tweede-schrijver")

    assert answer.status_code == 500
    assert "set_aside" in caplog.text
    assert written(session) == 0
