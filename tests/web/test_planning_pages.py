"""Pages before a call: what stays of a line, and the shared agenda with its warnings."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.budget.domain import StatementStatus
from subsidy.budget.models import Line, LineStatement
from subsidy.planning.models import AgendaEntry
from subsidy.policy import Actor
from subsidy.workflow import AuditEntry
from tests import factories
from tests.factories import NOW
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor

CLERK = Actor(1, NOW)
TEXTS = {"stays": "De catalogus blijft open.", "expected": "De gemeente betaalt het onthaal."}
ENTRY = {
    "title": "Hulp in de wijk",
    "organiser": "Agentschap voor werk",
    "aim_text": "Elke werkzoekende krijgt hulp.",
    "aims": ["individual"],
    "target_groups": ["job_seekers", "elderly"],
    "first_day": "03/10/2030",
    "last_day": "30/11/2030",
    "amount": "1.250.000,50",
    "link": "https://werk.example/wijk",
    "version": "0",
}


@pytest.fixture
def line(session: Session) -> Line:
    made = factories.line(session, CLERK, name="Lokale e-inclusie")
    session.commit()
    return made


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    made = factories.case_officer(session)
    session.commit()
    return signed_in(app, made)


@pytest.fixture
def decider(app: Flask, session: Session) -> FlaskClient:
    made = factories.decision_maker(session)
    session.commit()
    return signed_in(app, made)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


# What stays of a line -----------------------------------------------------------------------------


def test_one_writes_and_another_publishes_what_stays(
    app: Flask, session: Session, line: Line, officer: FlaskClient, decider: FlaskClient
) -> None:
    address = f"/programma/lijn/{line.public_id}/na-de-subsidie"
    assert "Deze lijn zegt nog niets" in page(visitor(app), "/na-de-subsidie")
    assert "betaalt niets tot een collega" in page(officer, address)

    empty = officer.post(f"{address}/schrijf", data={"version": "0"})
    assert empty.status_code == 422
    assert "Schrijf wat blijft." in visible(empty.text)
    assert officer.post(f"{address}/schrijf", data={**TEXTS, "version": "0"}).status_code == 303
    assert TEXTS["stays"] not in page(visitor(app), "/na-de-subsidie")
    assert "Lokale e-inclusie" in page(decider, "/")

    assert officer.post(f"{address}/publiceer", data={"version": "1"}).status_code == 403
    assert decider.post(f"{address}/publiceer", data={"version": "1"}).status_code == 303

    shown = page(visitor(app), "/na-de-subsidie")
    assert TEXTS["stays"] in shown
    assert TEXTS["expected"] in shown
    row = session.scalars(select(LineStatement)).one()
    assert (row.status, row.number) == (StatementStatus.PUBLISHED, 1)
    assert decider.get(f"{address}/publiceer").status_code == 404  # nothing waits any more


def test_nobody_publishes_a_text_that_changed_meanwhile(
    session: Session, line: Line, officer: FlaskClient, decider: FlaskClient
) -> None:
    address = f"/programma/lijn/{line.public_id}/na-de-subsidie"
    officer.post(f"{address}/schrijf", data={**TEXTS, "version": "0"})
    officer.post(f"{address}/schrijf", data={**TEXTS, "stays": "Niets.", "version": "1"})

    late = decider.post(f"{address}/publiceer", data={"version": "1"})

    assert late.status_code == 422
    assert "Iemand bewaarde dit intussen" in visible(late.text)
    assert session.scalars(select(LineStatement.status)).one() is StatementStatus.DRAFT


def test_who_was_later_keeps_the_typed_text_and_overwrites_nothing(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    address = f"/programma/lijn/{line.public_id}/na-de-subsidie/schrijf"
    officer.post(address, data={**TEXTS, "version": "0"})

    late = officer.post(address, data={**TEXTS, "stays": "Iets anders.", "version": "0"})

    assert late.status_code == 422
    assert "Iets anders." in late.text
    assert session.scalars(select(LineStatement.stays)).one() == TEXTS["stays"]


def test_what_is_published_stays_until_a_next_text_is(
    app: Flask, session: Session, line: Line, officer: FlaskClient, decider: FlaskClient
) -> None:
    factories.outspoken(session, line)
    session.commit()
    address = f"/programma/lijn/{line.public_id}/na-de-subsidie"
    assert "De catalogus blijft." in officer.get(f"{address}/schrijf").text

    officer.post(f"{address}/schrijf", data={**TEXTS, "version": "0"})
    assert TEXTS["expected"] not in page(visitor(app), "/na-de-subsidie")
    decider.post(f"{address}/publiceer", data={"version": "1"})

    assert TEXTS["expected"] in page(visitor(app), "/na-de-subsidie")
    assert "Versie 2" in page(officer, address)


# The shared agenda --------------------------------------------------------------------------------


def test_a_planned_call_of_another_agency_is_for_everybody(
    app: Flask, session: Session, officer: FlaskClient
) -> None:
    assert "Niemand plant nu een oproep" in page(visitor(app), "/oproepen/agenda")
    made = officer.post("/oproepen/agenda/nieuw", data=ENTRY)

    assert made.status_code == 303
    row = session.scalars(select(AgendaEntry)).one()
    shown = page(visitor(app), "/oproepen/agenda")
    for words in ("Hulp in de wijk", "Agentschap voor werk", "03/10/2030", "€ 1.250.000,50"):
        assert words in shown
    detail = visitor(app).get(f"/oproepen/agenda/{row.public_id}")
    assert "Individuele hulp" in visible(detail.text)
    assert 'href="https://werk.example/wijk"' in detail.text
    assert "Hulp in de wijk" not in page(visitor(app), "/oproepen/agenda?doel=group")
    assert "Hulp in de wijk" in page(visitor(app), "/oproepen/agenda?doelgroep=elderly")


def test_all_that_is_wrong_with_a_plan_is_said_at_once(officer: FlaskClient) -> None:
    refused = officer.post(
        "/oproepen/agenda/nieuw",
        data={
            **ENTRY,
            "aims": [],
            "target_groups": [],
            "last_day": "01/10/2030",
            "link": "javascript:alert(1)",
        },
    )

    assert refused.status_code == 422
    words = visible(refused.text)
    for fault in ("minstens één doel", "minstens één doelgroep", "later einde", "https://"):
        assert fault in words
    assert "Hulp in de wijk" in refused.text


def test_a_plan_is_changed_by_whoever_saw_the_last_one_and_removed_with_a_reason(
    app: Flask, session: Session, officer: FlaskClient
) -> None:
    officer.post("/oproepen/agenda/nieuw", data=ENTRY)
    entry = session.scalars(select(AgendaEntry)).one()
    address = f"/oproepen/agenda/{entry.public_id}"

    assert officer.post(f"{address}/wijzig", data={**ENTRY, "version": "7"}).status_code == 422
    changed = {**ENTRY, "title": "Hulp in het dorp", "version": "1"}
    assert officer.post(f"{address}/wijzig", data=changed).status_code == 303
    assert "Hulp in het dorp" in page(visitor(app), "/oproepen/agenda")

    assert officer.post(f"{address}/schrap", data={"reason": ""}).status_code == 422
    assert officer.post(f"{address}/schrap", data={"reason": "Het stopt."}).status_code == 303
    assert "Hulp in het dorp" not in page(visitor(app), "/oproepen/agenda")
    assert officer.get(address).status_code == 404
    reasons = session.scalars(select(AuditEntry.reason).where(AuditEntry.reason != "")).all()
    assert list(reasons) == ["Het stopt."]


def test_the_agenda_as_a_workbook_and_as_a_calendar(app: Flask, officer: FlaskClient) -> None:
    officer.post("/oproepen/agenda/nieuw", data=ENTRY)

    book = load_workbook(io.BytesIO(visitor(app).get("/oproepen/agenda.xlsx").data))
    sheet = book.worksheets[0]
    calendar = visitor(app).get("/oproepen/agenda.ics")

    cells = [cell.value for cell in sheet[2]]
    assert cells[0] == "Hulp in de wijk"
    assert 1250000.5 in cells
    assert calendar.mimetype == "text/calendar"
    assert "DTEND;VALUE=DATE:20301201\r\n" in calendar.text


def test_an_officer_is_warned_of_overlap_before_money_is_reserved(
    line: Line, officer: FlaskClient
) -> None:
    officer.post("/oproepen/agenda/nieuw", data=ENTRY)
    made = officer.post(
        "/oproepen/nieuw", data={"line": line.public_id, "source": "", "title": "Digipunten"}
    )
    call = made.headers["Location"]
    unknown = page(officer, f"{call}/leg-voor")
    assert "Zo vinden wij geen overlap" in unknown

    dates = {"titel": "Digipunten", "opent": "30/11/2030 09:00", "sluit": "15/12/2030 12:00"}
    officer.post(f"{call}/bewerk/doel", data={**dates, "version": "1"})
    listed = {
        "doelen": ["individuele hulp"],
        "doelgroepen": ["ouderen"],
        "bevraging": "",
        "version": "2",
    }
    assert officer.post(f"{call}/bewerk/voorbereiding", data=listed).status_code == 303

    for address in ("/bewerk/voorbereiding", "/bewerk/doel", ""):
        warned = page(officer, f"{call}{address}")
        assert "“Hulp in de wijk” van Agentschap voor werk overlapt met deze oproep." in warned
        assert "Doel: Individuele hulp. Doelgroep: Ouderen (65 en ouder)." in warned
