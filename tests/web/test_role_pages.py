"""Roles, handing over and the support desk, in pages."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from subsidy.policy import MandateKind, Role
from tests.factories import member, person
from tests.support.applications import Consortium, complete, draft, published_call
from tests.support.clocks import Clock
from tests.support.pages import form_values, visible
from tests.support.people import signed_in


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def test_an_administrator_gives_a_role_in_one_file_and_takes_it_back(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    boss = member(session, made.lead.organisation, MandateKind.ADMINISTRATOR, name="Bea Beheert")
    session.commit()
    browser = signed_in(app, boss, made.lead.organisation)
    typed = {"name": "Farah", "email": "farah@advies.be", "kind": "consultant"}

    refused = browser.post(address(made, "/rollen"), data={**typed, "email": "farah"})
    assert refused.status_code == 422
    assert 'value="Farah"' in refused.text
    assert browser.post(address(made, "/rollen"), data=typed).status_code == 303

    shown = browser.get(address(made, "/rollen"))
    assert "alleen deze aanvraag" in visible(shown.text)
    assert "alle aanvragen" in visible(shown.text)
    taken = browser.post(address(made, "/rollen/trek-in"), data=form_values(shown.text))
    assert taken.status_code in {303, 422}


def test_the_lead_sees_no_roles_of_others(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    boss = member(session, made.lead.organisation, MandateKind.ADMINISTRATOR, name="Bea Beheert")
    session.commit()

    shown = signed_in(app, boss, made.lead.organisation).get(address(made, "/rollen"))

    assert made.lead.person.name in visible(shown.text)
    assert made.towns[1].person.name not in visible(shown.text)


def test_a_colleague_who_leaves_hands_over_in_one_act(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    aalst = made.lead.organisation
    boss = member(session, aalst, MandateKind.ADMINISTRATOR, name="Bea Beheert")
    heir = member(session, aalst, MandateKind.READER, name="Rik Erft")
    session.commit()
    browser = signed_in(app, boss, aalst)
    leaver = signed_in(app, made.lead.person, aalst)
    path = f"/organisatie/overdracht/{made.lead.person.public_id}"
    assert path in browser.get("/organisatie/overdracht").text

    nobody = browser.post(path, data={"heir": ""})
    assert nobody.status_code == 422
    assert "Kies wie overneemt" in visible(nobody.text)
    assert browser.post(path, data={"heir": heir.public_id}).status_code == 303

    assert leaver.get(address(made)).status_code == 404
    assert signed_in(app, heir, aalst).get(address(made, "/indienen")).status_code == 200
    assert browser.get(path).status_code == 404


def test_an_administrator_takes_over_and_leaves_too(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    aalst = made.lead.organisation
    boss = member(session, aalst, MandateKind.ADMINISTRATOR, name="Bea Beheert")
    session.commit()
    browser = signed_in(app, boss, aalst)
    own = f"/organisatie/overdracht/{boss.public_id}"
    taken = f"/organisatie/overdracht/{made.lead.person.public_id}"

    assert (
        browser.post(taken, data={"heir": boss.public_id}, follow_redirects=True).status_code == 200
    )
    assert browser.get(address(made, "/indienen")).status_code == 200
    heir = member(session, aalst, MandateKind.READER, name="Rik Erft")
    session.commit()
    assert browser.post(own, data={"heir": heir.public_id}).status_code == 303
    assert browser.get("/organisatie/overdracht").status_code == 403
    assert browser.get(address(made)).status_code == 404


def test_the_support_desk_sees_the_draft_as_long_as_the_lead_wants(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session))
    desk = signed_in(app, person(session, "Wim", roles=[Role.SUPPORT_DESK]))
    session.commit()
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    assert desk.get(address(made)).status_code == 404

    assert lead.post(address(made, "/steunpunt")).status_code == 303
    assert desk.get(address(made, "/volledig")).status_code == 200
    assert made.record.number in desk.get("/aanvragen").text
    assert "Stop het meelezen" in lead.get(address(made, "/partners")).text
    assert desk.post(address(made, "/steunpunt/stop")).status_code == 403

    assert lead.post(address(made, "/steunpunt/stop")).status_code == 303
    assert desk.get(address(made)).status_code == 404
    assert made.record.number not in desk.get("/aanvragen").text
