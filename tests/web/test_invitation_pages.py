"""The link of an invitation, in pages: what each reader sees, and whom it lets through."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications import service
from subsidy.workflow import OutboxMessage
from tests.factories import case_officer, member, municipality
from tests.support.applications import DURING, Consortium, draft, published_call, town
from tests.support.clocks import Clock
from tests.support.pages import form_values, visible
from tests.support.people import signed_in, visitor

SECRETS = ("Digitale Denderstreek", "Aalst", "Ninove")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session) -> Consortium:
    found = draft(session, published_call(session), "Aalst")
    found.record.title = "Digitale Denderstreek"
    service.invite(session, found.lead.actor, found.record, municipality(session, "Ninove"))
    session.commit()
    return found


@pytest.fixture
def guest(session: Session) -> Person:
    """Give somebody of Ninove before anybody is invited."""
    found = member(session, municipality(session, "Ninove"), name="Nele Ninove")
    session.commit()
    return found


def link(session: Session) -> str:
    paths = select(OutboxMessage.mail_path).where(OutboxMessage.mail_path != "")
    return session.scalars(paths.order_by(OutboxMessage.id.desc())).first() or ""


def tells_nothing(html: str) -> bool:
    main = html[html.index("<main") : html.index("</main>")]
    return not any(secret in main for secret in SECRETS)


@pytest.mark.usefixtures("guest", "made")
def test_a_visitor_reads_nothing_of_the_application_and_signs_in(
    app: Flask, session: Session
) -> None:
    path = link(session)

    shown = visitor(app).get(path)

    assert shown.status_code == 200
    assert tells_nothing(shown.text)
    assert f"/aanmelden?next={path}" in shown.text.replace("%2F", "/")
    assert visitor(app).post(path).status_code == 401


def test_looking_uses_nothing_up_and_opening_leads_to_the_invitation(
    app: Flask, session: Session, guest: Person, made: Consortium
) -> None:
    path, ninove = link(session), municipality(session, "Ninove")
    browser = signed_in(app, guest, ninove)
    for _ in range(2):
        shown = browser.get(path)
        assert "Aalst vraagt Ninove" in visible(shown.text)

    answer = browser.post(path, data=form_values(shown.text))

    assert answer.location == f"/aanvragen/{made.record.public_id}"
    assert "Aanvaard de uitnodiging" in browser.get(answer.location).text
    again = browser.get(path)
    assert again.status_code == 410
    assert "opende deze link al" in visible(again.text)


@pytest.mark.usefixtures("guest", "made")
def test_somebody_of_another_organisation_is_refused_clearly(app: Flask, session: Session) -> None:
    gent, officer = town(session, "Gent"), case_officer(session)
    session.commit()
    path = link(session)

    browser = signed_in(app, gent.person, gent.organisation)
    shown = browser.get(path)
    assert shown.status_code == 403
    assert "voor een andere organisatie" in visible(shown.text)
    assert tells_nothing(shown.text)
    assert browser.post(path).status_code == 422
    assert tells_nothing(browser.post(path).text)
    assert signed_in(app, officer).post(path).status_code == 403


def test_a_link_that_expired_or_was_withdrawn_says_so(
    app: Flask, session: Session, guest: Person, made: Consortium, at: Clock
) -> None:
    path, ninove = link(session), municipality(session, "Ninove")
    browser = signed_in(app, guest, ninove)

    at.now = DURING + timedelta(days=7)
    shown = browser.get(path)
    assert shown.status_code == 410
    assert "werkte zeven dagen" in visible(shown.text)
    at.now = DURING
    partner = made.record.partners[1]
    service.withdraw_invitation(session, made.lead.actor, made.record, partner)
    session.commit()
    shown = browser.get(path)
    assert shown.status_code == 410
    assert "ingetrokken" in visible(shown.text)
    assert browser.get("/uitnodigingen/zomaar-iets").status_code == 404


@pytest.mark.usefixtures("guest")
def test_the_lead_sends_again_and_names_somebody(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    path = (
        f"/aanvragen/{made.record.public_id}/partners/"
        f"{made.record.partners[1].public_id}/uitnodiging"
    )
    first = link(session)

    assert lead.post(f"{path}/opnieuw").status_code == 303
    assert link(session) != first
    typed = {"name": "Jan", "email": "jan@ninove"}
    refused = lead.post(path, data=typed)
    assert refused.status_code == 422
    assert 'value="jan@ninove"' in refused.text
    assert lead.post(path, data={**typed, "email": "jan@ninove.be"}).status_code == 303

    words = visible(lead.get(path).text)
    assert "Jan (jan@ninove.be)" in words
    assert "link ingetrokken" in words
    assert words.count("link werkt") == 2
    assert "Nele" not in words


def test_where_nobody_is_known_the_lead_names_somebody(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    lede = municipality(session, "Lede")

    answer = lead.post(
        f"/aanvragen/{made.record.public_id}/partners", data={"organisation": lede.public_id}
    )

    assert answer.location.endswith("/uitnodiging")
    assert "Wij kennen daar niemand" in visible(lead.get(answer.location).text)
