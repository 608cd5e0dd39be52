"""Pages of an application, as the people who use them."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from subsidy.web import clock
from tests.support.applications import (
    DURING,
    Consortium,
    complete,
    draft,
    published_call,
)
from tests.support.people import signed_in


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Lets every request arrive at one instant of the programme."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = DURING
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def move(self, to: datetime) -> None:
        self.now = to


PAGES = (
    "",
    "/onderdeel/project",
    "/onderdeel/contact",
    "/onderdeel/inhoud",
    "/onderdeel/privacy",
    "/partners",
    "/begroting",
    "/realisaties",
    "/realisaties/nieuw",
    "/continuiteit",
    "/voorwaarden",
    "/ondertekenen",
    "/indienen",
    "/intrekken",
    "/volledig",
)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_draft_opens_and_says_that_it_is_a_draft(
    app: Flask, session: Session, at: Clock, path: str
) -> None:
    made = complete(session, published_call(session))

    answer = as_lead(app, made).get(address(made, path))

    assert answer.status_code == 200
    assert "draft-banner" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_empty_draft_opens(
    app: Flask, session: Session, at: Clock, path: str
) -> None:
    made = draft(session, published_call(session), "Aalst")

    assert as_lead(app, made).get(address(made, path)).status_code == 200
