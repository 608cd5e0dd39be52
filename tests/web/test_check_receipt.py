"""Anybody checks a receipt; who has none learns nothing."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.applications.models import Snapshot
from subsidy.web import clock
from tests.support.applications import DURING, complete, published_call
from tests.support.pages import assert_well_formed, visible

ADDRESS = "/ontvangstbewijs"
RIGHT, UNKNOWN = "Het ontvangstbewijs klopt", "Wij kennen dit ontvangstbewijs niet"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


@pytest.fixture
def kept(session: Session) -> tuple[str, Snapshot]:
    made = complete(session, published_call(session))
    return made.record.number, service.submit(session, made.lead.actor, made.record)


def test_an_empty_page_asks_for_number_and_code(app: Flask) -> None:
    page = app.test_client().get(ADDRESS)

    assert_well_formed(page.text)
    assert RIGHT not in page.text
    assert UNKNOWN not in page.text


@pytest.mark.parametrize("typed", ["{}", " SHA-256: {} ", "{} "])
def test_a_receipt_is_known_as_it_stands_on_paper(
    app: Flask, kept: tuple[str, Snapshot], typed: str
) -> None:
    number, snapshot = kept
    code = typed.format(snapshot.content_hash)

    page = app.test_client().get(ADDRESS, query_string={"nummer": number, "code": code})

    assert RIGHT in visible(page.text)


def test_capitals_and_pieces_mean_nothing(app: Flask, kept: tuple[str, Snapshot]) -> None:
    number, snapshot = kept
    code = snapshot.content_hash.upper()
    pieces = " ".join(code[at : at + 8] for at in range(0, 64, 8))

    page = app.test_client().get(ADDRESS, query_string={"nummer": number.lower(), "code": pieces})

    assert RIGHT in visible(page.text)


def test_a_withdrawn_application_did_arrive(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    snapshot = service.submit(session, made.lead.actor, made.record)
    service.withdraw(session, made.lead.actor, made.record, "Te weinig tijd.")
    asked = {"nummer": made.record.number, "code": snapshot.content_hash}

    assert RIGHT in visible(app.test_client().get(ADDRESS, query_string=asked).text)


def test_a_wrong_number_and_a_wrong_code_are_told_alike(
    app: Flask, kept: tuple[str, Snapshot]
) -> None:
    """So nobody finds out which numbers exist."""
    number, snapshot = kept
    other = snapshot.content_hash[:-1] + ("0" if snapshot.content_hash[-1] != "0" else "1")
    tries = (
        {"nummer": number, "code": other},
        {"nummer": "IED-XXXXXX", "code": snapshot.content_hash},
        {"nummer": "", "code": snapshot.content_hash},
        {"nummer": number, "code": ""},
        {"nummer": number, "code": "niets"},
    )

    pages = [visible(app.test_client().get(ADDRESS, query_string=each).text) for each in tries]

    assert all(UNKNOWN in page for page in pages)
    assert len(set(pages)) == 1
