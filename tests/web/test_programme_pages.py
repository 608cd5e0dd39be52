"""The pages of the programme: every figure adds up, leads to its movements, and is the agency's."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from subsidy.budget import service
from subsidy.budget.models import Line
from subsidy.core.money import Money
from subsidy.policy import Actor, Role
from tests import factories
from tests.factories import NOW
from tests.support.pages import assert_well_formed, statements, visible
from tests.support.people import signed_in, visitor

CLERK = Actor(1, NOW)


@pytest.fixture
def line(session: Session) -> Line:
    made = factories.line(session, CLERK, envelope=Money(1_000_000_00), name="Lokale e-inclusie")
    service.reserve(session, CLERK, made.id, "call:abcdefghijkl", Money(400_000_00))
    service.commit_share(
        session, CLERK, made.id, "call:abcdefghijkl", "share:mnopqrstuvwx", Money(123_456_78)
    )
    session.commit()
    return made


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    made = factories.person(session, roles=[Role.BUDGET_OFFICER])
    session.commit()
    return signed_in(app, made)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def test_the_programme_shows_where_every_euro_is(client: FlaskClient, line: Line) -> None:
    words = page(client, "/programma")

    row = "Lokale e-inclusie € 1.000.000,00 € 600.000,00 € 276.543,22 € 123.456,78 € 0,00"
    assert row in words
    assert row.replace("Lokale e-inclusie", "Totaal") in words
    for stage in ("available", "reserved", "committed", "paid"):
        link = f"/programma/lijn/{line.public_id}?stadium={stage}"
        assert link in client.get("/programma").text
        page(client, link)


def test_the_ledger_of_a_line_newest_first(client: FlaskClient, line: Line) -> None:
    words = page(client, f"/programma/lijn/{line.public_id}")

    newest = words.index(
        "vastlegging gereserveerd oproep …ghijkl vastgelegd aandeel van een partner"
    )
    middle = words.index("reservering beschikbaar gereserveerd oproep …ghijkl € 400.000,00")
    oldest = words.index("inbreng financier beschikbaar € 1.000.000,00")
    assert newest < middle < oldest
    assert "Totaal van deze lijst € 1.523.456,78" in words


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("?reden=commitment", "€ 123.456,78"),
        ("?stadium=reserved", "€ 523.456,78"),
        ("?reden=reservation&stadium=reserved", "€ 400.000,00"),
        ("?reden=onzin&stadium=funder", "€ 1.523.456,78"),
    ],
)
def test_filters_live_in_the_address(
    client: FlaskClient, line: Line, asked: str, total: str
) -> None:
    words = page(client, f"/programma/lijn/{line.public_id}{asked}")
    assert f"Totaal van deze lijst {total}" in words


def test_an_empty_list_says_why_and_how_to_go_on(client: FlaskClient, line: Line) -> None:
    words = page(client, f"/programma/lijn/{line.public_id}?reden=payment")
    assert "Geen beweging past bij deze filters. Toon alle bewegingen" in words
    assert "Er is nog geen programma." not in words


def test_without_a_programme_the_page_says_so(client: FlaskClient) -> None:
    assert "Er is nog geen programma." in page(client, "/programma")


def test_the_workbook_holds_exactly_what_is_shown(client: FlaskClient, line: Line) -> None:
    address = f"/programma/lijn/{line.public_id}.xlsx?stadium=reserved"
    assert address in client.get(f"/programma/lijn/{line.public_id}?stadium=reserved").text

    answer = client.get(address)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="grootboek.xlsx"'
    sheet = load_workbook(BytesIO(answer.data))["Bewegingen"]
    rows = list(sheet.iter_rows(min_row=2, max_row=3, values_only=True))
    assert [row[-1] for row in rows] == [123_456.78, 400_000]
    assert [row[1] for row in rows] == ["vastlegging", "reservering"]
    assert sheet["G5"].value == "=SUBTOTAL(109,G2:G3)"


def test_the_workbook_of_the_programme_adds_up(
    client: FlaskClient, session: Session, line: Line
) -> None:
    programme = session.get_one(type(line).programme.property.mapper.class_, line.programme_id)
    answer = client.get(f"/programma/{programme.public_id}.xlsx")

    sheet = load_workbook(BytesIO(answer.data))["Lijnen"]
    assert [cell.value for cell in sheet[2]] == [
        "Lokale e-inclusie",
        1_000_000,
        600_000,
        276_543.22,
        123_456.78,
        0,
    ]


def test_the_number_of_statements_does_not_grow(
    client: FlaskClient, session: Session, connection: Connection, line: Line
) -> None:
    def cost(address: str) -> int:
        with statements(connection) as sent:
            page(client, address)
        return len(sent)

    before = cost("/programma"), cost(f"/programma/lijn/{line.public_id}")
    for number in range(3):
        factories.line(session, CLERK)
        service.reserve(session, CLERK, line.id, f"call:more{number}", Money(1))
    session.commit()

    assert (cost("/programma"), cost(f"/programma/lijn/{line.public_id}")) == before


def test_pages_of_fifty_movements(client: FlaskClient, session: Session, line: Line) -> None:
    for number in range(60):
        service.reserve(session, CLERK, line.id, f"call:{number}", Money(1))
    session.commit()
    first = client.get(f"/programma/lijn/{line.public_id}").text
    second = client.get(f"/programma/lijn/{line.public_id}?pagina=2").text

    assert first.count("<tr>") - second.count("<tr>") == 50 - 13
    assert "pagina=2" in first


@pytest.mark.parametrize("role", [Role.SUPPORT_DESK, Role.JUROR])
def test_the_ledger_is_the_agencys(app: Flask, session: Session, line: Line, role: Role) -> None:
    outsider = signed_in(app, factories.person(session, roles=[role]))
    for address, status in (
        ("/programma", 403),
        (f"/programma/lijn/{line.public_id}", 404),
        (f"/programma/lijn/{line.public_id}.xlsx", 404),
        (f"/programma/lijn/{'x' * 26}", 404),
    ):
        assert outsider.get(address).status_code == status
        assert visitor(app).get(address).status_code == 302
