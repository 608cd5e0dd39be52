"""The profile of an organisation: who sees it, who confirms the account, what it feeds."""

import logging

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.organisations.models import OrganisationProfile
from subsidy.policy import MandateKind, Role
from subsidy.workflow import AuditEntry
from tests.factories import member, municipality, person
from tests.support.applications import PROJECT, REALISATION, complete, draft, published_call
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in

IBAN, SHOWN, MASKED = "BE68539007547034", "BE68 5390 0754 7034", "BE•• •••• •••• 7034"
FILLED = {
    "version": "0",
    "first_name": "An",
    "family_name": "Peeters",
    "function": "Coördinator",
    "telephone": "053 72 34 00",
    "email": "an.peeters@aalst.be",
    "iban": SHOWN,
    "account_holder": "Stad Aalst",
    "bodies": ["council", "college"],
    "mayor": "Griet De Backer",
    "general_director": "Karel Wouters",
    "financial_director": "Leen Aerts",
    "actions": ["access", "support"],
    "partners": ["social"],
}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(session: Session, path: str = "/profiel", name: str = "Aalst") -> str:
    return f"/organisatie/{municipality(session, name).public_id}{path}"


def test_an_editor_fills_it_in_once(app: Flask, session: Session) -> None:
    aalst = municipality(session)
    editor = member(session, aalst, MandateKind.EDITOR)
    session.commit()
    browser = signed_in(app, editor, aalst)
    path = address(session, "/profiel/wijzig")
    assert_well_formed(browser.get(path).text)

    assert browser.post(path, data=FILLED).status_code == 303

    page = browser.get(address(session))
    assert_well_formed(page.text)
    for words in ("An", "Peeters", "+3253723400", SHOWN, "Griet De Backer", "Stad Aalst"):
        assert words in visible(page.text)
    assert "college van burgemeester en schepenen" in visible(page.text)
    assert "nog niet bevestigd" in visible(page.text)
    assert form_values(browser.get(path).text)["iban"] == IBAN


def test_everything_wrong_is_said_at_once_and_stays(app: Flask, session: Session) -> None:
    aalst = municipality(session)
    editor = member(session, aalst, MandateKind.ADMINISTRATOR)
    session.commit()
    typed = {
        **FILLED,
        "iban": "BE68 5390 0754 7035",
        "email": "an",
        "actions": ["none_yet", "access"],
    }

    refused = signed_in(app, editor, aalst).post(address(session, "/profiel/wijzig"), data=typed)

    assert refused.status_code == 422
    assert "Kijk het rekeningnummer na" in visible(refused.text)
    assert "e-mailadres" in visible(refused.text)
    assert "Kies alleen “Nog geen actie”" in visible(refused.text)
    assert form_values(refused.text)["iban"] == "BE68 5390 0754 7035"
    assert session.scalars(select(OrganisationProfile)).all() == []


def test_who_is_later_of_two_overwrites_nothing(app: Flask, session: Session) -> None:
    aalst = municipality(session)
    editor = member(session, aalst, MandateKind.EDITOR)
    session.commit()
    browser, path = signed_in(app, editor, aalst), address(session, "/profiel/wijzig")
    browser.post(path, data=FILLED)

    refused = browser.post(path, data={**FILLED, "mayor": "Iemand Anders"})

    assert refused.status_code == 422
    assert "Het verschilt van dat van u in: Burgemeester" in visible(refused.text)
    assert "Griet De Backer" in visible(browser.get(address(session)).text)
    assert (
        browser.post(path, data=FILLED).status_code == 303
    )  # the same answers twice is no conflict


@pytest.mark.parametrize(
    "kind", [MandateKind.READER, MandateKind.CONSULTANT, MandateKind.SIGNATORY]
)
def test_others_of_the_organisation_do_not_see_it(
    app: Flask, session: Session, kind: MandateKind
) -> None:
    aalst = municipality(session)
    somebody = member(session, aalst, kind)
    session.commit()

    assert signed_in(app, somebody, aalst).get(address(session)).status_code == 404


def test_a_foreign_municipality_does_not_see_that_it_exists(app: Flask, session: Session) -> None:
    lede = municipality(session, "Lede")
    somebody = member(session, lede, MandateKind.EDITOR, MandateKind.ADMINISTRATOR)
    session.commit()
    browser = signed_in(app, somebody, lede)

    for path in ("/profiel", "/profiel/wijzig", "/rekening"):
        assert browser.get(address(session, path)).status_code == 404
    assert browser.post(address(session, "/profiel/wijzig"), data=FILLED).status_code == 404


def test_the_agency_confirms_the_account_it_saw(app: Flask, session: Session) -> None:
    aalst = municipality(session)
    editor = member(session, aalst, MandateKind.EDITOR)
    officer = person(session, "Dirk", roles=[Role.BUDGET_OFFICER])
    decider = person(session, "Hilde", roles=[Role.DECISION_MAKER])
    session.commit()
    own, agency = signed_in(app, editor, aalst), signed_in(app, officer)
    own.post(address(session, "/profiel/wijzig"), data=FILLED)
    assert "Bevestig de rekening" in visible(agency.get("/").text)
    path = address(session, "/rekening")
    shown = agency.get(path)
    assert SHOWN in visible(shown.text)
    own.post(
        address(session, "/profiel/wijzig"),
        data={**FILLED, "version": "1", "iban": "BE31435411161155"},
    )

    stale = agency.post(path, data=form_values(shown.text))
    assert stale.status_code == 422
    assert "Iemand wijzigde het profiel intussen" in visible(stale.text)
    assert agency.post(path, data=form_values(agency.get(path).text)).status_code == 303

    assert "bevestigde dat dit de rekening" in visible(own.get(address(session)).text)
    assert "De rekening van Aalst is bekend" in visible(own.get("/berichten").text)
    assert agency.post(path, data={"version": "2"}).status_code == 422
    assert "Bevestig de rekening" not in visible(agency.get("/").text)
    seen = visible(signed_in(app, decider).get(address(session)).text)
    assert "BE•• •••• •••• 1155" in seen
    assert "1116" not in seen


