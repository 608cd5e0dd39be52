"""The agency records that a partner left or leads after closing; what was submitted stays."""

from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import canonical, digest
from subsidy.applications.models import Application, ConsortiumChange, Snapshot
from subsidy.cli import verify
from subsidy.policy import Role
from subsidy.workflow import OutboxMessage
from tests.factories import case_officer, person
from tests.support.applications import AFTER, DURING, Consortium, complete, published_call, town
from tests.support.clocks import Clock
from tests.support.enclosures import pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in

LEAVES, LEADS = "/vertrek", "/nieuwe-penvoerder"
REASON = "De gemeenteraad besliste zo op 4 november."


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session, at: Clock) -> Consortium:
    found = complete(session, published_call(session))
    service.submit(session, found.lead.at(DURING), found.record)
    session.commit()
    at.move(AFTER)
    return found


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, case_officer(session))


def address(made: Consortium, path: str, partner: int = 1) -> str:
    found = made.record.partners[partner].public_id
    return f"/aanvragen/{made.record.public_id}/partners/{found}{path}"


def record(
    officer: FlaskClient, made: Consortium, path: str, *files: bytes, **other: str
) -> TestResponse:
    values = form_values(officer.get(address(made, path)).text)
    typed: Any = MultiDict({**values, "reason": REASON, **other})
    typed.poplist("files")
    for content in files or (pdf(),):
        typed.add("files", FileStorage(BytesIO(content), "vraag.pdf"))
    return officer.post(address(made, path), data=typed, content_type="multipart/form-data")


def sealed(session: Session) -> list[tuple[str, str]]:
    session.expire_all()
    return [(canonical(row.content), row.content_hash) for row in session.scalars(select(Snapshot))]


def told(session: Session) -> dict[int, str]:
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    changed = "Who takes part in %(number)s changes"
    return {row.person_id or 0: row.path for row in rows if row.subject["msgid"] == changed}


