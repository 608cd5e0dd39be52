"""By what one sees that a project works: written together, kept, put back, read by everybody."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.indicators import Indicator, Measure, Target
from subsidy.applications.domain.signing import current_signatures
from subsidy.web import clock
from tests.factories import case_officer
from tests.support import applications
from tests.support.applications import DURING, Consortium, complete, published_call
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in

ASKING = {"indicatoren": {"aantal": 1}}
TYPED = {
    "measure-0": "volunteers",
    "baseline-0": "12",
    "measured_on-0": "01/09/2021",
    "target-0-2022": "30",
    "target-0-2023": "1.250",
    "source-0": "De coördinator telt elke maand.",
}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


@pytest.fixture
def made(session: Session, monkeypatch: pytest.MonkeyPatch) -> Consortium:
    """Return a file of a call that asks one indicator."""
    case_officer(session)
    data = {**applications.regulation(), "regels": ASKING}
    with monkeypatch.context() as patched:
        patched.setattr(applications, "regulation", lambda: data)
        call = published_call(session)
    return complete(session, call, signed=False)


def address(made: Consortium) -> str:
    return f"/aanvragen/{made.record.public_id}"


def browser_of(app: Flask, made: Consortium, number: int = 0) -> FlaskClient:
    town = made.towns[number]
    return signed_in(app, town.person, town.organisation)


def stored(session: Session, made: Consortium) -> tuple[Indicator, ...]:
    return queries.file_again(session, made.record).indicators


def test_what_is_counted_is_saved_and_read_everywhere(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser, page = browser_of(app, made), f"{address(made)}/indicatoren"

    saved = browser.post(page, data=TYPED)

    assert saved.status_code == 303, saved.text
    (one,) = stored(session, made)
    assert one.measure is Measure.VOLUNTEERS
    assert (one.baseline, one.targets) == (12, (Target(2022, 30), Target(2023, 1250)))
    again = browser.get(page).text
    assert_well_formed(again)
    assert "De coördinator telt elke maand." in again
    whole = visible(browser.get(f"{address(made)}/volledig").text)
    pdf = PdfReader(io.BytesIO(browser.get(f"{address(made)}/volledig.pdf").data))
    paper = " ".join(sheet.extract_text() for sheet in pdf.pages)
    for text in (whole, " ".join(paper.split())):
        assert "Actieve vrijwilligers" in text
        assert "1.250" in text
        assert "De coördinator telt elke maand." in text


def test_the_figures_go_into_the_workbook_of_the_whole_file(app: Flask, made: Consortium) -> None:
    browser = browser_of(app, made)
    browser.post(f"{address(made)}/indicatoren", data=TYPED)

    packed = ZipFile(io.BytesIO(browser.get(f"{address(made)}/volledig.zip").data))

    (name,) = [each for each in packed.namelist() if each.endswith(".xlsx")]
    sheet = load_workbook(io.BytesIO(packed.read(name)))["Indicatoren"]
    rows = [row[:6] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [(row[0], row[3], row[4], row[5]) for row in rows] == [
        ("Actieve vrijwilligers", 2021, 12, "Nulmeting"),
        ("Actieve vrijwilligers", 2022, 30, "Doel"),
        ("Actieve vrijwilligers", 2023, 1250, "Doel"),
    ]


def test_the_checklist_says_what_lacks_and_links_to_it(app: Flask, made: Consortium) -> None:
    browser = browser_of(app, made)
    browser.post(
        f"{address(made)}/indicatoren", data={**TYPED, "source-0": "", "target-0-2023": ""}
    )

    page = browser.get(f"{address(made)}/voorwaarden").text

    assert "Vul het doel van “Actieve vrijwilligers” in voor 2023." in visible(page)
    assert f"{address(made)}/indicatoren#target-0-2023" in page
    assert f"{address(made)}/indicatoren#source-0" in page


def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(
    app: Flask, session: Session, made: Consortium
) -> None:
    typed = {
        "measure-1": "other",
        "own-1": "x" * 121,
        "baseline-1": "veel",
        "measured_on-1": "32/1",
    }

    refused = browser_of(app, made).post(f"{address(made)}/indicatoren", data={**TYPED, **typed})

    assert refused.status_code == 422
    for text in ("veel", "32/1", "x" * 121, "De coördinator telt elke maand."):
        assert text in refused.text
    assert stored(session, made) == ()


def test_a_row_that_is_emptied_is_gone_and_an_earlier_text_comes_back(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser, page = browser_of(app, made), f"{address(made)}/indicatoren"
    second = {"measure-1": "other", "own-1": "Uren hulp", "unit-1": "uren"}
    browser.post(page, data={**TYPED, **second})
    emptied = dict.fromkeys(TYPED, "")
    browser.post(page, data={**emptied, **second, "version": "1"})
    assert [each.own for each in stored(session, made)] == ["Uren hulp"]

    history = browser.get(f"{address(made)}/versies/indicatoren")
    back = browser.post(
        f"{address(made)}/versies/indicatoren", data={"versie": "1", "version": "2"}
    )

    assert "Indicator 1: Hoeveel is er nu?" in visible(history.text)
    assert back.status_code == 303
    assert [each.measure for each in stored(session, made)] == [Measure.VOLUNTEERS, Measure.OTHER]


def test_who_is_later_sees_both_texts_and_no_row_is_lost(app: Flask, made: Consortium) -> None:
    page = f"{address(made)}/indicatoren"
    many: dict[str, Any] = {f"own-{row}": f"Uren {row}" for row in range(5)}
    many |= {f"measure-{row}": "other" for row in range(5)}
    browser_of(app, made).post(page, data=TYPED)

    later = browser_of(app, made, 1).post(page, data={**many, "version": "0"})

    assert later.status_code == 422
    assert "Twee teksten" in visible(later.text)
    for row in range(5):
        assert f"Uren {row}" in later.text


def test_it_saves_itself_and_withdraws_no_signature(
    app: Flask, session: Session, made: Consortium
) -> None:
    signed = complete(session, published_call(session))
    before = current_signatures(queries.file_again(session, signed.record))

    service.save_indicators(
        session, signed.lead.actor, signed.record, [Indicator(measure=Measure.PLACES)]
    )
    data = browser_of(app, made).post(
        f"{address(made)}/indicatoren", data=TYPED, headers={"Accept": "application/json"}
    )

    assert before.keys() == current_signatures(queries.file_again(session, signed.record)).keys()
    assert before
    assert data.json is not None
    assert data.json["version"] == 1


def test_a_call_that_asks_for_none_shows_no_fields(app: Flask, session: Session) -> None:
    other = complete(session, published_call(session), signed=False)
    browser = browser_of(app, other)

    page = browser.get(f"{address(other)}/indicatoren").text

    assert "Deze oproep vraagt geen indicatoren." in visible(page)
    assert "/indicatoren" not in browser.get(address(other)).text
