"""What can my municipality get? Only what is published, for everybody, without signing in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.allocation.models import DrawingRight
from subsidy.calls import service as calls
from subsidy.calls.models import Call, PartnerWish
from subsidy.core.money import Money
from subsidy.language import money
from subsidy.policy import Role
from tests.factories import as_actor, case_officer, decision_maker, line, municipality
from tests.support import rounds
from tests.support.applications import (
    CLOSES,
    DURING,
    OPENS,
    draft,
    published_call,
    regulation,
    town,
)
from tests.support.clocks import Clock
from tests.support.people import signed_in, visitor
from tests.support.statements import counted

PAGE = "/wat-kan-mijn-gemeente"
WISH = {"text": "Wij zoeken een buur voor een digibus.", "contact": "053 72 34 00"}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def call(session: Session) -> Call:
    made = published_call(session)
    session.commit()
    return made


def shown(app: Flask, typed: str) -> str:
    got = visitor(app).get(PAGE, query_string={"gemeente": typed})
    assert got.status_code == 200
    return unescape(got.text)


def test_a_municipality_alone_meets_what_it_is_and_not_what_it_lacks(
    app: Flask, call: Call
) -> None:
    text = shown(app, "lede")

    assert "Wat kan Lede krijgen?" in text
    assert call.title in text
    assert "voldoet Lede alleen al aan" in text
    assert "Nog niet bekend" in text
    assert "Niet voldaan" in text
    assert "Voldaan" in text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Typ de naam"),
        ("   ", "Typ de naam"),
        ("aal", "Welke bedoelt u?"),
        ("AALST", "Wat kan Aalst krijgen?"),
        ("pinte", "Wat kan De Pinte krijgen?"),
        ("Atlantis", "Geen Vlaamse gemeente heet “Atlantis”"),
        ("%", "Geen Vlaamse gemeente heet “%”"),
        ("<script>", "Geen Vlaamse gemeente heet"),
        ("x" * 300, "Geen Vlaamse gemeente heet"),
    ],
)
def test_a_name_is_found_or_the_page_says_what_to_type(app: Flask, typed: str, says: str) -> None:
    text = shown(app, typed)

    assert says in text


def test_the_drawing_right_of_an_opened_round_is_there(app: Flask, session: Session) -> None:
    agency = rounds.agency(session)
    made = rounds.opened_round(session, agency)
    session.commit()
    right = session.scalars(
        select(DrawingRight.amount).where(
            DrawingRight.round_id == made.id,
            DrawingRight.organisation_id == municipality(session, "Lede").id,
        )
    ).one()

    text = shown(app, "Lede")

    assert right > Money(0)
    assert money(right) in text
    assert made.title in text


def test_a_closed_call_is_not_there_and_an_announced_one_is(
    app: Flask, call: Call, at: Clock
) -> None:
    at.move(OPENS - timedelta(days=1))
    assert f"{call.title}" in shown(app, "Lede")
    at.move(CLOSES)
    assert call.title not in shown(app, "Lede")
    assert "geen oproep open of aangekondigd" in shown(app, "Lede")


def test_who_looks_for_partners_is_there_until_it_takes_that_away(
    app: Flask, session: Session, call: Call
) -> None:
    ninove = town(session, "Ninove")
    session.commit()
    browser = signed_in(app, ninove.person, ninove.organisation)
    address = f"/oproepen/{call.public_id}/zoek-partners"
    assert browser.post(address, data=WISH).status_code == 303
    assert browser.post(address, data={**WISH, "contact": "sociaal huis"}).status_code == 303

    for text in (shown(app, "Lede"), visitor(app).get(f"/oproepen/{call.public_id}").text):
        assert WISH["text"] in text
        assert "sociaal huis" in text
    assert WISH["text"] not in shown(app, "Ninove")  # it knows that itself
    assert WISH["text"] not in shown(app, "Gent")  # another region
    assert len(session.scalars(select(PartnerWish)).all()) == 1

    stop = f"/oproepen/{call.public_id}/zoek-geen-partners"
    assert browser.post(stop).status_code == 303
    assert WISH["text"] not in shown(app, "Lede")


def test_drafts_of_others_are_nowhere_to_be_seen(app: Flask, session: Session, call: Call) -> None:
    before = shown(app, "Lede")
    draft(session, call, "Aalst", "Ninove")
    session.commit()

    assert shown(app, "Lede") == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": " ", "contact": "053"}, "Schrijf met wie"),
        ({"text": "Een buur.", "contact": ""}, "Schrijf hoe"),
        ({"text": "x" * 501, "contact": "053"}, "500"),
    ],
)
def test_an_unfit_wish_is_refused_with_its_text(
    app: Flask, session: Session, call: Call, typed: dict[str, str], says: str
) -> None:
    made = town(session, "Ninove")
    session.commit()
    browser = signed_in(app, made.person, made.organisation)

    got = browser.post(f"/oproepen/{call.public_id}/zoek-partners", data=typed)

    assert got.status_code == 422
    assert says in got.text
    assert typed["text"].strip() in got.text


def test_nobody_looks_for_partners_of_a_closed_call(
    app: Flask, session: Session, call: Call, at: Clock
) -> None:
    made = town(session, "Ninove")
    session.commit()
    browser = signed_in(app, made.person, made.organisation)
    at.move(CLOSES)

    assert browser.post(f"/oproepen/{call.public_id}/zoek-partners", data=WISH).status_code == 422


def test_the_number_of_statements_does_not_depend_on_the_calls(
    app: Flask, session: Session, call: Call
) -> None:
    def asked() -> int:
        with counted(session.connection()) as statements:
            shown(app, "Lede")
        return len(statements)

    one = asked()
    officer = as_actor(case_officer(session), Role.CASE_OFFICER, now=DURING)
    decider = as_actor(decision_maker(session), Role.DECISION_MAKER, now=DURING)
    second = calls.create(session, officer, line(session, officer), regulation())
    calls.propose(session, officer, second)
    calls.publish(session, decider, second)
    session.commit()

    assert asked() == one
    linked = set(re.findall(r'href="/oproepen/([a-z2-7]{26})"', shown(app, "Lede")))
    assert linked == {call.public_id, second.public_id}
