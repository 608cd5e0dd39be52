"""A draft tried out on the page: on the municipalities, on earlier files, on a workbook."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import service as applications
from subsidy.calls import service as calls
from subsidy.calls.models import Call
from subsidy.policy import Role
from subsidy.web import clock
from tests import factories
from tests.support.applications import AFTER, DURING, complete, published_call, regulation
from tests.support.people import signed_in
from tests.support.statements import counted

SHIPPED = Path("rehearsals/iedereen-digitaal-2021/dossiers.xlsx")
LET_IN, KEPT_OUT = "Zou meedoen", "Zou afvallen"


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    made = factories.case_officer(session)
    session.commit()
    return signed_in(app, made)


@pytest.fixture
def earlier(session: Session) -> Call:
    """Return a published call to which Aalst, Ninove and Haaltert submitted a file."""
    call = published_call(session)
    made = complete(session, call)
    applications.submit(session, made.lead.at(DURING), made.record)
    return call


def at(session: Session, instant: datetime) -> None:
    clock.move(session, instant, datetime.now(UTC))
    session.commit()


def drafted(session: Session, data: Mapping[str, Any]) -> str:
    """Return the address of the trial of a draft."""
    author = factories.as_actor(factories.case_officer(session), Role.CASE_OFFICER)
    call = calls.create(session, author, factories.line(session, author), dict(data))
    session.commit()
    return f"/oproepen/{call.public_id}/proefdraaien"


def sent(officer: FlaskClient, address: str, content: bytes, **more: str) -> TestResponse:
    file = (io.BytesIO(content), "dossiers.xlsx")
    return officer.post(address, data={"bestand": file, **more}, content_type="multipart/form-data")


def words(answer: TestResponse) -> str:
    """Return the text of a page, as a person reads it."""
    plain = re.sub(r"<[^>]+>", " ", answer.text.split("<main", 1)[1])
    return " ".join(unescape(plain).split())


# Municipalities -----------------------------------------------------------------------------------


def test_the_page_says_who_could_meet_the_call(officer: FlaskClient, session: Session) -> None:
    rules = {"minimum_gemeenten": {"aantal": 50}, "binnen_referentieregios": {"hoogstens": 2}}

    page = words(officer.get(drafted(session, {**regulation(), "regels": rules})))

    assert "Alleen 0 Samen met andere 293 Kan niet 7" in page
    assert "Regio Oostende 7 0 0 7" in page
    assert "zonder die voorwaarde kunnen nog 7 gemeenten voldoen" in page
    assert "Middelkerke kan niet voldoen" in page
    assert "Gent kan samen met andere gemeenten voldoen" in page


def test_a_draft_that_is_not_finished_is_tried_without_the_parts_that_lack(
    officer: FlaskClient, session: Session
) -> None:
    data = {
        "oproep": {"titel": "Half"},
        "regels": {"minimum_gemeenten": {"aantal": 3}, "bedrag_binnen_grenzen": {}},
    }

    page = words(officer.get(drafted(session, data)))

    assert "Het concept is niet volledig." in page
    assert "Samen met andere 300" in page
    assert "Niet beslist: het hangt af van wat een aanvrager schrijft." in page


@pytest.mark.usefixtures("earlier")
def test_a_rule_whose_amounts_lack_is_not_tried_on_files(
    officer: FlaskClient, session: Session
) -> None:
    rules = {"minimum_gemeenten": {"aantal": 3}, "bedrag_binnen_grenzen": {}}
    address = drafted(session, {**regulation(), "regels": rules, "bedragen": {}})
    at(session, AFTER)

    page = words(officer.get(address))

    assert f"{LET_IN} 1" in page
    assert "Minimumaantal gemeenten 1 0 0 0" in page
    assert "Bedrag tussen minimum en maximum \N{EN DASH} niet ingevuld" in page


def test_an_empty_draft_asks_for_a_condition(officer: FlaskClient, session: Session) -> None:
    page = words(officer.get(drafted(session, {"oproep": {"titel": "Leeg"}})))

    assert "Voeg eerst een voorwaarde toe." in page


def test_what_nobody_can_meet_is_said_on_the_trial_in_the_editor_and_when_it_is_proposed(
    officer: FlaskClient, session: Session
) -> None:
    rules = {"minimum_gemeenten": {"aantal": 43}, "binnen_referentieregios": {"hoogstens": 1}}
    address = drafted(session, {**regulation(), "regels": rules})
    call = address.removesuffix("/proefdraaien")

    for page in (address, f"{call}/bewerk/regels", f"{call}/leg-voor", call):
        assert "niemand kan aan deze samen voldoen" in words(officer.get(page)), page


# Earlier files ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("earlier")
def test_files_of_a_closed_call_are_tried(officer: FlaskClient, session: Session) -> None:
    rules = {"minimum_gemeenten": {"aantal": 4}, "bedrag_binnen_grenzen": {}}
    address = drafted(session, {**regulation(), "regels": rules})
    at(session, AFTER)

    page = words(officer.get(address))

    assert f"{LET_IN} 0 {KEPT_OUT} 1" in page
    assert "Digitaal mee in de Denderstreek Aalst zou afvallen Minimumaantal gemeenten" in page
    assert "U koos geen aanvragen." in words(officer.get(f"{address}?oproep="))


def test_files_of_an_open_call_stay_sealed_whatever_the_address_asks(
    officer: FlaskClient, session: Session, earlier: Call
) -> None:
    address = drafted(session, regulation())
    at(session, DURING)

    for page in (f"{address}?oproep={earlier.public_id}", f"{address}.xlsx", address):
        answer = officer.get(f"{page}?oproep={earlier.public_id}")
        assert answer.status_code == 200
        assert b"Denderstreek" not in _unpacked(answer)


def _unpacked(answer: TestResponse) -> bytes:
    if "spreadsheet" not in str(answer.mimetype):
        return bytes(answer.data)
    book = load_workbook(io.BytesIO(answer.data))
    return repr([list(sheet.values) for sheet in book]).encode()


def test_more_files_ask_no_more_statements(
    officer: FlaskClient, session: Session, earlier: Call, connection: Connection
) -> None:
    address = drafted(session, regulation())
    at(session, AFTER)
    officer.get(address)
    with counted(connection) as one:
        officer.get(address)
    made = complete(session, earlier, "Lede", "Ninove", "Berlare")
    applications.submit(session, made.lead.at(DURING), made.record)
    session.commit()

    with counted(connection) as two:
        page = officer.get(address)

    assert "Lede" in page.text
    assert len(two) == len(one)


# A workbook ---------------------------------------------------------------------------------------


def test_the_shipped_workbook_gives_what_its_rehearsal_gives(
    officer: FlaskClient, session: Session, connection: Connection
) -> None:
    """27 consortia as in the published result of 2021, and four that must fail."""
    address = drafted(session, regulation())

    with counted(connection) as statements:
        answer = sent(officer, address, SHIPPED.read_bytes())

    assert answer.status_code == 200
    assert f"{LET_IN} 27 {KEPT_OUT} 4 Nog niet te zeggen 0" in words(answer)
    writing = [each for each in statements if not each.startswith("SELECT")]
    assert writing == []


def test_marks_and_jurors_in_the_workbook_are_not_shown(
    officer: FlaskClient, session: Session
) -> None:
    book = load_workbook(SHIPPED)
    juror = book["juryleden"]["A2"].value
    columns = [cell.value for cell in book["scores"][1]]
    why = book["scores"].cell(2, columns.index("motivering") + 1).value

    page = sent(officer, drafted(session, regulation()), SHIPPED.read_bytes()).text

    assert str(juror) not in page
    assert str(why) not in page


def test_every_fault_of_a_workbook_is_told_with_its_place(
    officer: FlaskClient, session: Session
) -> None:
    book = load_workbook(SHIPPED)
    book["partners"]["B3"] = "Nergenshuizen"
    book["begroting"]["C4"] = "taart"
    content = io.BytesIO()
    book.save(content)

    answer = sent(officer, drafted(session, regulation()), content.getvalue())

    assert answer.status_code == 422
    page = words(answer)
    assert "partners!B3: Er is geen gemeente “Nergenshuizen” in Vlaanderen." in page
    assert "begroting!C4:" in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"geen werkmap", "Dit bestand is geen rekenblad dat wij kunnen lezen."),
        (b"", "Dit bestand is geen rekenblad dat wij kunnen lezen."),
    ],
)
def test_what_is_no_workbook_is_refused(
    officer: FlaskClient, session: Session, content: bytes, told: str
) -> None:
    answer = sent(officer, drafted(session, regulation()), content)

    assert answer.status_code == 422
    assert told in words(answer)


def test_a_workbook_without_an_application_is_refused(
    officer: FlaskClient, session: Session
) -> None:
    book = load_workbook(SHIPPED)
    for name in ("aanvragen", "partners", "begroting", "continuiteit"):
        book[name].delete_rows(2, book[name].max_row)
    content = io.BytesIO()
    book.save(content)

    answer = sent(officer, drafted(session, regulation()), content.getvalue())

    assert answer.status_code == 422
    assert "aanvragen: Op dit tabblad staat geen aanvraag." in words(answer)


def test_sheets_that_are_missing_are_named(officer: FlaskClient, session: Session) -> None:
    content = io.BytesIO()
    Workbook().save(content)

    page = words(sent(officer, drafted(session, regulation()), content.getvalue()))

    for sheet in ("aanvragen", "partners", "begroting", "continuiteit"):
        assert f"Het tabblad “{sheet}” ontbreekt." in page


@pytest.mark.parametrize("typed", [{}, {"bestand": "tekst"}])
def test_no_file_is_asked_for(
    officer: FlaskClient, session: Session, typed: Mapping[str, str]
) -> None:
    answer = officer.post(drafted(session, regulation()), data=typed)

    assert answer.status_code == 422
    assert "Kies een rekenblad met aanvragen." in words(answer)


# The export ---------------------------------------------------------------------------------------


def rows(content: bytes) -> Mapping[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_export_has_the_municipalities_the_groups_and_the_applications(
    officer: FlaskClient, session: Session, earlier: Call
) -> None:
    rules = {"minimum_gemeenten": {"aantal": 50}, "binnen_referentieregios": {"hoogstens": 2}}
    address = drafted(session, {**regulation(), "regels": rules})
    at(session, AFTER)

    sheets = rows(officer.get(f"{address}.xlsx").data)

    outcome = {row[1]: row[-1] for row in sheets["Gemeenten"]}
    assert outcome["Oostende"] == "kan niet voldoen"
    assert outcome["Gent"] == "kan samen met andere gemeenten voldoen"
    assert ("Regio Oostende", 7, 0, 0, 7) in sheets["Regio\N{RIGHT SINGLE QUOTATION MARK}s"]
    (_, file) = sheets["Aanvragen"]
    assert file[1:] == (
        "Digitaal mee in de Denderstreek",
        "Aalst",
        earlier.title,
        "zou afvallen",
        "niet voldaan",
        "voldaan",
    )


def test_the_export_of_a_workbook_has_its_applications(
    officer: FlaskClient, session: Session
) -> None:
    answer = sent(officer, drafted(session, regulation()), SHIPPED.read_bytes(), werkboek="1")

    assert answer.status_code == 200
    assert len(rows(answer.data)["Aanvragen"]) == 1 + 31