def test_no_account_reaches_a_log(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    aalst = municipality(session)
    editor = member(session, aalst, MandateKind.EDITOR)
    session.commit()
    browser = signed_in(app, editor, aalst)
    path = address(session, "/profiel/wijzig")

    with caplog.at_level(logging.DEBUG):
        browser.post(path, data={**FILLED, "email": "an"})
        browser.post(path, data=FILLED)
        browser.get(address(session))

    noted = " ".join(session.scalars(select(AuditEntry.reason)))
    assert "iban" in noted
    for text in (caplog.text, noted):
        assert IBAN not in text.replace(" ", "")


def test_it_feeds_an_application_and_changes_nothing_in_it(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst = made.lead.organisation
    editor = member(session, aalst, MandateKind.EDITOR, MandateKind.SIGNATORY)
    service.save_part(session, made.lead.actor, made.record, PROJECT)
    added = service.add_realisation(session, made.lead.actor, made.record, REALISATION)
    session.commit()
    browser = signed_in(app, editor, aalst)
    browser.post(address(session, "/profiel/wijzig"), data=FILLED)
    file = f"/aanvragen/{made.record.public_id}"

    contact = browser.get(f"{file}/onderdeel/contact")
    assert form_values(contact.text)["name"] == "An Peeters"
    assert "Er is nog niets bewaard" in visible(contact.text)
    tasks = browser.get(f"{file}/partners/{made.record.partners[0].public_id}")
    assert "Uit het profiel van Aalst" in visible(tasks.text)
    assert "Sociale organisaties" in visible(tasks.text)

    realisation = added.public_id
    plan = visible(browser.get(f"{file}/continuiteit/{realisation}").text)
    assert "Het profiel van Aalst noemt: college van burgemeester en schepenen." in plan

    typed = {**form_values(contact.text), "name": "Bert Claes"}
    assert browser.post(f"{file}/onderdeel/contact", data=typed).status_code == 303
    browser.post(
        address(session, "/profiel/wijzig"),
        data={**FILLED, "version": "1", "family_name": "Anders"},
    )
    again = browser.get(f"{file}/onderdeel/contact")
    assert form_values(again.text)["name"] == "Bert Claes"
    assert "Er is nog niets bewaard" not in visible(again.text)


def test_the_body_stands_ready_for_who_signs_and_another_one_is_signed(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session), signed=False)
    aalst = made.lead.organisation
    session.commit()
    browser = signed_in(app, made.lead.person, aalst)
    browser.post(address(session, "/profiel/wijzig"), data=FILLED)
    path = f"/aanvragen/{made.record.public_id}/ondertekenen"

    shown = form_values(browser.get(path).text)
    assert shown["deciding_body"] == "college van burgemeester en schepenen"
    typed = {**shown, "name": "An", "function": "burgemeester", "decided_on": "20/09/2021"}
    typed["deciding_body"] = "gemeenteraad van Aalst"

    assert browser.post(path, data=typed).status_code == 303
    assert "gemeenteraad van Aalst" in visible(browser.get(path).text)


def test_the_agency_finds_every_profile_and_whose_account_it_must_confirm(
    app: Flask, session: Session
) -> None:
    for name, iban in (("Aalst", IBAN), ("Ninove", "")):
        town = municipality(session, name)
        editor = member(session, town, MandateKind.EDITOR)
        typed = {**FILLED, "iban": iban, "account_holder": f"Stad {name}" if iban else ""}
        session.commit()
        saved = signed_in(app, editor, town).post(
            address(session, "/profiel/wijzig", name), data=typed
        )
        assert saved.status_code == 303
    officer = person(session, roles=(Role.BUDGET_OFFICER,))
    session.commit()
    browser = signed_in(app, officer)

    every = browser.get("/profielen").text
    waiting = visible(browser.get("/profielen?rekening=te-bevestigen").text)
    without = visible(browser.get("/profielen?rekening=geen").text)
    confirmed = visible(browser.get("/profielen?rekening=bevestigd").text)

    assert_well_formed(every)
    assert "2 profielen" in visible(every)
    assert visible(every).index("Aalst") < visible(every).index("Ninove")
    assert IBAN[-4:] not in visible(every)
    assert ("Aalst" in waiting, "Ninove" in waiting) == (True, False)
    assert ("Aalst" in without, "Ninove" in without) == (False, True)
    assert "Geen profiel past bij deze filter." in confirmed
    assert 'href="/profielen"' in browser.get("/overzichten").text
    aalst = municipality(session)
    reader = member(session, aalst, MandateKind.ADMINISTRATOR)
    session.commit()
    assert signed_in(app, reader, aalst).get("/profielen").status_code == 403
