"""A message that led to a file stays when somebody left; its link becomes a sentence."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, delete
from sqlalchemy.orm import Session

from subsidy.accounts.models import PersonMandate
from subsidy.accounts.service import give_mandate
from subsidy.applications import service
from subsidy.core.text import Text
from subsidy.policy import MandateKind
from subsidy.workflow import tell
from tests.support.applications import DURING, Consortium, draft, published_call, town
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, statements, visible
from tests.support.people import signed_in

GONE = "U werkt niet meer mee aan dit dossier. De pagina ervan is voor u gesloten."


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session) -> Consortium:
    """Return a draft of which each partner has a message."""
    found = draft(session, published_call(session), "Aalst", "Ninove")
    for one in found.towns:
        write(session, one.person.id, f"/aanvragen/{found.record.public_id}/opmerkingen")
    session.commit()
    return found


def write(session: Session, person_id: int, path: str) -> None:
    tell(session, [person_id], Text("Inbox"), Text("Inbox"), path=path, now=DURING)


def browser(app: Flask, made: Consortium, number: int) -> FlaskClient:
    return signed_in(app, made.towns[number].person, made.towns[number].organisation)


def leads_there(client: FlaskClient, made: Consortium, page: str = "/berichten") -> bool:
    html = client.get(page).text
    assert_well_formed(html)
    return f'href="/aanvragen/{made.record.public_id}' in html


def test_who_left_the_consortium_reads_why_the_page_is_closed(
    app: Flask, session: Session, made: Consortium
) -> None:
    partner, lead = browser(app, made, 1), browser(app, made, 0)
    assert leads_there(partner, made)
    service.leave(session, made.towns[1].at(DURING), made.record)
    session.commit()

    assert not leads_there(partner, made)
    assert GONE in visible(partner.get("/berichten").text)
    assert leads_there(lead, made)
    assert GONE not in visible(lead.get("/berichten").text)
    assert not leads_there(partner, made, "/")
    assert partner.get(f"/aanvragen/{made.record.public_id}").status_code == 404


def test_who_has_no_mandate_any_more_reads_it_too(
    app: Flask, session: Session, made: Consortium
) -> None:
    person = made.towns[1].person
    session.execute(delete(PersonMandate).where(PersonMandate.person_id == person.id))
    session.commit()
    session.expire_all()

    client = signed_in(app, person)

    assert not leads_there(client, made)
    assert GONE in visible(client.get("/berichten").text)


def test_the_link_stays_for_who_acts_for_another_organisation_at_this_moment(
    app: Flask, session: Session, made: Consortium
) -> None:
    elsewhere = town(session, "Bree")
    person = made.towns[1].person
    give_mandate(session, person, elsewhere.organisation, MandateKind.EDITOR)
    session.commit()
    session.expire_all()

    assert leads_there(signed_in(app, person, elsewhere.organisation), made)


def test_decisions_and_claims_that_are_closed_have_no_link_either(
    app: Flask, session: Session, made: Consortium
) -> None:
    person, nowhere = made.lead.person, "a" * 26
    for path in (f"/beslissingen/{nowhere}", f"/trekkingsrechten/{nowhere}", "/trekkingsrechten"):
        write(session, person.id, path)
    session.commit()

    html = browser(app, made, 0).get("/berichten").text

    assert visible(html).count(GONE) == 2
    assert 'href="/trekkingsrechten"' in html
    assert f'href="/beslissingen/{nowhere}"' not in html


def test_more_messages_take_no_more_statements(
    app: Flask, session: Session, made: Consortium, connection: Connection
) -> None:
    client, person = browser(app, made, 0), made.lead.person
    paths = [f"/aanvragen/{made.record.public_id}", f"/beslissingen/{'b' * 26}"]
    paths += [f"/trekkingsrechten/{'c' * 26}"]
    for path in paths:
        write(session, person.id, path)
    session.commit()
    with statements(connection) as few:
        client.get("/berichten")
    for _ in range(5):
        for path in paths:
            write(session, person.id, path)
    session.commit()
    with statements(connection) as many:
        client.get("/berichten")

    assert len(few) == len(many)
