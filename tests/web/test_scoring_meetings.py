"""The page of a meeting: what the chair does there, and what who is out never reads."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.scoring import queries, service
from subsidy.scoring.models import ConsensusMark, Discussion, Meeting, Minutes
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, all_scored, juror_actor, jury, person_of

WHY = "De jury vindt de partners nog niet zeker."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


@pytest.fixture
def made(session: Session) -> Jury:
    made = jury(session, files=2, jurors=3)
    all_scored(session, made, [EIGHTS, EIGHTS])
    return made


@pytest.fixture
def leads(app: Flask, session: Session, made: Jury) -> FlaskClient:
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    return signed_in(app, who)


def opened(session: Session, leads: FlaskClient, made: Jury) -> str:
    """Return the page of an open meeting with everybody there and the first file on the table."""
    page = f"/oproepen/{made.call.public_id}/jury/vergaderingen"
    assert_well_formed(leads.get(page).text)
    told = leads.post(page, data={"day": "2021-11-02", "place": "Brussel"})
    assert told.status_code == 303, visible(told.text)
    assert told.location is not None
    everybody = [each.public_id for each in queries.jurors(session, made.call.id)]
    assert leads.post(f"{told.location}/aanwezig", data={"there": everybody}).status_code == 303
    first = {"file": made.files[0].public_id}
    assert leads.post(f"{told.location}/tafel", data=first).status_code == 303
    return told.location


def on_table(session: Session) -> str:
    return (
        session.scalars(select(Discussion.public_id).order_by(Discussion.id.desc())).first() or ""
    )


def test_the_chair_writes_down_what_the_jury_agrees_after_declaring(
    session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    unsaid = leads.get(page).text
    assert_well_formed(unsaid)
    assert "mark-samenwerking" not in unsaid
    which = {"which": on_table(session)}
    assert leads.post(f"{page}/besluit", data=which).status_code == 422

    assert leads.post(f"{page}/belangen", data={"answer": "none", **which}).status_code == 303
    assert_well_formed(leads.get(page).text)
    bare = leads.post(f"{page}/besluit", data={**which, "mark-samenwerking": "3"})

    assert bare.status_code == 422
    assert_well_formed(bare.text)
    assert session.scalars(select(ConsensusMark)).all() == []

    said = {**which, "mark-samenwerking": "3", "motivation-samenwerking": WHY, "advice": "advise"}
    assert leads.post(f"{page}/besluit", data=said).status_code == 303
    assert WHY in visible(leads.get(page).text)


def test_a_juror_with_a_conflict_reads_nothing_of_what_is_on_the_table(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    review = next(
        each
        for each in queries.reviews_of_call(session, made.call.id)
        if each.juror_id == made.jurors[2].id and each.application_id == made.files[0].id
    )
    reads = signed_in(app, person_of(session, made.jurors[2]))
    assert made.files[0].number in reads.get(page).text

    service.declare_conflict(session, juror_actor(review), review, "Mijn zus werkt daar mee aan.")
    session.commit()

    shown = reads.get(page).text
    assert_well_formed(shown)
    assert "U hebt een belangenconflict met het dossier op tafel." in visible(shown)
    file = made.files[0]
    for secret in (file.number, file.title, file.lead.name, file.public_id, on_table(session)):
        assert secret not in shown
    empty = leads.post(f"{page}/tafel", data={"file": made.files[1].public_id})
    assert empty.status_code == 303
    assert made.files[1].number in reads.get(page).text


def test_a_member_does_not_lead_and_a_stranger_finds_nothing(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    reads = signed_in(app, person_of(session, made.jurors[0]))
    assert reads.post(f"{page}/sluiten").status_code == 403
    assert signed_in(app, made.officer).get(page).status_code == 404

    assert leads.post(f"{page}/sluiten").status_code == 303
    assert session.scalars(select(Meeting.closed_at)).one() is not None
    closed = reads.get(page).text
    assert_well_formed(closed)
    assert made.files[0].number not in closed


def test_who_was_there_signs_the_number_that_the_page_shows_and_the_agency_reads_the_minutes(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    assert leads.get(f"{page}/verslag.pdf").status_code == 404
    assert leads.post(f"{page}/verslag", data={"content_hash": ""}).status_code == 422
    assert leads.post(f"{page}/sluiten").status_code == 303
    kept = session.scalars(select(Minutes)).one()
    reads = signed_in(app, person_of(session, made.jurors[0]))

    refused = reads.post(f"{page}/verslag", data={"content_hash": "0" * 64})
    assert refused.status_code == 422
    assert "Dit is niet het controlegetal van dit verslag." in visible(refused.text)
    done = reads.post(f"{page}/verslag", data={"content_hash": kept.content_hash})
    assert done.status_code == 303

    shown = leads.get(page).text
    assert_well_formed(shown)
    assert kept.content_hash in shown
    assert "Nog niet ondertekend: Jurylid 2, Jurylid 3, Jurylid 4." in visible(shown)
    everyone = leads, reads, signed_in(app, made.officer)
    for client in everyone:
        given = client.get(f"{page}/verslag.pdf")
        assert given.mimetype == "application/pdf"
        told = " ".join(each.extract_text() for each in PdfReader(BytesIO(given.data)).pages)
        assert kept.content_hash in told.replace("\n", "")
        assert (made.files[0].number in told) is (client is not leads)  # who declared nothing
    stranger = person(session, "Vera Vreemd", employer=municipality(session, "Hasselt"))
    assert signed_in(app, stranger).get(f"{page}/verslag.pdf").status_code == 404


def test_what_keeps_a_jury_from_meeting_names_no_file(app: Flask, session: Session) -> None:
    made = jury(session, files=1, jurors=1)
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    leads = signed_in(app, who)
    page = f"/oproepen/{made.call.public_id}/jury/vergaderingen"

    refused = leads.post(page, data={"day": "2021-11-02", "place": "Brussel"})

    assert refused.status_code == 422
    for shown in (leads.get(page).text, refused.text):
        assert "Dat is nog niet zo." in visible(shown)
        assert made.files[0].number not in shown
