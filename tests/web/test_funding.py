"""What a partner and others pay beside the subsidy: its page, the workbook, the signature."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.form import Project
from subsidy.applications.domain.funding import Amount, Funding, Note
from subsidy.applications.domain.signing import current_signatures, signed_part
from subsidy.applications.exports.budget import partner_names
from subsidy.calls.domain.regulation import CostType
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.web import clock
from tests.support.applications import (
    DURING,
    Consortium,
    complete,
    draft,
    published_call,
    sign_all,
)
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in

PARTNER, COST, YEAR, ASKED, OWN, OTHER, NOTE, VERSION = range(1, 9)
FIRST_ROW, SECOND_ROW = 2, 3


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session), signed=False)


def address(made: Consortium) -> str:
    return f"/aanvragen/{made.record.public_id}"


def lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def stored(session: Session, made: Consortium) -> CaseFile:
    return queries.file_again(session, made.record)


# --- the page ---------------------------------------------------------------------------------


def test_what_is_paid_is_saved_per_partner_and_added_up(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser, one = lead(app, made), made.record.partners[1]
    page = f"{address(made)}/begroting/{one.public_id}"
    typed = {
        "own-staff-2022": "1.000,50",
        "own-external-2023": "2.000",
        "other-staff-2023": "499,50",
        "note-staff": "Een halftijdse begeleider",
        "other_source": "Koning Boudewijnstichting",
    }

    saved = browser.post(page, data=typed)

    assert saved.status_code == 303, saved.text
    file = stored(session, made)
    (kept,) = file.funding
    assert (kept.own, kept.other) == (Money(3_000_50), Money(499_50))
    assert file.paid.cost == file.requested + Money(3_500_00)
    assert "Een halftijdse begeleider" in browser.get(page).text
    table = visible(browser.get(f"{address(made)}/begroting").text)
    assert "3.000,50" in table
    assert "153.500,00" in table  # three partners ask 50.000 each
    whole = visible(browser.get(f"{address(made)}/volledig").text)
    assert "Koning Boudewijnstichting" in whole


def test_what_is_not_right_is_refused_at_its_cell_and_stays(
    app: Flask, session: Session, made: Consortium
) -> None:
    page = f"{address(made)}/begroting/{made.record.partners[0].public_id}"
    typed = {"own-staff-2022": "-5", "other-staff-2023": "veel", "note-staff": "x" * 301}

    refused = lead(app, made).post(page, data=typed)

    assert refused.status_code == 422
    for text in ("veel", "x" * 301, "-5"):
        assert text in refused.text
    assert stored(session, made).funding == ()


def test_nothing_can_be_paid_before_the_dates_are_known(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session))
    one = made.record.partners[0].public_id

    page = lead(app, made).get(f"{address(made)}/begroting/{one}")
    refused = lead(app, made).post(f"{address(made)}/begroting/{one}", data={})

    assert "Vul eerst de eerste en de laatste dag van het project in." in visible(page.text)
    assert refused.status_code == 422


def test_a_partner_of_another_file_is_not_found(app: Flask, made: Consortium) -> None:
    assert lead(app, made).get(f"{address(made)}/begroting/{'a' * 26}").status_code == 404


def test_who_is_later_sees_both_amounts(app: Flask, made: Consortium) -> None:
    page = f"{address(made)}/begroting/{made.record.partners[0].public_id}"
    browser = lead(app, made)
    assert browser.post(page, data={"version": "0", "own-staff-2022": "100"}).status_code == 303

    late = browser.post(page, data={"version": "0", "own-staff-2022": "200", "_key": "x"})

    assert late.status_code == 422
    assert "100,00" in visible(late.text)
    assert 'value="200"' in late.text


def test_other_money_without_a_source_and_a_year_outside_the_project_are_told(
    session: Session, made: Consortium
) -> None:
    one = made.record.partners[0]
    paid = Funding(
        partner_id=one.public_id,
        amounts=(Amount(cost_type=CostType.STAFF, year=2023, other=Money(5)),),
    )
    service.save_funding(session, made.lead.actor, made.record, paid)
    shorter = Project(
        title="Korter", summary="x", starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31)
    )
    service.save_part(session, made.lead.actor, made.record, shorter)

    with pytest.raises(RefusedError) as refused:
        service.submit(session, made.lead.actor, made.record)

    places = [refusal.place for refusal in refused.value.refusals]
    assert places.count(f"budget.{one.public_id}") == 2


# --- the signature ----------------------------------------------------------------------------


def test_what_a_partner_pays_is_signed_for_and_what_it_is_for_is_not(
    session: Session, made: Consortium
) -> None:
    sign_all(session, made)
    one, *others = (partner.public_id for partner in made.record.partners)
    note = Funding(partner_id=one, notes=(Note(CostType.STAFF, "Een begeleider"),))

    service.save_funding(session, made.lead.actor, made.record, note)
    assert set(current_signatures(stored(session, made))) == {one, *others}

    amounts = (Amount(cost_type=CostType.STAFF, year=2022, own=Money(1)),)
    paid = Funding(partner_id=one, amounts=amounts)
    service.save_funding(session, made.lead.actor, made.record, paid)
    assert set(current_signatures(stored(session, made))) == set(others)


def test_a_file_that_says_nothing_of_it_is_signed_as_before(made: Consortium) -> None:
    """Signatures of before the budget had an own contribution keep their hash."""
    file = queries.case_file(made.record)

    assert set(signed_part(file, made.record.partners[0].public_id)) == {
        "title",
        "starts_on",
        "ends_on",
        "amounts",
        "tasks",
        "realisations",
        "promises",
    }


def test_a_signatory_reads_what_the_organisation_pays(
    app: Flask, session: Session, made: Consortium
) -> None:
    amounts = (Amount(cost_type=CostType.STAFF, year=2022, own=Money(1_234_56)),)
    paid = Funding(partner_id=made.record.partners[0].public_id, amounts=amounts)
    service.save_funding(session, made.lead.actor, made.record, paid)

    page = lead(app, made).get(f"{address(made)}/ondertekenen")

    assert "1.234,56" in visible(page.text)


# --- the workbook -----------------------------------------------------------------------------


def downloaded(browser: FlaskClient, made: Consortium) -> Workbook:
    content = browser.get(f"{address(made)}/begroting.xlsx").data
    return load_workbook(io.BytesIO(content))


def send(browser: FlaskClient, made: Consortium, book: Workbook) -> TestResponse:
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    data: dict[str, Any] = {"bestand": (buffer, "begroting.xlsx")}
    return browser.post(f"{address(made)}/begroting-uit-excel", data=data)


def sheet_of(book: Workbook) -> Worksheet:
    found = book["Begroting"]
    assert isinstance(found, Worksheet)
    return found


def test_the_budget_goes_out_as_a_workbook_and_comes_back_filled_in(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser = lead(app, made)
    book = downloaded(browser, made)
    sheet = sheet_of(book)
    assert [cell.value for cell in sheet[1]] == [
        "Partner",
        "Kost",
        "Jaar",
        "Gevraagd",
        "Eigen inbreng",
        "Andere middelen",
        "Waarvoor dient deze kost?",
        "Versie",
    ]
    assert sheet.cell(FIRST_ROW, YEAR).number_format == "General"  # 2022, never 2.022
    assert sheet.cell(FIRST_ROW, ASKED).value == 50_000
    sheet.cell(FIRST_ROW, ASKED).value = 40_000.25
    sheet.cell(FIRST_ROW, OWN).value = 1250.5
    sheet.cell(SECOND_ROW, OTHER).value = 3
    sheet.cell(FIRST_ROW, NOTE).value = "Een begeleider"

    answer = send(browser, made, book)

    assert answer.status_code == 303, visible(answer.text)
    file = stored(session, made)
    assert file.requested == Money(140_000_25)
    (paid,) = file.funding
    assert (paid.own, paid.other) == (Money(1_250_50), Money(3_00))
    assert paid.note(CostType.STAFF) == "Een begeleider"


def _far(sheet: Worksheet) -> None:
    sheet.cell(FIRST_ROW, YEAR).value = 2031


def _words(sheet: Worksheet) -> None:
    sheet.cell(SECOND_ROW, ASKED).value = "veel"


def _stranger(sheet: Worksheet) -> None:
    sheet.cell(FIRST_ROW, PARTNER).value = "Atlantis"


def _twice(sheet: Worksheet) -> None:
    sheet.cell(SECOND_ROW, YEAR).value = sheet.cell(FIRST_ROW, YEAR).value


def _below_zero(sheet: Worksheet) -> None:
    sheet.cell(FIRST_ROW, OWN).value = -1


@pytest.mark.parametrize(
    ("spoil", "cell"),
    [
        (_far, "Begroting!C2"),
        (_words, "Begroting!D3"),
        (_stranger, "Begroting!A2"),
        (_twice, "Begroting!C3"),
        (_below_zero, "Begroting!E2"),
    ],
)
def test_a_cell_that_is_not_right_is_named_and_nothing_is_saved(
    app: Flask,
    session: Session,
    made: Consortium,
    spoil: Callable[[Worksheet], None],
    cell: str,
) -> None:
    browser = lead(app, made)
    book = downloaded(browser, made)
    before = stored(session, made)
    spoil(sheet_of(book))

    refused = send(browser, made, book)

    assert refused.status_code == 422
    assert cell in visible(refused.text)
    assert stored(session, made) == before


def test_a_workbook_of_before_somebodys_change_is_refused(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser = lead(app, made)
    book = downloaded(browser, made)
    paid = Funding(partner_id=made.record.partners[0].public_id, other_source="De provincie")
    service.save_funding(session, made.towns[1].actor, made.record, paid)

    refused = send(browser, made, book)

    assert refused.status_code == 422
    assert "Begroting!H2" in visible(refused.text)
    assert stored(session, made).funding == (paid,)


def test_a_row_that_is_not_there_changes_nothing(
    app: Flask, session: Session, made: Consortium
) -> None:
    """A partner that sends back its own rows only empties nobody else's."""
    browser = lead(app, made)
    second = made.record.partners[1].public_id
    note = Funding(
        partner_id=second,
        amounts=(Amount(cost_type=CostType.STAFF, year=2022, own=Money(7_00)),),
        notes=(Note(CostType.STAFF, "Een begeleider"),),
    )
    service.save_funding(session, made.lead.actor, made.record, note)
    book = downloaded(browser, made)
    sheet = sheet_of(book)
    sheet.cell(FIRST_ROW, ASKED).value = 40_000
    sheet.delete_rows(SECOND_ROW, 1000)

    answer = send(browser, made, book)

    assert answer.status_code == 303, visible(answer.text)
    file = stored(session, made)
    assert file.requested == Money(140_000_00)
    assert file.funding == (note,)


