"""A round from an empty form to its public page, by two people; and trying a key."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from subsidy.allocation import queries
from subsidy.allocation.domain.distribution import Distribution, Share, distribute
from subsidy.allocation.domain.lifecycle import RoundStatus
from subsidy.allocation.imports import read_round_template
from subsidy.allocation.models import DrawingRight, Round
from subsidy.allocation.service import rounds
from subsidy.budget import queries as budget
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.web import clock
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in, visitor
from tests.support.rounds import (
    BEFORE,
    DURING,
    SENT,
    Agency,
    agency,
    draft_round,
    opened_round,
    town,
)
from tests.support.statements import counted

MOST_STATEMENTS = 8  # of one record, by the standard for pages
TYPED = {  # a browser sends the empty rows of the key too
    **{f"components-{n}-{name}": "" for n in range(5) for name in ("indicator", "weight")},
    "title": "Trekkingsrecht 2022",
    "aim": "Elke gemeente doet mee.",
    "opens_at": "29/08/2022 09:00",
    "closes_at": "26/09/2022 12:00",
    "first_day": "01/11/2022",
    "last_day": "31/12/2024",
    "envelope": "5.000.000",
    "floor": "2.500",
    "ceiling": "",
    "components-0-indicator": "population_2020",
    "components-0-weight": "66,67",
    "components-2-indicator": "area_hectares",
    "components-2-weight": "33,33",
    "continuity_statement": "De gemeente beslist wat blijft.",
}


@pytest.fixture(autouse=True)
def before_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, BEFORE)


def _at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def people(session: Session) -> Agency:
    made = agency(session)
    session.commit()
    return made


@pytest.fixture
def officer(app: Flask, people: Agency) -> FlaskClient:
    return signed_in(app, people.officer_person)


@pytest.fixture
def decider(app: Flask, people: Agency) -> FlaskClient:
    return signed_in(app, people.decider_person)


def opened(session: Session, people: Agency) -> str:
    made = opened_round(session, people)
    session.commit()
    return f"/verdeelrondes/{made.public_id}"


def test_a_round_is_written_proposed_and_opened_by_two_people(
    app: Flask, officer: FlaskClient, decider: FlaskClient, session: Session, people: Agency
) -> None:
    form = {**TYPED, "line": people.line.public_id}
    made = officer.post("/verdeelrondes/nieuw", data=form)
    assert made.status_code == 303, visible(made.text)
    address = str(made.location)
    assert visitor(app).get(address).status_code == 302  # a draft is the agency's
    assert officer.post(f"{address}/stel-voor").status_code == 303
    assert officer.post(f"{address}/open").status_code == 403
    assert "€\xa05.000.000,00" in decider.get(f"{address}/open").text
    assert decider.post(f"{address}/open").status_code == 303

    session.expire_all()
    round_ = session.scalars(select(Round)).one()
    assert round_.status is RoundStatus.OPENED
    assert round_.components["key"] == [["population_2020", 6667], ["area_hectares", 3333]]
    assert budget.available(session, people.line.id) == Money(10_000_000_00)
    page = visitor(app).get(address)
    assert_well_formed(page.text)
    assert "300 gemeenten" in visible(page.text)


def test_who_proposed_does_not_open_even_with_both_roles(
    decider: FlaskClient, session: Session, people: Agency
) -> None:
    round_ = draft_round(session, people)
    round_.status, round_.prepared_by_id = RoundStatus.PROPOSED, people.decider_person.id
    session.commit()

    assert decider.post(f"/verdeelrondes/{round_.public_id}/open").status_code == 403
    assert session.scalars(select(DrawingRight)).first() is None


def test_all_faults_are_shown_at_once_beside_their_fields_and_the_text_is_kept(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    wrong = {
        **TYPED,
        "line": people.line.public_id,
        "ceiling": "1.000",
        "closes_at": "29/08/2022 09:00",
        "last_day": "01/01/2022",
        "components-2-weight": "33",
        "components-4-weight": "0,33",
    }
    answer = officer.post("/verdeelrondes/nieuw", data=wrong)
    text = visible(answer.text)

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert "Maak een verdeelronde" in text
    for place in ("ceiling", "closes_at", "last_day", "components-4-indicator"):
        assert f'href="#{place}"' in answer.text, place
    assert 'value="Trekkingsrecht 2022"' in answer.text
    assert 'value="66,67"' in answer.text
    assert session.scalars(select(Round)).first() is None


def test_unreadable_answers_are_refused_at_once(officer: FlaskClient, people: Agency) -> None:
    wrong = {
        **TYPED,
        "line": people.line.public_id,
        "envelope": "5.000.000.5",
        "opens_at": "31/02/2022 09:00",
        "components-0-weight": "veel",
        "title": "",
    }
    answer = officer.post("/verdeelrondes/nieuw", data=wrong)

    assert answer.status_code == 422
    for place in ("envelope", "opens_at", "components-0-weight", "title"):
        assert f'href="#{place}"' in answer.text, place


def test_a_round_without_a_line_is_refused(officer: FlaskClient) -> None:
    answer = officer.post("/verdeelrondes/nieuw", data={**TYPED, "line": "elders"})

    assert answer.status_code == 422
    assert 'href="#line"' in answer.text


def test_a_draft_that_is_saved_untouched_stays_as_it_was(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    """The form shows everything that is stored, the key too, so that nothing is lost."""
    round_ = draft_round(session, people)
    session.commit()
    address = f"/verdeelrondes/{round_.public_id}/bewerk"

    assert officer.post(address, data=form_values(officer.get(address).text)).status_code == 303

    session.expire_all()
    stored = session.scalars(select(Round)).one()
    assert stored.components["key"] == [list(part) for part in SENT.components]
    assert (stored.envelope, stored.floor, stored.ceiling) == (
        SENT.envelope,
        SENT.floor,
        SENT.ceiling,
    )


def test_the_second_of_two_colleagues_keeps_the_text_that_was_refused(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    round_ = draft_round(session, people)
    session.commit()
    address = f"/verdeelrondes/{round_.public_id}/bewerk"
    page = officer.get(address).text
    assert_well_formed(page)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    form = {**TYPED, "version": version[1]}

    assert officer.post(address, data={**form, "title": "Eerst"}).status_code == 303
    second = officer.post(address, data={**form, "title": "Daarna"})

    assert second.status_code == 422
    assert 'value="Daarna"' in second.text
    session.expire_all()
    assert session.scalars(select(Round.title)).one() == "Eerst"


def test_an_opened_round_has_no_pages_of_acts_that_are_past(
    officer: FlaskClient, decider: FlaskClient, session: Session, people: Agency
) -> None:
    address = opened(session, people)

    for client, act in ((officer, "bewerk"), (officer, "stel-voor"), (decider, "open")):
        assert client.get(f"{address}/{act}").status_code == 422
        assert client.post(f"{address}/{act}").status_code == 422
    assert decider.get(f"{address}/stuur-terug").status_code == 422


def test_a_round_goes_back_with_a_reason_only(
    decider: FlaskClient, officer: FlaskClient, session: Session, people: Agency
) -> None:
    round_ = draft_round(session, people)
    session.commit()
    address = f"/verdeelrondes/{round_.public_id}"
    officer.post(f"{address}/stel-voor")

    assert decider.post(f"{address}/stuur-terug", data={"reason": " "}).status_code == 422
    assert decider.post(f"{address}/stuur-terug", data={"reason": "Te laag."}).status_code == 303
    assert "Te laag." in officer.get(address).text


# The public page ----------------------------------------------------------------------------------


def _names(html: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)</th>\s*<td data-label="Referentieregio"', html)


def test_the_public_page_sums_filters_and_sorts_all_rights(
    app: Flask, session: Session, people: Agency
) -> None:
    address, client = opened(session, people), visitor(app)
    page = client.get(address).text

    assert "€\xa05.000.000,00" in page
    assert len(_names(page)) == 50
    assert len(re.findall(r'class="tile tile--[1-5]"\s+x=', page)) == 300
    assert _names(client.get(f"{address}?sorteer=-bedrag").text)[0] == "Antwerpen"
    assert _names(client.get(f"{address}?pagina=6").text)[-1] == "Zwijndrecht"
    waasland = client.get(f"{address}?regio=Waasland&sorteer=naam").text
    assert len(_names(waasland)) == 9
    assert "Totaal van 9 gemeenten" in visible(waasland)
    assert _names(client.get(f"{address}?tekst=pinte").text) == ["De Pinte"]
    assert "Geen enkele gemeente" in client.get(f"{address}?tekst=nergens").text


def test_the_workbooks_hold_the_stored_rights(app: Flask, session: Session, people: Agency) -> None:
    address, client = opened(session, people), visitor(app)
    stored = {
        each.organisation.nis: each.amount.cents
        for each in queries.rights(session, session.scalars(select(Round.id)).one())
    }
    for name, sheet in (("narekenen", "Narekenen"), ("trekkingsrechten", "Trekkingsrechten")):
        answer = client.get(f"{address}/{name}.xlsx")
        page = load_workbook(BytesIO(answer.data), data_only=True)[sheet]
        place = [cell.value for cell in page[1]].index("Trekkingsrecht")
        rows = list(page.iter_rows(min_row=2, max_row=301, values_only=True))
        assert {r[0]: round(float(str(r[place])) * 100) for r in rows} == stored

    limited = client.get(f"{address}/trekkingsrechten.xlsx?regio=Waasland")
    page = load_workbook(BytesIO(limited.data))["Trekkingsrechten"]
    assert len(list(page.iter_rows(min_row=2, max_row=10))) == 9
    assert page["A11"].value is None


def test_the_public_page_takes_few_statements_and_little_to_send(
    app: Flask, session: Session, connection: Connection, people: Agency
) -> None:
    address, client = opened(session, people), visitor(app)
    with counted(connection) as seen:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert len(seen) <= 3
    assert len(answer.data) < 40_000


def test_the_list_of_rounds_takes_the_same_number_of_statements_whatever_their_number(
    officer: FlaskClient, session: Session, connection: Connection, people: Agency
) -> None:
    counts = []
    for _ in range(3):
        opened_round(session, people, envelope=Money(2_000_000_00))
        session.commit()
        with counted(connection) as seen:
            page = officer.get("/trekkingsrechten")
        counts.append(len(seen))

    assert_well_formed(page.text)
    assert len(set(counts)) == 1


def test_empty_lists_say_why(
    app: Flask, officer: FlaskClient, session: Session, people: Agency
) -> None:
    aalst = town(session, "Aalst")
    session.commit()

    assert "/verdeelrondes/nieuw" in officer.get("/trekkingsrechten").text
    own = visible(signed_in(app, aalst.person).get("/trekkingsrechten").text)
    assert "Er is geen ronde open" in own
    assert people.line.name not in own


# Trying a key -------------------------------------------------------------------------------------


def test_a_simulation_stores_nothing_and_shows_who_gains(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    address = opened(session, people)
    per_head = "components-0-indicator=population_2020&components-0-weight=100"
    answer = officer.get(f"{address}/simulatie?envelope=6.000.000&floor=0&{per_head}")
    text = visible(answer.text)

    assert answer.status_code == 200
    assert_well_formed(answer.text)
    assert "€ 6.000.000,00" in text.replace("\xa0", " ")
    # the ceiling of the round held Antwerpen at 200,000; per head it gets most of all
    assert re.search(r"Antwerpen € 200\.000,00 € 4\d\d\.\d{3},\d\d", text.replace("\xa0", " "))
    assert session.scalars(select(DrawingRight.amount).limit(301)).all().__len__() == 300


def test_a_simulation_of_a_faulty_key_says_what_is_wrong(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    address = opened(session, people)
    unfit = "components-0-indicator=population_2020&components-0-weight=90"

    for query in ("envelope=", f"envelope=5&{unfit}", "envelope=5", f"envelope=5&floor=x&{unfit}"):
        answer = officer.get(f"{address}/simulatie?{query}")
        assert answer.status_code == 422, query
        assert "error-summary" in answer.text


def test_a_simulation_names_who_has_no_figures(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    key = "components-0-indicator=einclusion_2022_euro&components-0-weight=100"
    answer = officer.get(f"{opened(session, people)}/simulatie?envelope=5.000.000&{key}")

    assert "niet in de verdeling: Herstappe" in visible(answer.text)


def test_a_simulation_works_out_each_distribution_once(
    officer: FlaskClient,
    session: Session,
    people: Agency,
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What makes it quick on any machine; how quick is measured by `./dev bench`."""
    address = f"{opened(session, people)}/simulatie"
    divided: list[int] = []

    def counting(envelope_cents: int, wanted: list[Share]) -> Distribution:
        divided.append(envelope_cents)
        return distribute(envelope_cents, wanted)

    monkeypatch.setattr(rounds, "distribute", counting)
    asked = "envelope=4.000.000&components-0-indicator=population_2020&components-0-weight=100"
    with counted(connection) as seen:
        assert officer.get(f"{address}?{asked}").status_code == 200

    assert divided == [4_000_000_00]  # what the round itself gives is stored
    assert len(seen) <= MOST_STATEMENTS


