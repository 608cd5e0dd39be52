"""The account of a partner in an application: its letter, who sees it, what a change withdraws."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain.accounts import NewAccount, Source
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.models import Application
from subsidy.calls import queries as calls
from subsidy.calls import service as call_service
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.organisations import queries as organisations
from subsidy.organisations import service as organisation_service
from subsidy.organisations.domain.profile import Profile
from subsidy.policy import MandateKind, Role
from subsidy.workflow import AuditEntry, OutboxMessage
from tests.factories import as_actor, case_officer, decision_maker, line, member, person
from tests.support.applications import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    Consortium,
    complete,
    published_call,
    regulation,
    sign_all,
    town,
)
from tests.support.clocks import Clock
from tests.support.enclosures import EICAR, pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in
from tests.support.remembering import remembered

ON_FILE, OTHER, THIRD = "BE68539007547034", "BE31435411161155", "BE32123456789002"
TYPED = {
    "source": "other",
    "iban": "BE31 4354 1116 1155",
    "holder": "Stad Aalst",
    "mayor": "Griet De Backer",
    "financial_director": "Leen Aerts",
    "dated": "20/09/2021",
}
BEFORE = OPENS - timedelta(days=7)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def paying_call(session: Session, whose: str = "partners") -> Call:
    """Publish the shipped call, with the account of whom it pays to."""
    step = ("paying call", whose)
    found = calls.call(session, remembered(session, step, lambda: _publish(session, whose)))
    assert found is not None
    return found


def _publish(session: Session, whose: str) -> str:
    author = as_actor(case_officer(session), Role.CASE_OFFICER, now=BEFORE)
    approver = as_actor(decision_maker(session), Role.DECISION_MAKER, now=BEFORE)
    content = {**regulation(), "betaling": {"rekening_van": whose}}
    made = call_service.create(session, author, line(session, author), content)
    call_service.propose(session, author, made)
    call_service.publish(session, approver, made)
    return made.public_id


def put_on_file(session: Session, made: Consortium, number: int, iban: str = ON_FILE) -> None:
    one = made.towns[number]
    found = organisations.kept(session, one.organisation.public_id)
    assert found is not None
    profile = Profile(iban=iban, account_holder=one.organisation.name)
    row = organisation_service.save_profile(session, one.actor, found, profile, found.version)
    officer = as_actor(person(session, "Dirk"), Role.BUDGET_OFFICER, now=DURING)
    organisation_service.confirm_account(session, officer, found, row.version)


def test_nobody_confirms_the_account_that_it_filled_in_itself(
    session: Session, made: Consortium
) -> None:
    one = made.towns[0]
    found = organisations.kept(session, one.organisation.public_id)
    assert found is not None
    profile = Profile(iban="NL91ABNA0417164300", account_holder=one.organisation.name)
    row = organisation_service.save_profile(session, one.actor, found, profile, found.version)
    same = as_actor(one.person, Role.BUDGET_OFFICER, now=DURING)

    with pytest.raises(RefusedError):
        organisation_service.confirm_account(session, same, found, row.version)
    other = as_actor(person(session, "Dirk"), Role.BUDGET_OFFICER, now=DURING)
    organisation_service.confirm_account(session, other, found, row.version)


def test_who_advises_never_says_where_the_money_goes(
    app: Flask, session: Session, made: Consortium
) -> None:
    town = made.towns[0].organisation
    adviser = signed_in(app, member(session, town, MandateKind.CONSULTANT, name="Farah"), town)
    session.commit()

    assert adviser.get(address(made)).status_code == 403
    assert adviser.post(address(made), data=TYPED).status_code == 403
    assert "Kies een rekening" not in visible(adviser.get(address(made, 0, "")).text)


def choose(session: Session, made: Consortium, number: int, source: Source) -> None:
    typed = NewAccount(source=source, iban=THIRD, holder=made.towns[number].organisation.name)
    row = made.record.partners[number]
    wanted = service.Choosing(typed=typed)
    service.save_account(session, made.towns[number].actor, made.record, row, wanted)


@pytest.fixture
def made(session: Session) -> Consortium:
    """Return a file that lacks accounts only: each of the three is on file."""
    made = complete(session, paying_call(session), "Aalst", "Ninove", "Lede", signed=False)
    for number, iban in enumerate((ON_FILE, OTHER, THIRD)):
        put_on_file(session, made, number, iban)
    return made


def address(made: Consortium, number: int = 0, path: str = "/wijzig") -> str:
    partner = made.record.partners[number].public_id
    return f"/aanvragen/{made.record.public_id}/rekening/{partner}{path}"


def browser_of(app: Flask, made: Consortium, number: int = 0) -> FlaskClient:
    return signed_in(app, made.towns[number].person, made.towns[number].organisation)


def send(
    client: FlaskClient, made: Consortium, letter: bytes | None = None, **more: str
) -> TestResponse:
    page = client.get(address(made))
    typed: Mapping[str, object] = {
        **TYPED,
        "version": form_values(page.text)["version"],
        **more,
        **({} if letter is None else {"letter": (BytesIO(letter), "brief.pdf")}),
    }
    return client.post(address(made), data=typed, content_type="multipart/form-data")


def held(session: Session, made: Consortium) -> set[str]:
    file = queries.file_again(session, session.get_one(Application, made.record.id))
    return {file.partner(one).name for one in current_signatures(file)}


def test_a_partner_without_an_account_cannot_sign_and_the_checklist_links_to_the_spot(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    lead = browser_of(app, made)
    checklist = lead.get(f"/aanvragen/{made.record.public_id}/voorwaarden").text

    for number, name in enumerate(("Aalst", "Ninove", "Lede")):
        assert f"Vul in op welke rekening {name} het geld krijgt" in visible(checklist)
        assert f'href="{address(made, number, "")}"' in checklist
    sign = visible(lead.get(f"/aanvragen/{made.record.public_id}/ondertekenen").text)
    assert "Vul in op welke rekening Aalst het geld krijgt" in sign
    with pytest.raises(RefusedError, match="account"):
        sign_all(session, made)
    with pytest.raises(RefusedError):
        service.submit(session, made.lead.actor, made.record)


def test_with_the_account_on_file_everybody_signs_and_the_lead_submits(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    lead = browser_of(app, made)
    page = lead.get(address(made))
    assert_well_formed(page.text)
    assert form_values(page.text)["source"] == "on_file"

    assert lead.post(address(made), data=form_values(page.text)).status_code == 303
    for number in (1, 2):
        choose(session, made, number, Source.ON_FILE)
    sign_all(session, made)
    kept = service.submit(session, made.lead.actor, made.record)

    accounts = {one["partner_id"]: one["iban"] for one in kept.content["file"]["accounts"]}
    rows = made.record.partners
    assert [accounts[row.public_id] for row in rows] == [ON_FILE, OTHER, THIRD]
    assert kept.content["file"]["pays_to"] == "partners"


def test_a_call_that_asks_no_account_shows_none(app: Flask, session: Session) -> None:
    plain = complete(session, published_call(session))
    session.commit()
    lead = browser_of(app, plain)

    assert lead.get(address(plain, path="")).status_code == 404
    assert lead.get(address(plain)).status_code == 404
    assert "rekening" not in visible(lead.get(f"/aanvragen/{plain.record.public_id}/partners").text)


def test_another_account_needs_its_letter(app: Flask, session: Session, made: Consortium) -> None:
    session.commit()
    lead = browser_of(app, made)

    assert send(lead, made, mayor="", dated="").status_code == 303
    listed = visible(lead.get(f"/aanvragen/{made.record.public_id}/voorwaarden").text)
    assert "Voeg de brief toe voor de andere rekening van Aalst" in listed
    assert "Vul in wie de brief voor de rekening van Aalst ondertekende" in listed
    assert send(lead, made, pdf(b"Brief")).status_code == 303

    listed = visible(lead.get(f"/aanvragen/{made.record.public_id}/voorwaarden").text)
    assert "van Aalst ondertekende" not in listed
    page = lead.get(address(made, path=""))
    assert_well_formed(page.text)
    assert "BE31 4354 1116 1155" in visible(page.text)
    letter = lead.get(address(made, path="/brief"))
    assert letter.data == pdf(b"Brief")
    assert "brief.pdf" not in lead.get(f"/aanvragen/{made.record.public_id}/bijlagen").text


def test_a_letter_is_of_one_account_only(app: Flask, session: Session, made: Consortium) -> None:
    session.commit()
    lead = browser_of(app, made)
    send(lead, made, pdf(b"Brief"))

    assert send(lead, made, iban=THIRD).status_code == 303

    assert lead.get(address(made, path="/brief")).status_code == 404
    listed = visible(lead.get(f"/aanvragen/{made.record.public_id}/voorwaarden").text)
    assert "Voeg de brief toe voor de andere rekening van Aalst" in listed


def test_what_is_wrong_is_said_at_once_and_stays(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()

    refused = send(
        browser_of(app, made),
        made,
        b"geen pdf",
        iban="BE31 4354 1116 1156",
        holder="",
        dated="20/09/2031",
    )

    assert refused.status_code == 422
    for words in ("Kijk het rekeningnummer na", "Vul in op wiens naam", "niet in de toekomst"):
        assert words in visible(refused.text)
    assert "brief.pdf" in visible(refused.text)
    assert form_values(refused.text)["mayor"] == "Griet De Backer"
    assert made.record.partners[0].account is None


def test_a_letter_with_a_virus_does_not_count(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    lead = browser_of(app, made)
    assert send(lead, made, pdf(EICAR)).status_code == 303
    row = queries.letter(session, made.record.partners[0])
    assert row is not None
    assert row.scan in {Scan.WAITING, Scan.UNSCANNED}

    service.note_scan(session, row.content_hash, Scan.INFECTED, DURING)
    session.commit()

    assert lead.get(address(made, path="/brief")).status_code == 403
    listed = visible(lead.get(f"/aanvragen/{made.record.public_id}/voorwaarden").text)
    assert "Voeg de brief toe voor de andere rekening van Aalst" in listed
    told = session.scalars(select(OutboxMessage.path)).all()
    assert address(made, path="") in told


def test_others_see_a_masked_number_and_no_letter(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    send(browser_of(app, made), made, pdf(b"Brief"))
    file = f"/aanvragen/{made.record.public_id}"
    partner = browser_of(app, made, 1)

    for path in (address(made, path=""), f"{file}/partners", f"{file}/volledig"):
        page = partner.get(path)
        assert "BE•• •••• •••• 1155" in visible(page.text)
        assert "4354" not in page.text
    assert partner.get(address(made, path="/brief")).status_code == 404
    assert partner.get(address(made)).status_code == 404
    assert partner.post(address(made), data=TYPED).status_code == 404

    stranger = town(session, "Bree")
    session.commit()
    foreign = signed_in(app, stranger.person, stranger.organisation)
    for path in ("", "/wijzig", "/brief"):
        assert foreign.get(address(made, path=path)).status_code == 404
    officer = signed_in(app, person(session, "Sofie", roles=[Role.CASE_OFFICER]))
    session.commit()
    assert officer.get(address(made, path="")).status_code == 404  # sealed


def test_after_closing_the_agency_reads_what_it_must_pay_to(
    app: Flask, session: Session, made: Consortium, at: Clock
) -> None:
    session.commit()
    send(browser_of(app, made), made, pdf(b"Brief"))
    for number in (1, 2):
        choose(session, made, number, Source.ON_FILE)
    session.expire_all()
    record = queries.wholes(session, [made.record.id])[0]
    sign_all(session, Consortium(record, made.towns))
    service.submit(session, made.lead.actor, record)
    session.commit()
    at.move(AFTER)

    seen = {}
    for role in (Role.CASE_OFFICER, Role.BUDGET_OFFICER, Role.AUDITOR, Role.DECISION_MAKER):
        somebody = person(session, str(role), roles=[role])
        session.commit()
        browser = signed_in(app, somebody)
        shown = "4354" in visible(browser.get(address(made, path="")).text)
        seen[role] = shown, browser.get(address(made, path="/brief")).status_code

    assert seen.pop(Role.DECISION_MAKER) == (False, 404)
    assert set(seen.values()) == {(True, 200)}


def test_a_later_change_withdraws_that_signature_only_and_asks_again(
    app: Flask, session: Session, made: Consortium
) -> None:
    for number in range(3):
        choose(session, made, number, Source.ON_FILE)
    sign_all(session, made)
    session.commit()
    assert held(session, made) == {"Aalst", "Ninove", "Lede"}

    choose(session, made, 1, Source.OTHER)
    session.commit()

    assert held(session, made) == {"Aalst", "Lede"}
    asked = session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.path.endswith("/ondertekenen"))
    ).all()
    assert asked == [made.towns[1].person.id]
    page = visible(
        browser_of(app, made, 1).get(f"/aanvragen/{made.record.public_id}/ondertekenen").text
    )
    assert "BE31 4354 1116 1155" in page  # what Ninove signed
    assert "BE32 1234 5678 9002" in page  # what stands there now
    choose(session, made, 1, Source.ON_FILE)
    assert held(session, made) == {"Aalst", "Ninove", "Lede"}


def test_a_later_profile_changes_nothing_that_was_signed(
    session: Session, made: Consortium
) -> None:
    for number in range(3):
        choose(session, made, number, Source.ON_FILE)
    sign_all(session, made)

    put_on_file(session, made, 0, "NL91ABNA0417164300")

    assert held(session, made) == {"Aalst", "Ninove", "Lede"}


def test_an_account_that_is_on_file_no_more_is_chosen_again_before_submitting(
    app: Flask, session: Session, made: Consortium
) -> None:
    for number in range(3):
        choose(session, made, number, Source.ON_FILE)
    sign_all(session, made)
    put_on_file(session, made, 1, "NL91ABNA0417164300")
    words = "Van Ninove is nu een andere rekening bekend."

    assert words in visible(browser_of(app, made, 1).get(address(made, 1, "")).text)
    assert words not in visible(browser_of(app, made).get(address(made, 0, "")).text)
    with pytest.raises(RefusedError) as refused:
        service.submit(session, made.lead.actor, made.record)
    assert [one.place for one in refused.value.refusals] == [
        f"account.{made.record.partners[1].public_id}"
    ]

    choose(session, made, 1, Source.ON_FILE)
    sign_all(session, made)
    service.submit(session, made.lead.actor, made.record)


def test_who_is_later_of_two_colleagues_compares_both(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    lead = browser_of(app, made)
    send(lead, made, pdf(b"Brief"))

    refused = lead.post(address(made), data={**TYPED, "iban": THIRD, "version": "0"})

    assert refused.status_code == 422
    assert "Een collega bewaarde intussen een andere rekening" in visible(refused.text)
    assert "BE31 4354 1116 1155" in visible(refused.text)
    assert form_values(refused.text)["version"] == "1"


def test_who_leaves_takes_its_account_along(session: Session, made: Consortium) -> None:
    choose(session, made, 2, Source.ON_FILE)

    service.leave(session, made.towns[2].actor, made.record)

    assert made.record.partners[2].account is None


def test_with_the_account_of_the_lead_only_the_lead_is_asked(session: Session) -> None:
    made = complete(session, paying_call(session, "penvoerder"), signed=False)
    file = queries.file_again(session, made.record)

    assert [file.is_paid(one) for one in file.partners] == [True, False, False]


def test_no_account_reaches_a_log(
    app: Flask, session: Session, made: Consortium, caplog: pytest.LogCaptureFixture
) -> None:
    session.commit()
    with caplog.at_level(logging.DEBUG):
        lead = browser_of(app, made)
        send(lead, made, pdf(b"Brief"))
        send(lead, made, iban="BE31 4354 1116 1156")

    noted = " ".join(session.scalars(select(AuditEntry.reason)))
    assert "account" in noted
    for text in (caplog.text, noted):
        assert OTHER not in text.replace(" ", "")


def test_an_account_is_chosen_until_the_deadline_and_not_at_it(
    app: Flask, session: Session, made: Consortium, at: Clock
) -> None:
    session.commit()
    lead = browser_of(app, made)
    at.move(CLOSES - timedelta(milliseconds=1))
    assert send(lead, made).status_code == 303

    at.move(CLOSES)
    late = lead.post(address(made), data={**TYPED, "version": "1", "holder": "Te laat"})

    assert late.status_code == 422
    assert "Te laat" in late.text  # what was typed stays
    session.expire_all()
    kept = session.get_one(Application, made.record.id).partners[0].account
    assert kept is not None
    assert kept["holder"] == "Stad Aalst"