def test_a_save_between_reading_and_writing_is_refused_and_nothing_is_lost(
    session: Session, made: Consortium
) -> None:
    """Two tabs: the versions that a workbook was read against guard the act itself."""
    file = stored(session, made)
    versions = {"budget": 1} | {f"funding:{one.id}": 0 for one in file.partners}
    paid = Funding(partner_id=file.partners[0].id, other_source="De provincie")
    service.save_funding(session, made.towns[1].actor, made.record, paid)
    mine = Funding(partner_id=file.partners[0].id, other_source="De Vlaamse overheid")

    with pytest.raises(RefusedError):
        service.save_whole(session, made.lead.actor, made.record, file.lines, [mine], versions)

    assert stored(session, made).funding == (paid,)


def test_two_partners_of_one_name_have_rows_of_their_own(made: Consortium) -> None:
    file = queries.case_file(made.record)
    first, second, *_ = file.partners
    twins = (replace(first, kbo="0123"), replace(second, name=first.name, kbo="0456"))

    names = partner_names(replace(file, partners=twins))

    assert len(set(names.values())) == len(twins)


def test_a_workbook_without_rows_or_of_something_else_changes_nothing(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser = lead(app, made)
    book = downloaded(browser, made)
    sheet_of(book).delete_rows(FIRST_ROW, 1000)

    empty = send(browser, made, book)
    none = browser.post(f"{address(made)}/begroting-uit-excel", data={})
    assert_well_formed(none.text)
    data: dict[str, Any] = {"bestand": (io.BytesIO(b"%PDF-1.7"), "begroting.xlsx")}
    other = browser.post(f"{address(made)}/begroting-uit-excel", data=data)

    assert [answer.status_code for answer in (empty, none, other)] == [422, 422, 422]
    assert "Kies het Excel-bestand met de begroting." in visible(none.text)
    assert stored(session, made).requested == Money(150_000_00)


@pytest.mark.slow
def test_twenty_partners_four_costs_and_four_years_fit_in_one_form(
    app: Flask, session: Session
) -> None:
    call = published_call(session)
    names = ("Aalst", "Lede", "Ninove", "Haaltert", "Denderleeuw", "Erpe-Mere", "Zottegem")
    more = ("Herzele", "Geraardsbergen", "Ronse", "Oudenaarde", "Brakel", "Zwalm", "Lierde")
    last = ("Brugge", "Damme", "Gent", "Zele", "Berlare", "Wetteren")
    made = complete(session, call, *names, *more, *last)
    years = Project(
        title="Lang", summary="x", starts_on=date(2021, 12, 1), ends_on=date(2024, 11, 30)
    )
    service.save_part(session, made.lead.actor, made.record, years)
    typed = {
        f"{partner.public_id}-{kind.value}-{year}": "1.234,56"
        for partner in made.record.partners
        for kind in CostType
        for year in (2021, 2022, 2023, 2024)
    }

    saved = lead(app, made).post(f"{address(made)}/begroting", data={**typed, "version": "1"})

    assert len(typed) == 320
    assert saved.status_code == 303, visible(saved.text)
    assert stored(session, made).requested == Money(320 * 1_234_56)
