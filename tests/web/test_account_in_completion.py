"""An account given after closing: a real number, with a letter unless it is on file, and masked."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain.accounts import Source
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.models import Attachment, CompletionPoint, CompletionRequest
from subsidy.policy import Role
from subsidy.scoring import queries as scored
from subsidy.scoring import service as scoring
from tests.factories import as_actor, case_officer, municipality
from tests.support.applications import (
    AFTER,
    DURING,
    Consortium,
    complete,
    sign_all,
)
from tests.support.clocks import Clock
from tests.support.enclosures import pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in
from tests.support.scoring import juror_actor, seated
from tests.web.test_application_accounts import choose, paying_call, put_on_file

QUESTION = "Naar welke rekening betalen wij?"
OTHER = "BE31 4354 1116 1155"
LETTER = "“Naar welke rekening betalen wij?”: dit is niet de rekening die wij kennen."
WRITE, SEND, READ = "/aanvulling/antwoord", "/aanvulling/verstuur", "/aanvulling"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session, at: Clock) -> Consortium:
    """Return a file of a call that pays the lead, submitted and closed; its account is on file."""
    found = complete(session, paying_call(session, "penvoerder"), signed=False)
    put_on_file(session, found, 0)
    choose(session, found, 0, Source.ON_FILE)
    sign_all(session, found)
    service.submit(session, found.lead.at(DURING), found.record)
    session.commit()
    at.move(AFTER)
    return found


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, case_officer(session))


@pytest.fixture
def lead(app: Flask, made: Consortium, officer: FlaskClient) -> FlaskClient:
    """Return the browser of a lead that the agency asked for its account."""
    about = f"account:{made.record.partners[0].public_id}"
    typed = {"about-1": about, "question-1": QUESTION, "due_at": "12/11/2021 12:00"}
    asked = officer.post(address(made, f"{READ}/vraag"), data=typed)
    assert asked.status_code == 303, visible(asked.text)
    return browser(app, made, 0)


def browser(app: Flask, made: Consortium, number: int) -> FlaskClient:
    return signed_in(app, made.towns[number].person, made.towns[number].organisation)


def address(made: Consortium, path: str) -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def save(lead: FlaskClient, made: Consortium, iban: str, *files: bytes) -> TestResponse:
    values = form_values(lead.get(address(made, WRITE)).text)
    (name,) = [each for each in values if each.startswith("answer-")]
    typed: Any = MultiDict({"version": values["version"], name: iban})
    for content in files:
        where = name.replace("answer-", "files-")
        typed.add(where, FileStorage(BytesIO(content), "brief.pdf"))
    return lead.post(address(made, WRITE), data=typed, content_type="multipart/form-data")


def send(lead: FlaskClient, made: Consortium) -> TestResponse:
    return lead.post(address(made, SEND), data=form_values(lead.get(address(made, SEND)).text))


def kept(session: Session) -> str:
    session.expire_all()
    return session.scalars(select(CompletionPoint.answer)).one()


def test_the_account_on_file_needs_no_letter(
    session: Session, made: Consortium, lead: FlaskClient
) -> None:
    page = lead.get(address(made, WRITE)).text
    assert_well_formed(page)
    assert "Wij kennen BE68 5390 0754 7034." in visible(page)

    assert save(lead, made, "be68 5390 0754 7034").status_code == 303
    assert kept(session) == "BE68539007547034"
    assert 'value="BE68 5390 0754 7034"' in lead.get(address(made, WRITE)).text
    assert send(lead, made).status_code == 303


def test_another_account_needs_the_letter_of_mayor_and_financial_director(
    session: Session, made: Consortium, lead: FlaskClient
) -> None:
    wrong = save(lead, made, "BE31 4354 1116 1156")
    assert wrong.status_code == 422
    assert "Kijk het rekeningnummer na" in visible(wrong.text)
    assert "BE31 4354 1116 1156" in wrong.text
    assert kept(session) == ""
    empty = send(lead, made)
    assert "“Naar welke rekening betalen wij?”: vul het rekeningnummer in." in visible(empty.text)

    assert save(lead, made, OTHER).status_code == 303
    refused = send(lead, made)
    assert refused.status_code == 422
    assert LETTER in visible(refused.text)
    assert session.scalars(select(CompletionRequest.sent_at)).one() is None

    assert save(lead, made, OTHER, pdf()).status_code == 303
    assert send(lead, made).status_code == 303


def test_who_may_not_know_an_account_sees_its_last_four_signs_and_no_letter(
    app: Flask, session: Session, made: Consortium, lead: FlaskClient, officer: FlaskClient
) -> None:
    save(lead, made, OTHER, pdf())
    send(lead, made)
    partner = browser(app, made, 1)
    letter = address(made, f"{READ}/bijlagen/{session.scalars(select(Attachment.public_id)).one()}")

    for client, knows in ((lead, True), (officer, True), (partner, False)):
        page = visible(client.get(address(made, READ)).text)
        paper = pypdf.PdfReader(BytesIO(client.get(address(made, "/volledig.pdf")).data))
        text = " ".join(each.extract_text() for each in paper.pages)
        archive = ZipFile(BytesIO(client.get(address(made, "/volledig.zip")).data))
        assert (OTHER in page) == knows
        assert (OTHER in " ".join(text.split())) == knows
        assert ("aanvulling/brief.pdf" in archive.namelist()) == knows
        assert client.get(letter).status_code == (200 if knows else 404)
        assert OTHER[-4:] in page


def test_a_new_lead_that_gave_its_account_is_no_longer_asked_for_it(
    app: Flask, made: Consortium, officer: FlaskClient
) -> None:
    new = made.record.partners[1].public_id
    at_change = address(made, f"/partners/{new}/nieuwe-penvoerder")
    values = form_values(officer.get(at_change).text)
    typed: Any = {**values, "reason": "Zo beslist.", "files": (BytesIO(pdf()), "vraag.pdf")}
    officer.post(at_change, data=typed, content_type="multipart/form-data")
    desk = address(made, "/ontvankelijkheid")
    asks = "Vraag de rekening in een aanvulling."
    before = visible(officer.get(desk).text)
    point = {"about-1": f"account:{new}", "question-1": QUESTION, "due_at": "12/11/2021 12:00"}

    assert officer.post(address(made, f"{READ}/vraag"), data=point).status_code == 303
    own = browser(app, made, 1)
    assert "kent nog geen rekening van u" in visible(own.get(address(made, WRITE)).text)
    save(own, made, OTHER)
    without = send(own, made)
    save(own, made, OTHER, pdf())
    done = send(own, made)

    assert (without.status_code, done.status_code) == (422, 303)
    assert asks in before
    assert asks not in visible(officer.get(desk).text)
    account = own.get(address(made, f"/rekening/{new}")).text
    assert_well_formed(account)
    assert "Ninove gaf een rekening na het afsluiten" in visible(account)
    assert "koos nog geen rekening" not in visible(account)


def test_only_the_account_of_the_lead_can_be_asked(made: Consortium, officer: FlaskClient) -> None:
    other = f"account:{made.record.partners[1].public_id}"
    typed = {"about-1": other, "question-1": QUESTION, "due_at": "12/11/2021 12:00"}

    answer = officer.post(address(made, f"{READ}/vraag"), data=typed)

    assert answer.status_code == 422
    assert "Kies uit de lijst." in visible(answer.text)


def test_no_juror_sees_an_account_or_opens_its_letter(
    app: Flask, session: Session, made: Consortium, lead: FlaskClient
) -> None:
    save(lead, made, OTHER, pdf())
    send(lead, made)
    letter = session.scalars(select(Attachment.public_id)).one()
    session.execute(update(Attachment).values(scan=Scan.CLEAN))
    session.expire_all()
    actor = as_actor(case_officer(session), Role.CASE_OFFICER, now=AFTER)
    record = queries.whole(session, made.record)
    service.admit(session, actor, record)
    juror = seated(session, record.call, actor, "Kim", municipality(session, "Brugge"))
    given = scoring.assign(session, actor, juror, record)
    review = scored.review(session, given.public_id)
    assert review is not None
    scoring.declare_none(session, juror_actor(review), review)
    session.commit()

    client = signed_in(app, juror.person)
    page = visible(client.get(f"/jury/{review.public_id}").text)

    assert QUESTION in page
    assert OTHER[-4:] in page
    assert OTHER not in page
    assert client.get(f"/jury/{review.public_id}/bijlagen/{letter}").status_code == 404
