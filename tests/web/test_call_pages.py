"""A call from an empty draft to publication, through the pages, by two people."""

import io
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.budget import queries as budget
from subsidy.budget.models import Line
from subsidy.calls.domain.regulation import remarks
from subsidy.calls.models import Call, DraftPart
from subsidy.core.money import Money
from subsidy.policy import Action, Role
from subsidy.web import clock
from subsidy.workflow import AuditEntry
from tests import factories
from tests.support.applications import draft
from tests.support.people import signed_in, visitor
from tests.support.statements import counted

OPENS, CLOSES = "17/09/2021 09:00", "29/10/2021 12:00"
BEFORE = datetime(2021, 9, 1, 10, tzinfo=UTC)
PARTS: dict[str, dict[str, Any]] = {
    "doel": {
        "titel": "Samen digitaal",
        "doel": "Gemeenten werken samen.",
        "achtergrond": "",
        "contact": "team@agentschap.example",
        "opent": OPENS,
        "sluit": CLOSES,
    },
    "geld": {
        "gereserveerd": "5.000.000",
        "minimum": "100.000",
        "maximum": "400.000,50",
        "minimum_per_partner": "10000",
        "eerste_dag": "01/01/2022",
        "laatste_dag": "31/12/2024",
        "kostensoorten": ["personeel", "werking"],
        "penvoerder": "Een lokaal bestuur.",
    },
    "regels": {
        "minimum_gemeenten": "y",
        "minimum_gemeenten__aantal": "3",
        "groot_en_klein": "y",
        "groot_en_klein__inwoners": "20000",
    },
    "criteria": {
        f"rijen-{n}-{name}": value
        for n, (criterion, weight) in enumerate((("Samenwerking", "60"), ("Impact", "40")))
        for name, value in {
            "naam": criterion,
            "omschrijving": "Waar de jury naar kijkt.",
            "gewicht": weight,
            **{f"niveau_{mark}": f"Tekst bij {mark}." for mark in (0, 3, 5, 8, 10)},
        }.items()
    },
    "beoordeling": {
        "drempel": "60",
        "juryleden_per_dossier": "2",
        "een_per_gemeente": "y",
        "loting": "Samen 2021",
        "schijf_1_naam": "Voorschot",
        "schijf_1_aandeel": "80",
        "schijf_2_naam": "Saldo",
        "schijf_2_aandeel": "20",
        "verklaring": "De catalogus blijft open.",
        "beroep": "U kunt naar de Raad van State.",
    },
}


ONCE = (
    "Een gemeente doet mee aan hoogstens één project met subsidie, als penvoerder of als partner."
)


@pytest.fixture
def line(session: Session) -> Line:
    made = factories.line(session, factories.as_actor(factories.case_officer(session)))
    session.commit()
    return made


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, _agency(session, Role.CASE_OFFICER))


@pytest.fixture
def decider(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, _agency(session, Role.DECISION_MAKER))


def _agency(session: Session, *roles: Role) -> Person:
    made = factories.person(session, roles=roles)
    session.commit()
    return made


@pytest.fixture(autouse=True)
def in_september_2021(session: Session) -> None:
    clock.move(session, BEFORE, datetime.now(UTC))
    session.commit()


def written(officer: FlaskClient, session: Session, line: Line) -> str:
    """Write a whole call through the pages; return its address."""
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    assert made.status_code == 303, made.text
    address = str(made.location)
    for part, typed in PARTS.items():
        version = str(session.scalars(select(Call.version)).one())
        answer = officer.post(f"{address}/bewerk/{part}", data={**typed, "version": version})
        assert answer.status_code == 303, (part, answer.text)
        session.expire_all()
    return address


def test_a_call_is_written_proposed_and_published_by_two_people(
    officer: FlaskClient, decider: FlaskClient, session: Session, line: Line, app: Flask
) -> None:
    address = written(officer, session, line)
    assert visitor(app).get(address).status_code == 302  # a visitor is sent to sign in
    assert officer.post(f"{address}/leg-voor").status_code == 303
    assert "wacht op goedkeuring" in officer.get(address).text
    assert officer.post(f"{address}/publiceer").status_code == 403
    assert decider.post(f"{address}/publiceer").status_code == 303

    page = visitor(app).get(address)
    assert page.status_code == 200
    assert "€\xa05.000.000,00" in page.text
    assert ONCE in page.text
    session.expire_all()
    position = budget.positions(session)[line.id]
    assert (position.reserved, position.available) == (Money(500_000_000), Money(1_000_000_000))
    text = "".join(
        sheet.extract_text()
        for sheet in PdfReader(io.BytesIO(visitor(app).get(f"{address}/reglement.pdf").data)).pages
    )
    said = " ".join(text.split())
    assert "vrijdag 29 oktober 2021, 12.00 uur" in said
    assert ONCE in said


