"""Opening a submitted or withdrawn file again: what was submitted stays, what was signed holds."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application, Snapshot
from subsidy.policy import Role
from subsidy.workflow import OutboxMessage
from tests.factories import person
from tests.support.applications import CLOSES, Consortium, complete, published_call
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in, visitor

SOON = CLOSES - timedelta(seconds=1)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session) -> Consortium:
    found = complete(session, published_call(session))
    service.submit(session, found.lead.actor, found.record)
    session.commit()
    return found


@pytest.fixture
def lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def save(lead: FlaskClient, made: Consortium, path: str, **typed: str) -> int:
    """Change a part as somebody does: its form, with another text."""
    values = form_values(lead.get(address(made, path)).text)
    return lead.post(address(made, path), data={**values, **typed}).status_code


def held(session: Session, made: Consortium) -> set[str]:
    """Return the names of the partners whose signature holds."""
    session.expire_all()
    file = queries.file_now(session, queries.whole(session, made.record))
    return {file.partner(key).name for key in current_signatures(file)}


def status(session: Session, made: Consortium) -> Status:
    session.expire_all()
    return session.get_one(Application, made.record.id).status


def test_a_corrected_sentence_keeps_every_signature_and_gives_a_second_receipt(
    app: Flask, session: Session, made: Consortium, lead: FlaskClient, at: Clock
) -> None:
    asked = lead.get(address(made, "/heropen"))
    assert_well_formed(asked.text)
    assert "pas weer mee aan de oproep als u ze opnieuw indient" in visible(asked.text)

    assert lead.post(address(made, "/heropen")).status_code == 303

    page = lead.get(address(made))
    assert "CONCEPT, NOG NIET INGEDIEND" in page.text
    assert "Aanvraag heropend" in visible(page.text)
    assert address(made, "/ontvangstbewijs") in page.text
    assert save(lead, made, "/onderdeel/project", summary="Een zin verbeterd.") == 303
    everybody = {town.organisation.name for town in made.towns}
    assert held(session, made) == everybody
    before = lead.get(address(made, "/ontvangstbewijs"))
    assert "heropend of ingetrokken" in visible(before.text)
    told = session.scalars(
        select(OutboxMessage.person_id).where(
            OutboxMessage.subject["msgid"].as_string().contains("draft again")
        )
    ).all()
    assert Counter(told) == Counter(town.person.id for town in made.towns)

    at.move(SOON)
    assert lead.post(address(made, "/indienen")).status_code == 303

    session.expire_all()
    kept = session.scalars(select(Snapshot).order_by(Snapshot.id)).all()
    assert file_of(kept[1].content).summary == "Een zin verbeterd."
    assert len({each.content_hash for each in kept}) == 2
    assert session.get_one(Application, made.record.id).submitted_at == SOON
    for each in kept:
        check = f"/ontvangstbewijs?nummer={made.record.number}&code={each.content_hash}"
        assert "Het ontvangstbewijs klopt" in visible(visitor(app).get(check).text)
    assert kept[1].content_hash in lead.get(address(made, "/ontvangstbewijs")).text


def test_another_task_asks_only_that_partner_to_sign_again(
    session: Session, made: Consortium, lead: FlaskClient
) -> None:
    lead.post(address(made, "/heropen"))
    ninove = next(p for p in made.record.partners if p.organisation.name == "Ninove")
    assert save(lead, made, f"/partners/{ninove.public_id}", tasks="Ninove doet meer.") == 303

    assert held(session, made) == {"Aalst", "Haaltert"}
    refused = lead.post(address(made, "/indienen"))
    assert refused.status_code == 422
    assert status(session, made) is Status.DRAFT


def test_a_withdrawn_file_comes_back_and_an_open_one_has_nothing_to_open(
    session: Session, made: Consortium, lead: FlaskClient
) -> None:
    lead.post(address(made, "/intrekken"), data={"reason": ""})
    assert "Heropen de aanvraag" in visible(lead.get(address(made)).text)

    answers = [lead.post(address(made, "/heropen")).status_code for _ in range(2)]

    assert answers == [303, 422]
    assert status(session, made) is Status.DRAFT
    assert lead.post(address(made, "/indienen")).status_code == 303


def test_what_is_open_when_the_call_closes_was_not_submitted(
    app: Flask, session: Session, made: Consortium, lead: FlaskClient, at: Clock
) -> None:
    lead.post(address(made, "/heropen"))
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))
    at.move(CLOSES)

    assert lead.post(address(made, "/indienen")).status_code == 422
    assert status(session, made) is Status.DRAFT
    for path in ("", "/volledig", "/ontvangstbewijs", "/ontvangstbewijs.pdf"):
        assert officer.get(address(made, path)).status_code == 404
    assert made.record.number not in officer.get("/aanvragen").text


def test_who_does_not_lead_opens_nothing(app: Flask, session: Session, made: Consortium) -> None:
    partner = made.towns[1]
    client = signed_in(app, partner.person, partner.organisation)

    assert client.post(address(made, "/heropen")).status_code == 403
    assert status(session, made) is Status.SUBMITTED
    assert "Heropen de aanvraag" not in client.get(address(made)).text
