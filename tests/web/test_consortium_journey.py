"""Seven organisations and one file, through the pages that everybody has, without JavaScript.

One refuses, one leaves, the lead changes, a text changes after signing, and the file arrives one
second before the call closes.
"""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.models import Application
from subsidy.workflow import OutboxMessage
from tests.support.applications import CLOSES, Consortium, complete, published_call, town
from tests.support.clocks import Clock
from tests.support.pages import form_values, visible
from tests.support.people import signed_in

SIX = ("Aalst", "Ninove", "Haaltert", "Lede", "Denderleeuw", "Erpe-Mere")
DECIDED = {"deciding_body": "college", "decided_on": "13/09/2021"}
SECOND = timedelta(seconds=1)


class Journey:
    """A file and the browsers of everybody in it, by the name of the town."""

    def __init__(self, app: Flask, session: Session, made: Consortium) -> None:
        self.session, self.made = session, made
        self.path = f"/aanvragen/{made.record.public_id}"
        self.browsers: dict[str, FlaskClient] = {
            one.organisation.name: signed_in(app, one.person, one.organisation)
            for one in made.towns
        }

    def reads(self, who: str, path: str = "") -> str:
        answer = self.browsers[who].get(self.path + path)
        assert answer.status_code == 200
        return str(answer.text)

    def does(self, who: str, path: str, to: str = "", **typed: str) -> int:
        """Open a page, type, and press its button; return the answer."""
        values = {**form_values(self.reads(who, path)), **typed}
        return self.browsers[who].post(self.path + (to or path), data=values).status_code

    def now(self) -> Application:
        self.session.expire_all()
        record = queries.application(self.session, self.made.record.public_id)
        assert record is not None
        return record

    def signed(self) -> set[str]:
        record = self.now()
        file = queries.file_again(self.session, record)
        return {file.partner(each).name for each in current_signatures(file)}

    def partner(self, who: str) -> str:
        return next(p.public_id for p in self.now().partners if p.organisation.name == who)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def journey(app: Flask, session: Session, at: Clock) -> Journey:
    assert at.now < CLOSES
    made = complete(session, published_call(session), *SIX)
    session.commit()
    return Journey(app, session, made)


def invite_the_seventh(app: Flask, session: Session, journey: Journey) -> FlaskClient:
    """Let the lead find Berlare and invite it; return the browser that opened the mail."""
    berlare = town(session, "Berlare")
    session.commit()
    assert "Nodig Berlare uit" in journey.reads("Aalst", "/zoek-partners")
    typed = {"organisation": berlare.organisation.public_id}
    assert journey.browsers["Aalst"].post(f"{journey.path}/partners", data=typed).status_code == 303
    link = session.scalars(
        select(OutboxMessage.mail_path).where(OutboxMessage.person_id == berlare.person.id)
    ).one()
    browser = signed_in(app, berlare.person, berlare.organisation)
    assert browser.post(link, data=form_values(browser.get(link).text)).location == journey.path
    return browser


def test_seven_partners_bring_one_file_to_its_deadline(
    app: Flask, session: Session, at: Clock, journey: Journey
) -> None:
    berlare = invite_the_seventh(app, session, journey)
    assert berlare.post(f"{journey.path}/weiger").status_code == 303
    assert berlare.get(journey.path).status_code == 404
    assert journey.signed() == set(SIX)

    assert "€ 50.000,00" in visible(journey.reads("Denderleeuw", "/stap-uit"))
    assert journey.does("Denderleeuw", "/stap-uit") == 303
    assert journey.browsers["Denderleeuw"].get(journey.path).status_code == 404
    assert journey.signed() == set(SIX) - {"Denderleeuw"}

    passing = f"/partners/{journey.partner('Ninove')}/penvoerder"
    assert journey.does("Aalst", passing) == 303
    assert journey.does("Ninove", passing, f"{passing}/bevestig") == 303
    assert journey.signed() == set(SIX) - {"Denderleeuw"}

    assert journey.does("Lede", "/onderdeel/project", title="Een nieuwe naam") == 303
    assert journey.signed() == set()
    at.move(CLOSES - SECOND)
    assert journey.does("Ninove", "/indienen") == 422
    for who in set(SIX) - {"Denderleeuw"}:
        typed = {"name": f"Iemand van {who}", "function": "burgemeester", **DECIDED}
        assert journey.does(who, "/ondertekenen", **typed) == 303
    assert journey.browsers["Aalst"].get(f"{journey.path}/indienen").status_code == 403
    assert journey.does("Ninove", "/indienen") == 303

    receipt = visible(journey.reads("Lede", "/ontvangstbewijs"))
    assert "€ 250.000,00" in receipt
    assert "Denderleeuw" not in receipt


def test_at_the_closing_instant_nothing_of_it_is_possible_any_more(
    at: Clock, journey: Journey
) -> None:
    passing = f"/partners/{journey.partner('Ninove')}/penvoerder"
    pages = {"/stap-uit": journey.reads("Ninove", "/stap-uit")}
    assert journey.does("Aalst", passing) == 303
    pages[f"{passing}/bevestig"] = journey.reads("Ninove", passing)
    at.move(CLOSES)

    for path, page in pages.items():
        answer = journey.browsers["Ninove"].post(journey.path + path, data=form_values(page))
        assert answer.status_code == 422
    assert journey.browsers["Aalst"].get(f"{journey.path}/indienen").status_code == 200
    assert journey.signed() == set(SIX)


def test_an_invitation_is_taken_back_after_its_price_was_shown(
    app: Flask, session: Session, journey: Journey
) -> None:
    berlare = invite_the_seventh(app, session, journey)
    path = f"/partners/{journey.partner('Berlare')}/trek-in"

    blind = journey.browsers["Aalst"].post(journey.path + path)
    assert blind.status_code == 422
    assert berlare.get(journey.path).status_code == 200

    assert "verdwijnen" in visible(journey.reads("Aalst", path))
    assert journey.does("Aalst", path) == 303
    assert berlare.get(journey.path).status_code == 404
