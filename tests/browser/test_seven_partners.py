"""Seven organisations and one file in real browsers, with and without JavaScript.

One refuses, one leaves, the lead changes, two write in one section at the same time, a text changes
after signing, and the file arrives one second before the call closes. The same journey over HTTP,
with the refusals after the deadline, is in tests/web/test_consortium_journey.py.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from subsidy.app import create_app
from subsidy.applications import queries
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.models import Application
from subsidy.cli import database
from subsidy.config import Settings
from subsidy.db import make_engine
from subsidy.workflow import OutboxMessage
from tests.browser.conftest import SECRET, served
from tests.support.applications import CLOSES, Consortium, Town, complete, published_call, town
from tests.support.clocks import Clock
from tests.support.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.wide]
SIX = ("Aalst", "Ninove", "Haaltert", "Lede", "Denderleeuw", "Erpe-Mere")
STAYING = set(SIX) - {"Denderleeuw"}
WITHIN = 30_000
SECOND = timedelta(seconds=1)
TITLE, SUMMARY = "Een nieuwe naam", "Wat: digipunten. Waar: overal."


class Journey:
    """A file in a database of its own, and a page for everybody in it, by the name of the town."""

    def __init__(self, engine: Engine, address: str, open_page: Callable[[str, str], Page]) -> None:
        self.engine, self.address = engine, address
        self.open_page = open_page
        self.pages: dict[str, Page] = {}
        self.path = ""

    def enters(self, app: Flask, one: Town) -> None:
        """Give somebody a browser in which he is signed in, without waiting for the hash."""
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = signed_in(app, one.person, one.organisation).get_cookie(name)
        assert cookie is not None
        self.pages[one.organisation.name] = self.open_page(name, cookie.value)

    def opens(self, who: str, path: str = "", status: int = 200) -> Page:
        page = self.pages[who]
        answer = page.goto(f"{self.address}{self.path}{path}")
        assert answer is not None
        assert answer.status == status, (who, path, answer.status)
        return page

    def presses(self, who: str, action: str = "", status: int = 200) -> None:
        """Press the button of the form that goes to ``action``, or to the page itself."""
        page = self.pages[who]
        to = action or urlsplit(page.url).path
        form = f'form[action$="{to}"], form:not([action])'
        with page.expect_navigation() as waiting:
            page.locator(f"main :is({form}) button[type=submit]:visible").first.click()
        assert waiting.value is not None
        assert waiting.value.status == status, page.locator("main").inner_text()

    def now(self, session: Session) -> Application:
        public_id = self.path.rpartition("/")[2]
        record = queries.application(session, public_id)
        assert record is not None
        return record

    def signed(self) -> set[str]:
        """Return the towns whose signature stands."""
        with Session(self.engine) as session:
            file = queries.file_again(session, self.now(session))
            return {file.partner(each).name for each in current_signatures(file)}

    def partner(self, who: str) -> str:
        with Session(self.engine) as session:
            partners = self.now(session).partners
            return next(p.public_id for p in partners if p.organisation.name == who)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'journey.sqlite'}"
    made = make_engine(url)
    database.prepare(made, url)
    yield made
    made.dispose()


@pytest.fixture(params=["script", "no script"])
def journey(
    request: pytest.FixtureRequest, engine: Engine, at: Clock, browser: Browser, tmp_path: Path
) -> Iterator[Journey]:
    assert at.now < CLOSES
    contexts = []
    with served(tmp_path / "journey.sqlite") as address:

        def open_page(name: str, value: str) -> Page:
            context = browser.new_context(
                locale="nl-BE", java_script_enabled=request.param == "script"
            )
            contexts.append(context)
            context.set_default_timeout(WITHIN)
            context.add_cookies([{"name": name, "value": value, "url": address}])
            return context.new_page()

        yield Journey(engine, address, open_page)
        for context in contexts:
            context.close()


def seven(engine: Engine, journey: Journey) -> tuple[Consortium, Town, Flask]:
    """Make a file of six that all signed, and a seventh organisation that knows of nothing."""
    app = create_app(Settings(str(engine.url), SECRET, demo=True))
    with Session(engine, expire_on_commit=False) as session:
        made = complete(session, published_call(session), *SIX)
        seventh = town(session, "Berlare")
        session.commit()
    journey.path = f"/aanvragen/{made.record.public_id}"
    for one in (*made.towns, seventh):
        journey.enters(app, one)
    return made, seventh, app


def refuse_the_invitation(journey: Journey, engine: Engine, seventh: Town) -> None:
    page = journey.opens("Aalst", "/zoek-partners")
    with page.expect_navigation():
        page.get_by_role("button", name="Nodig Berlare uit").click()
    with Session(engine) as session:
        link = session.scalars(
            select(OutboxMessage.mail_path).where(OutboxMessage.person_id == seventh.person.id)
        ).one()
    berlare = journey.pages["Berlare"]
    berlare.goto(f"{journey.address}{link}")
    journey.presses("Berlare")
    assert berlare.url == f"{journey.address}{journey.path}"
    journey.presses("Berlare", "/weiger")
    journey.opens("Berlare", status=404)


def write_at_the_same_time(journey: Journey) -> None:
    """Two people in one section: the later one sees both texts, and loses nothing."""
    first = journey.opens("Lede", "/onderdeel/project")
    second = journey.opens("Haaltert", "/onderdeel/project")
    first.fill("[name=title]", TITLE)
    journey.presses("Lede")
    second.fill("[name=summary]", SUMMARY)
    journey.presses("Haaltert", status=422)
    expect(second.locator("main")).to_contain_text(TITLE)
    expect(second.locator("[name=summary]")).to_have_value(SUMMARY)
    second.fill("[name=title]", TITLE)
    journey.presses("Haaltert")
    again = journey.opens("Lede", "/onderdeel/project")
    expect(again.locator("[name=title]")).to_have_value(TITLE)
    expect(again.locator("[name=summary]")).to_have_value(SUMMARY)


def sign(journey: Journey, who: str) -> None:
    page = journey.opens(who, "/ondertekenen")
    expect(page.locator("main")).to_contain_text("Iemand wijzigde wat u ondertekende")
    for name, value in {"name": f"Iemand van {who}", "function": "burgemeester"}.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=deciding_body]", "college")
    page.fill("[name=decided_on]", "13/09/2021")
    journey.presses(who)


def test_seven_partners_bring_one_file_to_its_deadline(
    engine: Engine, journey: Journey, at: Clock
) -> None:
    _, seventh, _ = seven(engine, journey)
    assert journey.signed() == set(SIX)
    refuse_the_invitation(journey, engine, seventh)
    assert journey.signed() == set(SIX)

    expect(journey.opens("Denderleeuw", "/stap-uit").locator("main")).to_contain_text("50.000,00")
    journey.presses("Denderleeuw")
    journey.opens("Denderleeuw", status=404)
    assert journey.signed() == STAYING

    passing = f"/partners/{journey.partner('Ninove')}/penvoerder"
    journey.opens("Aalst", passing)
    journey.presses("Aalst")
    journey.opens("Ninove", passing)
    journey.presses("Ninove", f"{passing}/bevestig")
    assert journey.signed() == STAYING

    write_at_the_same_time(journey)
    assert journey.signed() == set()  # the title is part of what everybody signed

    at.move(CLOSES - SECOND)
    for who in sorted(STAYING):
        sign(journey, who)
    assert journey.signed() == STAYING
    journey.opens("Aalst", "/indienen", status=403)
    journey.opens("Ninove", "/indienen")
    journey.presses("Ninove")

    receipt = journey.opens("Lede", "/ontvangstbewijs").locator("main")
    expect(receipt).to_contain_text("250.000,00")
    expect(receipt).not_to_contain_text("Denderleeuw")