def test_a_partner_leaves_and_what_was_submitted_stays(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before = sealed(session)
    left = made.towns[1]
    asked = made.record.requested
    own = sum(
        line.requested.cents
        for line in queries.whole(session, made.record).budget_lines
        if line.partner_id == made.record.partners[1].id
    )

    preview = officer.get(address(made, LEAVES)).text
    done = record(officer, made, LEAVES)

    session.expire_all()
    row = session.scalars(select(ConsortiumChange)).one()
    now = session.scalars(select(Application)).one()
    assert_well_formed(preview)
    assert "voldoet de aanvraag niet meer" in visible(preview)  # two municipalities are too few
    assert done.status_code == 303
    assert row.content_hash == digest(row.content)
    assert asked.cents - now.requested.cents == own > 0
    assert sealed(session) == before
    assert list(verify.found(session)) == []
    assert set(told(session)) == {each.person.id for each in made.towns}
    assert told(session)[left.person.id] == ""
    desk = officer.get(f"/aanvragen/{made.record.public_id}/ontvankelijkheid").text
    assert_well_formed(desk)
    assert f"{left.organisation.name} stapte uit." in visible(desk)
    gone = signed_in(app, left.person, left.organisation)
    assert gone.get(f"/aanvragen/{made.record.public_id}").status_code == 404


def test_another_partner_leads_and_the_money_stays(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before, asked = sealed(session), made.record.requested

    done = record(officer, made, LEADS)

    session.expire_all()
    now = session.scalars(select(Application)).one()
    assert done.status_code == 303
    assert now.lead_id == made.towns[1].organisation.id
    assert now.requested == asked
    assert sealed(session) == before
    assert list(verify.found(session)) == []
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    paper = pypdf.PdfReader(
        BytesIO(lead.get(f"/aanvragen/{made.record.public_id}/volledig.pdf").data)
    )
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "Gewijzigd na het indienen" in text
    assert REASON in text


def test_everything_that_lacks_is_said_at_once_and_nothing_changes(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    bare = officer.post(address(made, LEAVES), data={"reason": " "})
    two = record(officer, made, LEAVES, pdf(), pdf(b"nog een"))
    odd = record(officer, made, LEAVES, b"MZ geen pdf")

    page = visible(bare.text)
    assert [each.status_code for each in (bare, two, odd)] == [422, 422, 422]
    assert "Schrijf waarom dit wijzigt." in page
    assert "één bestand" in page
    assert REASON in odd.text
    assert not session.scalars(select(ConsortiumChange)).all()


def test_only_the_officer_only_after_closing_and_never_the_lead(
    app: Flask, session: Session, at: Clock, made: Consortium, officer: FlaskClient
) -> None:
    own = signed_in(app, made.towns[1].person, made.towns[1].organisation)
    berlare = town(session, "Berlare")
    stranger = signed_in(app, berlare.person, berlare.organisation)

    answers = [
        own.get(address(made, LEAVES)).status_code,
        stranger.get(address(made, LEAVES)).status_code,
        officer.get(address(made, LEAVES, partner=0)).status_code,
    ]
    at.move(DURING)
    sealed_still = officer.get(address(made, LEAVES)).status_code

    assert answers == [403, 404, 404]
    assert sealed_still == 404


@pytest.mark.parametrize(
    ("outcome", "status", "remedy"),
    [
        ("admissible", Status.ADMISSIBLE, "Schrijf aan de penvoerder wie de taken overneemt."),
        ("inadmissible", Status.INADMISSIBLE, "Wijs de organisatie erop hoe zij in beroep gaat"),
    ],
)
def test_after_the_decision_nothing_changes_here_and_it_is_said_what_to_do(
    session: Session,
    made: Consortium,
    officer: FlaskClient,
    outcome: str,
    status: Status,
    remedy: str,
) -> None:
    values = form_values(officer.get(address(made, LEAVES)).text)
    desk = f"/aanvragen/{made.record.public_id}/ontvankelijkheid"
    officer.post(desk, data={"outcome": outcome, "reason": "Er is te weinig cofinanciering."})

    typed: Any = {**values, "reason": REASON, "files": (BytesIO(pdf()), "vraag.pdf")}
    late = officer.post(address(made, LEAVES), data=typed, content_type="multipart/form-data")

    again = officer.get(address(made, LEAVES))

    session.expire_all()
    assert late.status_code == 422
    assert remedy in visible(late.text)
    assert REASON in late.text
    assert remedy in visible(again.text)
    assert session.scalars(select(Application.status)).one() is status
    assert not session.scalars(select(ConsortiumChange)).all()


def test_two_officers_at_once_record_it_once(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    other = signed_in(app, person(session, "Tweede", roles=[Role.CASE_OFFICER]))
    values = form_values(other.get(address(made, LEAVES, partner=2)).text)
    first = record(officer, made, LEAVES)

    typed: Any = {**values, "reason": REASON, "files": (BytesIO(pdf()), "vraag.pdf")}
    late = other.post(
        address(made, LEAVES, partner=2), data=typed, content_type="multipart/form-data"
    )

    assert (first.status_code, late.status_code) == (303, 422)
    assert "Lees de gevolgen opnieuw" in visible(late.text)
    assert len(session.scalars(select(ConsortiumChange)).all()) == 1


def paper(app: Flask, made: Consortium, number: int) -> str:
    """Return what the decision of a partner says."""
    one, row = made.towns[number], made.record.partners[number].public_id
    browser = signed_in(app, one.person, one.organisation)
    url = f"/aanvragen/{made.record.public_id}/partners/{row}/besluit-college.docx"
    word = docx.Document(BytesIO(browser.get(url).data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in word.paragraphs), *cells])


def test_the_paper_for_the_college_follows_who_takes_part_now(
    app: Flask, made: Consortium, officer: FlaskClient
) -> None:
    assert record(officer, made, LEADS).status_code == 303
    new_lead = paper(app, made, 1)
    other = paper(app, made, 2)

    assert "Ninove is de penvoerder van het project" in new_lead
    assert "Ninove is de penvoerder" in other
    assert "Na het indienen, op" in other
    assert "Een afschrift van dit besluit gaat naar Ninove." in other
    assert "Aalst is de penvoerder" not in other


def test_who_left_is_no_partner_in_the_paper_of_the_others(
    app: Flask, made: Consortium, officer: FlaskClient
) -> None:
    assert "Aalst, Ninove" in paper(app, made, 2)

    assert record(officer, made, LEAVES).status_code == 303

    said = paper(app, made, 2)
    assert "Aalst, Ninove" not in said
    assert "Ninove stapte uit." in said
