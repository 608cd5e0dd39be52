"""The desk decides on the consortium as it is after a change; what was submitted stays."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain.accounts import Source
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, RuleJudgement, Snapshot
from subsidy.calls.domain.rules import Finding
from subsidy.calls.models import Call
from tests.factories import case_officer
from tests.support.applications import (
    AFTER,
    DURING,
    Consortium,
    complete,
    published_call,
    sign_all,
)
from tests.support.clocks import Clock
from tests.support.enclosures import pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in
from tests.web.test_application_accounts import choose, paying_call, put_on_file

LEAVES, LEADS = "/vertrek", "/nieuwe-penvoerder"
REASON = "De gemeenteraad besliste zo op 4 november."
LEFT = 1  # the place of the partner that leaves
RULE = "minimum_municipalities"
OVERRIDE = {f"verdict-{RULE}": "met", f"reason-{RULE}": "De derde gemeente komt erbij."}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session, at: Clock) -> Consortium:
    return submitted(session, at, published_call(session))


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, case_officer(session))


def submitted(session: Session, at: Clock, call: Call) -> Consortium:
    found = complete(session, call)
    submit(session, at, found)
    return found


def submit(session: Session, at: Clock, made: Consortium) -> None:
    service.submit(session, made.lead.at(DURING), made.record)
    session.commit()
    at.move(AFTER)


def shown(cents: int) -> str:
    """Return an amount as it is read."""
    return f"€ {cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"


def change(officer: FlaskClient, made: Consortium, kind: str) -> TestResponse:
    page = partner_page(made, kind)
    typed: Any = {**form_values(officer.get(page).text), "reason": REASON}
    typed["files"] = (BytesIO(pdf()), "vraag.pdf")
    return officer.post(page, data=typed, content_type="multipart/form-data")


def partner_page(made: Consortium, kind: str) -> str:
    partner = made.record.partners[LEFT].public_id
    return f"/aanvragen/{made.record.public_id}/partners/{partner}{kind}"


def desk(made: Consortium) -> str:
    return f"/aanvragen/{made.record.public_id}/ontvankelijkheid"


def judge(officer: FlaskClient, made: Consortium, **typed: str) -> TestResponse:
    values = form_values(officer.get(desk(made)).text)
    return officer.post(desk(made), data={**values, **typed})


def status(session: Session) -> Status:
    session.expire_all()
    return session.scalars(select(Application.status)).one()


def letter(officer: FlaskClient, made: Consortium) -> str:
    answer = officer.get(f"/aanvragen/{made.record.public_id}/ontvankelijkheidsbrief.pdf")
    pages = pypdf.PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_no_admission_after_a_departure_that_breaks_a_condition(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    change(officer, made, LEAVES)

    page = officer.get(desk(made)).text
    refused = judge(officer, made, outcome="admissible")
    still = status(session)
    over = judge(officer, made, outcome="admissible", **OVERRIDE)

    assert_well_formed(page)
    assert "2 gemeenten" in visible(page)
    assert "met de wijzigingen tot en met" in visible(page)
    assert (refused.status_code, still) == (422, Status.SUBMITTED)
    assert "is niet voldaan" in visible(refused.text)
    assert (over.status_code, status(session)) == (303, Status.ADMISSIBLE)


def test_the_letter_tells_the_change_and_what_is_asked_after_it(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    asked = shown(made.record.requested.cents)
    change(officer, made, LEAVES)
    judge(officer, made, outcome="inadmissible", reason="Twee gemeenten zijn te weinig.")

    session.expire_all()
    now = shown(session.scalars(select(Application)).one().requested.cents)
    words = letter(officer, made)
    assert asked != now
    assert f"U vraagt nu {now}" in words
    assert f"U vroeg {asked}" not in words
    assert "2 gemeenten" in words
    assert f"{made.towns[LEFT].organisation.name} stapte uit. Wij legden dit vast op" in words
    assert f"Gevraagd: eerst {asked}, nu {now}." in words


def test_the_letter_goes_to_who_leads_now_and_judges_that_lead(
    made: Consortium, officer: FlaskClient
) -> None:
    change(officer, made, LEADS)
    judge(officer, made, outcome="admissible")

    words, heir = letter(officer, made), made.towns[LEFT].organisation.name
    assert f"{heir} is penvoerder" in words
    assert f"U vroeg {shown(made.record.requested.cents)} aan" in words  # no money moved
    assert f"De penvoerder {heir}" in words
    assert f"De penvoerder {made.towns[0].organisation.name}" not in words


def test_a_later_decision_reads_the_rules_after_the_change_and_else_as_submitted(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    """The decision on the selection names the rules too."""
    then = queries.counted_findings(session, [made.record])[made.record.id]
    change(officer, made, LEADS)
    session.expire_all()
    now = queries.counted_findings(session, [made.record])[made.record.id]

    lead = {when: said(found, "lead_local_authority") for when, found in enumerate((then, now))}
    assert made.towns[0].organisation.name in lead[0]
    assert made.towns[LEFT].organisation.name in lead[1]
    assert queries.submitted_findings(session, [made.record.id])[made.record.id] == then


def said(found: Sequence[Finding], rule: str) -> str:
    return str(next(one.sentence.params for one in found if one.rule == rule))


def test_the_list_and_the_workbook_add_up_after_a_departure(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before = made.record.requested.cents
    change(officer, made, LEAVES)

    url = f"/oproepen/{made.record.call.public_id}/ontvankelijkheid"
    page = officer.get(url).text
    book = load_workbook(BytesIO(officer.get(f"{url}.xlsx").data))

    session.expire_all()
    now = session.scalars(select(Application)).one().requested.cents
    assert_well_formed(page)
    assert shown(before) not in visible(page)
    assert visible(page).count(shown(now)) == 3  # the fact above, the row, the total
    assert "stapte uit. Vastgelegd op" in visible(page)
    assert "Gewijzigd na het indienen" in book.sheetnames
    assert now / 100 in [float(cell) for cell in cells(book["Ontvankelijkheid"])]
    assert before / 100 not in [float(cell) for cell in cells(book["Ontvankelijkheid"])]


def cells(sheet: Any) -> list[float]:  # noqa: ANN401 - a sheet of openpyxl has no types
    rows = sheet.iter_rows(values_only=True)
    return [cell for row in rows for cell in row if isinstance(cell, int | float)]


def test_a_judgement_from_before_a_change_counts_no_more_where_the_rule_says_otherwise(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    other = "lead_local_authority"
    agreed = {f"verdict-{rule}": "confirmed" for rule in (RULE, other)}
    judge(officer, made, then="keep", **agreed)
    change(officer, made, LEAVES)

    page = visible(officer.get(desk(made)).text)
    rows = session.scalars(select(RuleJudgement)).all()
    judge(officer, made, then="keep", **agreed)

    session.expire_all()
    again = [row.rule for row in session.scalars(select(RuleJudgement)).all()]
    assert "telt niet meer. De aanvraag wijzigde. Oordeel opnieuw." in page
    assert again.count(RULE) == 2  # given again
    assert again.count(other) == 1  # still stands
    assert len(again) > len(rows)
    assert "telt niet meer" not in visible(officer.get(desk(made)).text)


def test_who_opened_the_desk_before_a_change_decides_on_nothing(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    older: Mapping[str, str] = form_values(officer.get(desk(made)).text)
    change(officer, made, LEADS)
    kept = session.scalars(select(Snapshot.content_hash)).all()

    late = officer.post(desk(made), data={**older, "outcome": "admissible"})

    assert late.status_code == 422
    assert "legde een wijziging vast" in visible(late.text)
    assert status(session) is Status.SUBMITTED
    assert session.scalars(select(Snapshot.content_hash)).all() == kept


def test_the_preview_says_that_the_account_of_the_new_lead_must_be_asked(
    app: Flask, session: Session, at: Clock, officer: FlaskClient
) -> None:
    made = complete(session, paying_call(session, "penvoerder"), signed=False)
    put_on_file(session, made, 0)
    choose(session, made, 0, Source.ON_FILE)
    sign_all(session, made)
    submit(session, at, made)

    leads = visible(officer.get(partner_page(made, LEADS)).text)
    leaves = visible(officer.get(partner_page(made, LEAVES)).text)
    change(officer, made, LEADS)
    own = signed_in(app, made.towns[LEFT].person, made.towns[LEFT].organisation)
    partner = made.record.partners[LEFT].public_id
    account = own.get(f"/aanvragen/{made.record.public_id}/rekening/{partner}").text

    assert "Vraag de rekening in een aanvulling." in leads
    assert "rekening in een aanvulling" not in leaves
    assert "Vraag de rekening in een aanvulling." in visible(officer.get(desk(made)).text)
    assert_well_formed(account)
    assert "het agentschap vraagt de rekening in een aanvulling" in visible(account)