def test_a_call_says_who_moves_up_when_money_returns(
    officer: FlaskClient, decider: FlaskClient, session: Session, line: Line, app: Flask
) -> None:
    address = written(officer, session, line)
    editor = f"{address}/bewerk/beoordeling"
    version = str(session.scalars(select(Call.version)).one())
    typed = {**PARTS["beoordeling"], "version": version}
    refused = officer.post(editor, data={**typed, "reservelijst": "loting"})
    assert refused.status_code == 422
    assert "Samen 2021" in refused.text

    saved = officer.post(editor, data={**typed, "reservelijst": "rangschikking"})

    assert saved.status_code == 303
    assert re.search(r'value="rangschikking"\s+selected', officer.get(editor).text)
    officer.post(f"{address}/leg-voor")
    assert decider.post(f"{address}/publiceer").status_code == 303
    said = "Geen ander dossier gaat voor. Een dossier dat niet kan door een andere grens"
    assert said in visitor(app).get(address).text
    paper = PdfReader(io.BytesIO(visitor(app).get(f"{address}/reglement.pdf").data))
    assert said in " ".join(" ".join(each.extract_text() for each in paper.pages).split())


def test_who_proposed_does_not_publish_even_with_both_roles(
    app: Flask, officer: FlaskClient, session: Session, line: Line
) -> None:
    address = written(officer, session, line)
    both = signed_in(app, _agency(session, Role.CASE_OFFICER, Role.DECISION_MAKER))
    assert both.post(f"{address}/leg-voor").status_code == 303

    assert both.post(f"{address}/publiceer").status_code == 403
    assert budget.positions(session)[line.id].reserved == Money(0)


def test_a_call_that_the_line_cannot_carry_is_not_published(
    officer: FlaskClient, decider: FlaskClient, session: Session, line: Line
) -> None:
    address = written(officer, session, line)
    version = str(session.scalars(select(Call.version)).one())
    money = {**PARTS["geld"], "gereserveerd": "15.000.000,01", "version": version}
    assert officer.post(f"{address}/bewerk/geld", data=money).status_code == 303
    assert officer.post(f"{address}/leg-voor").status_code == 303

    refused = decider.post(f"{address}/publiceer")

    assert refused.status_code == 422
    assert "€\xa015.000.000,00" in refused.text  # what is left is named
    session.expire_all()
    assert session.scalars(select(Call)).one().status == "proposed"


def test_an_unfinished_call_lists_what_is_missing_and_cannot_be_proposed(
    officer: FlaskClient, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Leeg", "line": line.public_id, "source": ""}
    )
    page = officer.get(str(made.location))
    assert "Nog te doen voor de publicatie" in page.text

    assert officer.post(f"{made.location}/leg-voor").status_code == 422


