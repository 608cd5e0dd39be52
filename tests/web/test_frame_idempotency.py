"""A form that acts carries a key: sent twice it is done once, whatever makes it come twice."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person
from subsidy.web.idempotency import CLEANED_ONE_IN, KEPT, IdempotencyKey
from tests.factories import person
from tests.support.frame import written
from tests.support.people import signed_in

KEY = "een-sleutel"


@pytest.fixture
def author(session: Session) -> Person:
    made = person(session)
    session.commit()
    return made


@pytest.fixture
def client(framed: Flask, author: Person) -> FlaskClient:
    return signed_in(framed, author)


def keys(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(IdempotencyKey)) or 0


def press(client: FlaskClient, key: str = KEY, **answers: str) -> TestResponse:
    return client.post("/proef/knop", data={"_key": key, **answers})


def test_the_same_form_twice_is_done_once_with_the_same_answer(
    client: FlaskClient, session: Session
) -> None:
    first, second = press(client), press(client)

    assert (first.status_code, first.location) == (303, "/proef/klaar")
    assert (second.status_code, second.location) == (303, "/proef/klaar")
    assert written(session) == 1


def test_two_forms_are_done_twice(client: FlaskClient, session: Session) -> None:
    press(client, "a")
    press(client, "b")

    assert written(session) == 2


def test_a_reload_after_the_act_asks_for_the_page_and_does_nothing(
    client: FlaskClient, session: Session
) -> None:
    landed = client.post("/proef/knop", data={"_key": KEY}, follow_redirects=True)
    again = client.get(landed.request.path)

    assert (landed.request.method, again.status_code) == ("GET", 200)
    assert written(session) == 1


def test_another_body_under_the_same_key_is_refused(client: FlaskClient, session: Session) -> None:
    press(client, what="proef")
    answer = press(client, what="anders")

    assert answer.status_code == 422
    assert "andere antwoorden" in answer.text
    assert (written(session, "proef"), written(session, "anders")) == (1, 0)


def test_answers_cannot_be_moved_between_fields_under_the_same_key(client: FlaskClient) -> None:
    assert press(client, a="b", c="d").status_code == 303
    assert press(client, a="b;c=d").status_code == 422


def test_a_fresh_token_of_the_form_is_not_another_body(
    client: FlaskClient, session: Session
) -> None:
    first, second = ({"_key": KEY, "csrf_token": token} for token in ("one", "two"))
    client.post("/proef/knop", data=first)
    answer = client.post("/proef/knop", data=second)

    assert answer.status_code == 303
    assert written(session) == 1


def test_the_key_of_somebody_else_tells_nothing(
    framed: Flask, client: FlaskClient, session: Session
) -> None:
    press(client)
    colleague = person(session)
    session.commit()
    answer = press(signed_in(framed, colleague), what="van-de-ander")

    assert answer.status_code == 303
    assert (written(session), written(session, "van-de-ander")) == (1, 1)


def test_a_key_belongs_to_one_page(client: FlaskClient, session: Session) -> None:
    press(client)
    client.post("/proef/formulier", data={"_key": KEY, "title": "op tijd"})

    assert written(session) == 2


@pytest.mark.parametrize("page", ["/proef/weigering", "/proef/stuk", "/proef/formulier"])
def test_what_was_not_done_leaves_no_key(client: FlaskClient, session: Session, page: str) -> None:
    client.post(page, data={"_key": KEY})

    assert keys(session) == 0


def test_a_refused_form_can_be_corrected_under_the_same_key(
    client: FlaskClient, session: Session
) -> None:
    refused = client.post("/proef/formulier", data={"_key": KEY, "title": "laat"})
    done = client.post("/proef/formulier", data={"_key": KEY, "title": "op tijd"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert written(session) == 1


def test_a_key_of_a_strange_length_is_refused(client: FlaskClient, session: Session) -> None:
    assert press(client, "k" * 65).status_code == 400
    assert press(client, "k" * 64).status_code == 303
    assert written(session) == 1


def test_an_act_without_a_key_is_done_each_time(client: FlaskClient, session: Session) -> None:
    client.post("/proef/knop")
    client.post("/proef/knop")

    assert written(session) == 2


def test_old_keys_are_forgotten(client: FlaskClient, session: Session) -> None:
    press(client, "oud")
    first = session.scalars(select(IdempotencyKey)).one()
    session.execute(update(IdempotencyKey).values(created_at=first.created_at - 2 * KEPT))
    session.commit()

    for number in range(CLEANED_ONE_IN):
        press(client, f"nieuw-{number}")

    left = set(session.scalars(select(IdempotencyKey.key)))
    assert left == {f"nieuw-{number}" for number in range(CLEANED_ONE_IN)}


def test_a_key_of_two_days_is_still_known(client: FlaskClient, session: Session) -> None:
    press(client)
    row = session.scalars(select(IdempotencyKey)).one()
    almost = row.created_at - KEPT + timedelta(minutes=5)
    session.execute(update(IdempotencyKey).values(created_at=almost))
    session.commit()

    for number in range(CLEANED_ONE_IN):
        press(client, f"nieuw-{number}")

    assert keys(session) == CLEANED_ONE_IN + 1