def test_only_an_officer_simulates(
    app: Flask,
    decider: FlaskClient,
    session: Session,
    people: Agency,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, aalst = opened(session, people), town(session, "Aalst")
    session.commit()
    _at(monkeypatch, DURING)

    assert decider.get(f"{address}/simulatie").status_code == 403
    assert signed_in(app, aalst.person).get(f"{address}/simulatie").status_code == 403
    assert signed_in(app, aalst.person).get(f"{address}/aanvragen").status_code == 403
    assert visitor(app).get(f"{address}/simulatie").status_code == 302


def test_the_rounds_are_sorted_added_up_and_exported(
    app: Flask, session: Session, officer: FlaskClient, people: Agency
) -> None:
    opened(session, people)
    page = officer.get("/trekkingsrechten").text
    answer = officer.get("/verdeelrondes.xlsx?sorteer=-bedrag")
    book = load_workbook(BytesIO(answer.data), data_only=True)["Verdeelrondes"]
    rows = {row[0]: row for row in book.iter_rows(values_only=True)}
    made = session.scalars(select(Round)).one()

    assert "Totaal van deze lijst" in visible(page)
    assert 'href="/verdeelrondes.xlsx"' in page
    assert round(float(str(rows[made.title][5])) * 100) == made.envelope.cents
    assert rows[made.title][7:] == (0, 0)
    assert visitor(app).get("/verdeelrondes.xlsx").status_code == 302


def test_the_template_of_a_new_call_begins_a_round_that_only_lacks_dates_and_amounts(
    officer: FlaskClient, session: Session, people: Agency
) -> None:
    chosen = {
        "title": "Trekkingsrecht 2023",
        "line": people.line.public_id,
        "source": "trekkingsrecht",
    }
    begun = officer.post("/oproepen/nieuw", data=chosen).location

    page = officer.get(begun)
    values = form_values(page.text)

    assert_well_formed(page.text)
    assert (values["title"], values["line"]) == ("Trekkingsrecht 2023", people.line.public_id)
    assert "internet thuis" in values["aim"]
    assert (values["components-0-indicator"], values["components-0-weight"]) == (
        "einclusion_2022_euro",
        "100",
    )
    typed = {
        **values,
        **{name: TYPED[name] for name in ("opens_at", "closes_at", "first_day", "last_day")},
        "envelope": "100.000",
    }
    assert officer.post(begun, data=typed).status_code == 303
    (made,) = session.scalars(select(Round)).all()
    assert [each.indicator for each in made.key.components] == ["einclusion_2022_euro"]
    for odd in ("sjabloon=elders&titel=x", "sjabloon=trekkingsrecht&lijn=x&titel=%00" + "x" * 900):
        assert officer.get(f"/verdeelrondes/nieuw?{odd}").status_code == 200


def test_a_template_of_a_round_that_is_not_right_says_where(tmp_path: Path) -> None:
    wrong = tmp_path / "fout.toml"
    wrong.write_text(
        'naam = "x"\nverwachting = "y"\nextra = 1\n'
        '[[verdeelsleutel]]\nindicator = "schoenmaat"\naandeel = 40\n'
    )

    with pytest.raises(RefusedError) as refused:
        read_round_template(wrong)

    places = {each.place for each in refused.value.refusals}
    assert {"fout.toml: doel", "fout.toml: extra", "fout.toml: verdeelsleutel"} <= places
    assert "fout.toml: verdeelsleutel[0].indicator" in places
