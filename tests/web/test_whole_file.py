"""The whole application as a PDF and as a ZIP in which every file can be proved."""

import hashlib
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.funding import Amount, Funding
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.policy import Role
from subsidy.storage import StoreError
from tests import factories
from tests.support.applications import (
    AFTER,
    CLOSES,
    DURING,
    PROJECT,
    REALISATION,
    Consortium,
    complete,
    published_call,
    town,
)
from tests.support.clocks import Clock
from tests.support.enclosures import enclosed, pdf, png
from tests.support.people import signed_in

SUMS = "SHA256SUMS.txt"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session))


def address(made: Consortium, ending: str) -> str:
    return f"/aanvragen/{made.record.public_id}/volledig.{ending}"


def lead_of(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )


def test_the_zip_has_everything_and_proves_each_file(
    app: Flask, session: Session, made: Consortium
) -> None:
    enclosed(session, made, app.extensions["store"], ("besluit.pdf", pdf()), ("kaart.png", png()))
    service.submit(session, made.lead.actor, made.record)
    session.commit()
    lead = lead_of(app, made)

    answer = lead.get(address(made, "zip"))

    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    found = unpacked(answer.data)
    number = made.record.number
    assert [*found] == [
        f"{number}.pdf",
        f"{number}.xlsx",
        "bijlagen/besluit.pdf",
        "bijlagen/kaart.png",
        SUMS,
    ]
    assert (found["bijlagen/besluit.pdf"], found["bijlagen/kaart.png"]) == (pdf(), png())
    lines = [line.partition("  ") for line in found.pop(SUMS).decode().splitlines()]
    sums = {name: digest for digest, _, name in lines}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    assert lead.get(address(made, "zip")).data == answer.data  # the same file, the same bytes


def test_the_workbook_holds_every_amount(app: Flask, session: Session, made: Consortium) -> None:
    session.commit()
    found = unpacked(lead_of(app, made).get(address(made, "zip")).data)

    book = load_workbook(BytesIO(found[f"{made.record.number}.xlsx"]), data_only=True)
    cells = [cell for row in book["Begroting"].iter_rows(values_only=True) for cell in row]

    assert cells.count(50_000) == 3  # three partners ask 50.000 each


def test_the_workbook_holds_who_pays_the_rest_too(
    app: Flask, session: Session, made: Consortium
) -> None:
    partner = made.record.partners[0].public_id
    amounts = (
        Amount(cost_type=CostType.STAFF, year=2022, own=Money(1_234_56)),
        Amount(cost_type=CostType.EXTERNAL, year=2023, other=Money(99_00)),
    )
    paid = Funding(partner_id=partner, amounts=amounts, other_source="De provincie")
    service.save_funding(session, made.lead.actor, made.record, paid)
    session.commit()
    found = unpacked(lead_of(app, made).get(address(made, "zip")).data)

    book = load_workbook(BytesIO(found[f"{made.record.number}.xlsx"]), data_only=True)
    rows = list(book["Begroting"].iter_rows(min_row=2, values_only=True))

    own = [row[2:] for row in rows if row[0] == made.lead.organisation.name]
    assert sorted(own) == [(2022, 50_000, 1_234.56, 0), (2023, 0, 0, 99)]


def test_the_pdf_of_a_draft_says_that_it_is_one(
    app: Flask, session: Session, made: Consortium
) -> None:
    enclosed(session, made, app.extensions["store"])
    session.commit()
    lead = lead_of(app, made)

    words = text_of(lead.get(address(made, "pdf")).data)

    assert "CONCEPT, NOG NIET INGEDIEND" in words
    for said in (PROJECT.title, REALISATION.title, "Ninove", "An Peeters", "besluit.pdf"):
        assert said in words
    service.submit(session, made.lead.actor, made.record)
    session.commit()
    assert "CONCEPT" not in text_of(lead.get(address(made, "pdf")).data)


def test_files_of_one_name_both_go_in(app: Flask, session: Session, made: Consortium) -> None:
    files = (("a.pdf", pdf(b"1")), ("A.pdf", pdf(b"2")), ("a.pdf", pdf(b"3")))
    enclosed(session, made, app.extensions["store"], *files)
    session.commit()

    found = unpacked(lead_of(app, made).get(address(made, "zip")).data)

    names = [name for name in found if name.startswith("bijlagen/")]
    assert names == ["bijlagen/a.pdf", "bijlagen/A (2).pdf", "bijlagen/a (3).pdf"]
    assert len({name.casefold() for name in names}) == 3


def test_a_file_with_a_virus_is_left_out_and_named(
    app: Flask, session: Session, made: Consortium
) -> None:
    files = (("goed.pdf", pdf(b"goed")), ("slecht.pdf", pdf(b"slecht")))
    _, bad = enclosed(session, made, app.extensions["store"], *files)
    service.submit(session, made.lead.actor, made.record)
    service.note_scan(session, bad.content_hash, Scan.INFECTED, DURING)  # found only afterwards
    session.commit()

    found = unpacked(lead_of(app, made).get(address(made, "zip")).data)

    assert "bijlagen/goed.pdf" in found
    assert "bijlagen/slecht.pdf" not in found
    assert "slecht.pdf" in found["niet-opgenomen.txt"].decode()


def test_a_file_that_the_store_lost_makes_no_half_zip(
    app: Flask, session: Session, made: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    enclosed(session, made, app.extensions["store"])
    session.commit()

    def lost(_name: str) -> None:
        raise StoreError("lost")

    monkeypatch.setattr(app.extensions["store"], "open", lost)

    assert lead_of(app, made).get(address(made, "zip")).status_code == 503


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_who_may_not_read_the_application_downloads_nothing(
    app: Flask, session: Session, made: Consortium, at: Clock, ending: str
) -> None:
    stranger = town(session, "Brugge")
    officer = factories.person(session, roles=[Role.CASE_OFFICER])
    service.submit(session, made.lead.actor, made.record)
    session.commit()
    here = address(made, ending)

    assert signed_in(app, stranger.person, stranger.organisation).get(here).status_code == 404
    at.move(CLOSES - timedelta(seconds=1))
    assert signed_in(app, officer).get(here).status_code == 404
    at.move(AFTER)
    assert signed_in(app, officer).get(here).status_code == 200