def test_a_colleague_who_was_quicker_is_not_overwritten(
    officer: FlaskClient, session: Session, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    typed = {**PARTS["doel"], "version": "1"}
    assert officer.post(f"{made.location}/bewerk/doel", data=typed).status_code == 303

    late = officer.post(
        f"{made.location}/bewerk/doel", data={**typed, "doel": "Mijn eigen tekst.", "_key": "x"}
    )

    assert late.status_code == 422
    assert "Mijn eigen tekst." in late.text
    session.expire_all()
    assert session.scalars(select(Call)).one().draft["oproep"]["doel"] == "Gemeenten werken samen."


def test_two_officers_see_both_texts_and_who_saves_again_keeps_theirs(
    officer: FlaskClient, app: Flask, session: Session, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    address = f"{made.location}/bewerk/doel"
    colleague = signed_in(app, _agency(session, Role.CASE_OFFICER))
    opened = {**PARTS["doel"], "version": "1"}
    assert colleague.post(address, data={**opened, "doel": "Van mijn collega."}).status_code == 303

    late = officer.post(address, data={**opened, "doel": "Van mij."})

    assert late.status_code == 422
    table = late.text[late.text.index("<tbody>") : late.text.index("</tbody>")]
    assert table.index("Van mijn collega.") < table.index("Van mij.")
    assert table.count("<tr>") == 1  # only what differs
    (version,) = re.findall(r'name="version" value="(\d+)"', late.text)
    again = officer.post(address, data={**opened, "doel": "Van mij.", "version": version})
    assert again.status_code == 303
    session.expire_all()
    assert session.scalars(select(Call)).one().draft["oproep"]["doel"] == "Van mij."


def test_who_works_on_another_part_is_not_in_the_way(
    officer: FlaskClient, app: Flask, session: Session, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    colleague = signed_in(app, _agency(session, Role.CASE_OFFICER))
    for client, part in ((colleague, "doel"), (officer, "geld")):
        typed = {**PARTS[part], "version": "1"}
        assert client.post(f"{made.location}/bewerk/{part}", data=typed).status_code == 303
    session.expire_all()
    draft = session.scalars(select(Call)).one().draft
    assert (draft["oproep"]["doel"], draft["bedragen"]["minimum"]) == (
        "Gemeenten werken samen.",
        "100000",
    )


def test_an_earlier_version_of_a_part_comes_back_and_nothing_is_lost(
    officer: FlaskClient, session: Session, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    address = f"{made.location}/bewerk/doel"
    assert "Niemand bewaarde dit deel al." in officer.get(f"{address}/versies").text
    for version, text in (("1", "De eerste tekst."), ("2", "De tweede tekst.")):
        typed = {**PARTS["doel"], "doel": text, "version": version}
        assert officer.post(address, data=typed).status_code == 303

    page = officer.get(f"{address}/versies").text
    assert page.index("Versie 3") < page.index("Versie 2")
    assert "De eerste tekst." in page
    nonsense = officer.post(f"{address}/versies", data={"versie": "9", "version": "3"})
    assert nonsense.status_code == 422
    late = officer.post(f"{address}/versies", data={"versie": "2", "version": "2"})
    assert late.status_code == 422
    done = officer.post(f"{address}/versies", data={"versie": "2", "version": "3"})

    assert (done.status_code, done.location) == (303, address)
    assert "De eerste tekst." in officer.get(address).text
    kept = session.scalars(select(DraftPart.content).order_by(DraftPart.number)).all()
    texts = [content["oproep"]["doel"] for content in kept]
    assert texts == ["De eerste tekst.", "De tweede tekst.", "De eerste tekst."]


def test_a_call_begins_with_a_template_and_that_lacks_what_is_its_own(
    officer: FlaskClient, session: Session, line: Line
) -> None:
    assert "Samenwerking van grote en kleine gemeenten" in officer.get("/oproepen/nieuw").text
    typed = {"title": "Samen", "line": line.public_id, "source": "samenwerking"}
    made = officer.post("/oproepen/nieuw", data=typed)
    call = session.scalars(select(Call)).one()
    lacking = {str(each.place) for each in remarks(call.draft)}
    assert lacking == {
        *("oproep.opent", "oproep.sluit", "bedragen.gereserveerd", "bedragen.minimum"),
        *("bedragen.maximum", "project.eerste_dag", "project.laatste_dag"),
    }
    assert call.title == "Samen"
    assert len(call.draft["formulier"]["vragen"]) > 3
    assert officer.get(str(made.location)).status_code == 200


def test_the_editor_warns_where_something_can_be_mended_and_forbids_nothing(
    officer: FlaskClient, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    sunday = {**PARTS["doel"], "sluit": "31/10/2021 23:00", "version": "1"}
    assert officer.post(f"{made.location}/bewerk/doel", data=sunday).status_code == 303
    poor = {**PARTS["geld"], "gereserveerd": "15.000.000,01", "version": "2"}
    assert officer.post(f"{made.location}/bewerk/geld", data=poor).status_code == 303

    page = officer.get(f"{made.location}/bewerk/doel").text
    assert "buiten de kantooruren" in page
    assert "in een weekend" in page
    assert "€\xa015.000.000,01" not in page  # that belongs to the part of the money
    assert "€\xa015.000.000,01" in officer.get(f"{made.location}/bewerk/geld").text
    assert "Denk hieraan" in officer.get(str(made.location)).text


def test_an_officer_chooses_from_where_on_the_editor_warns(
    officer: FlaskClient, decider: FlaskClient, line: Line
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    typed = {**PARTS["doel"], "version": "1"}
    assert officer.post(f"{made.location}/bewerk/doel", data=typed).status_code == 303
    days, calls = f"dagen__{line.public_id}", f"oproepen__{line.public_id}"
    assert "minstens 90 dagen" not in officer.get(str(made.location)).text

    refused = officer.post("/oproepen/grenzen", data={days: "400", calls: "0"})
    assert refused.status_code == 422
    assert "van 0 tot en met 365" in refused.text
    assert "van 1 tot en met 100" in refused.text
    assert decider.get("/oproepen/grenzen").status_code == 403
    assert officer.post("/oproepen/grenzen", data={days: "90", calls: "2"}).status_code == 303

    assert "minstens 90 dagen" in officer.get(str(made.location)).text


@pytest.mark.parametrize(
    ("part", "field", "typed"),
    [
        ("doel", "sluit", "31/10/2021 02:30"),  # exists twice
        ("doel", "opent", "28/03/2021 02:30"),  # does not exist
        ("doel", "opent", "31/02/2021 10:00"),
        ("geld", "minimum", "-1"),
        ("geld", "minimum", "1.2"),
        ("geld", "minimum", "veel"),
        ("regels", "minimum_gemeenten__aantal", "-3"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field_and_kept(
    officer: FlaskClient, line: Line, part: str, field: str, typed: str
) -> None:
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )

    refused = officer.post(
        f"{made.location}/bewerk/{part}", data={**PARTS[part], field: typed, "version": "1"}
    )

    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.text
    assert f'href="#{field}"' in refused.text


def test_the_list_costs_the_same_for_one_call_and_for_three(
    officer: FlaskClient, line: Line, connection: Connection
) -> None:
    counts = []
    for size in (1, 2):
        for number in range(size):
            officer.post(
                "/oproepen/nieuw",
                data={"title": f"{size}{number}", "line": line.public_id, "source": ""},
            )
        with counted(connection) as statements:
            assert officer.get("/oproepen/beheer").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


# Withdrawing --------------------------------------------------------------------------------------


def test_a_withdrawn_call_gives_its_money_back_and_tells_who_has_a_draft(
    app: Flask, officer: FlaskClient, decider: FlaskClient, session: Session, line: Line
) -> None:
    address = written(officer, session, line)
    officer.post(f"{address}/leg-voor")
    assert decider.post(f"{address}/publiceer").status_code == 303
    clock.move(session, datetime(2021, 10, 1, 10, tzinfo=UTC), datetime.now(UTC))
    session.expire_all()
    call = session.scalars(select(Call)).one()
    made = draft(session, call)
    session.commit()
    assert f"{address}/trek-in" in decider.get(address).text
    assert officer.get(f"{address}/trek-in").status_code == 403

    empty = decider.post(f"{address}/trek-in", data={"reason": " "})
    assert empty.status_code == 422
    assert "Schrijf waarom u de oproep intrekt." in empty.text
    done = decider.post(f"{address}/trek-in", data={"reason": "Het decreet is vernietigd."})

    assert (done.status_code, done.location) == (303, address)
    session.expire_all()
    position = budget.positions(session)[line.id]
    assert (position.reserved, position.available) == (Money(0), Money(1_500_000_000))
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == Action.WITHDRAW_CALL.value)
    ).one()
    assert entry.reason == "Het decreet is vernietigd."
    for town in made.towns:
        inbox = signed_in(app, town.person, town.organisation).get("/berichten").text
        assert "Het decreet is vernietigd." in inbox
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    assert lead.post(f"/aanvragen/{made.record.public_id}/indienen").status_code == 422
    assert f"{address}/trek-in" not in decider.get(address).text


# The list -----------------------------------------------------------------------------------------


def titles(client: FlaskClient, **asked: str) -> list[str]:
    """Return the calls of the list, in its order; the workbook must show exactly the same."""
    shown = re.findall(
        r'<th scope="row"><a [^>]*>(.*?)</a>',
        client.get("/oproepen/beheer", query_string=asked).text,
    )
    answer = client.get("/oproepen/beheer.xlsx", query_string=asked)
    sheet = load_workbook(io.BytesIO(answer.data))["Oproepen"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (at,) = (number for number, row in enumerate(rows) if row[0] == "Titel")
    listed = [str(row[0]) for row in rows[at + 1 : at + 1 + len(shown)]]
    assert [unescape(title) for title in shown] == listed
    return listed


def test_the_list_is_sorted_narrowed_added_up_and_exported(
    officer: FlaskClient, line: Line
) -> None:
    for title in ("Appels", "dadels & noten", "Bananen"):
        officer.post("/oproepen/nieuw", data={"title": title, "line": line.public_id, "source": ""})

    assert titles(officer) == ["Bananen", "dadels & noten", "Appels"]
    assert titles(officer, sorteer="titel") == ["Appels", "Bananen", "dadels & noten"]
    assert titles(officer, sorteer="-titel") == ["dadels & noten", "Bananen", "Appels"]
    assert titles(officer, tekst="NAN") == ["Bananen"]
    assert titles(officer, tekst="%") == []
    assert titles(officer, pagina="999") == titles(officer)
    assert "1 oproep" in officer.get("/oproepen/beheer?tekst=nan").text
