"""The register of subsidies: typed by an officer, filled by awards, read by a rule."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications import queries as applications
from subsidy.applications import service
from subsidy.applications.domain.declarations import Declarations, PartnerDeclaration
from subsidy.awards import service as awards
from subsidy.calls.domain.rules import Finding, Outcome
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.organisations import service as organisations
from subsidy.organisations.domain import NewOrganisation, OrganisationKind
from subsidy.organisations.models import Organisation
from subsidy.planning import service as planning
from subsidy.planning.domain.codes import Aim
from subsidy.planning.domain.grants import NewGrant
from subsidy.planning.models import RegisteredGrant, UndertakingLink
from subsidy.policy import Actor, Role
from subsidy.scoring import service as scoring
from subsidy.web import clock
from tests.factories import as_actor, case_officer, decision_maker, municipality
from tests.support import applications as support
from tests.support.applications import AFTER, Consortium, complete, published_call
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import jury, scored

DIGIBANK = NewGrant(
    title="Digibank",
    funder="Een ander agentschap",
    aims=(Aim.ACCESS, Aim.GROUP),
    first_day=date(2023, 12, 31),
    last_day=date(2024, 12, 31),
    amount=Money(12_000_00),
)
TYPED: dict[str, Any] = {
    "title": "Digibank",
    "funder": "Een ander agentschap",
    "aims": ["access", "group"],
    "first_day": "31/12/2023",
    "last_day": "31/12/2024",
    "amount": "12.000",
}


@pytest.fixture
def officer(session: Session) -> Actor:
    return as_actor(case_officer(session), Role.CASE_OFFICER)


# --- the pages --------------------------------------------------------------------------------


def test_an_officer_adds_a_subsidy_finds_it_and_removes_it(app: Flask, session: Session) -> None:
    browser = signed_in(app, case_officer(session))
    aalst = municipality(session, "Aalst")

    added = browser.post("/subsidieregister/nieuw", data={**TYPED, "municipality": aalst.public_id})
    page = browser.get("/subsidieregister?tekst=aal")
    book = browser.get("/subsidieregister.xlsx").data
    made = session.scalars(select(RegisteredGrant)).one()
    removed = browser.post(
        f"/subsidieregister/{made.public_id}/schrap", data={"reason": "Dubbel ingevuld."}
    )

    assert added.status_code == 303, added.text
    assert_well_formed(page.text)
    assert "Een ander agentschap" in visible(page.text)
    row = next(load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert row[:5] == ("Aalst", "41002", None, "Digibank", "Een ander agentschap")
    assert removed.status_code == 303
    assert "Een ander agentschap" not in browser.get("/subsidieregister").text
    assert browser.get(f"/subsidieregister/{made.public_id}/schrap").status_code == 404


def test_every_fault_is_told_at_once_and_what_was_typed_stays(app: Flask, session: Session) -> None:
    browser = signed_in(app, case_officer(session))
    wrong = {**TYPED, "aims": [], "last_day": "30/12/2023", "amount": "0"}
    aalst = municipality(session, "Aalst")

    refused = browser.post(
        "/subsidieregister/nieuw", data={**wrong, "municipality": aalst.public_id}
    )
    empty = browser.post("/subsidieregister/nieuw", data={})

    assert refused.status_code == empty.status_code == 422
    for said in ("Kies minstens één actie", "Kies een laatste dag na de eerste dag", "boven nul"):
        assert said in refused.text
    assert "Een ander agentschap" in refused.text
    for said in ("Kies een gemeente.", "Vul in wie de subsidie betaalt.", "Vul de eerste dag in."):
        assert said in empty.text


# --- the rule ---------------------------------------------------------------------------------


def with_rule(
    session: Session, monkeypatch: pytest.MonkeyPatch, aims: tuple[Aim, ...]
) -> Consortium:
    """Return a complete draft of a call that forbids double subsidies; 2022 and 2023."""
    data = {**support.regulation(), "regels": {"geen_dubbele_subsidie": {}}}
    monkeypatch.setattr(support, "regulation", lambda: data)
    made = complete(session, published_call(session), signed=False)
    service.save_declarations(
        session, made.lead.actor, made.record, Declarations(five_actions=aims)
    )
    support.sign_all(session, made)
    return made


def finding(session: Session, made: Consortium) -> Finding:
    file = applications.file_again(session, made.record)
    (found,) = applications.findings_now(session, file, applications.regulation(made.record))
    return found


@pytest.mark.parametrize(
    ("town", "aims", "outcome"),
    [
        ("Ninove", (Aim.ACCESS,), Outcome.NOT_MET),
        ("Ninove", (Aim.DIRECTION, Aim.GROUP), Outcome.NOT_MET),
        ("Ninove", (Aim.DIRECTION,), Outcome.MET),  # another action
        ("Ninove", (), Outcome.UNKNOWN),
        ("Brugge", (Aim.ACCESS,), Outcome.MET),  # another municipality
    ],
)
def test_a_subsidy_of_somebody_else_for_the_same_is_found(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    officer: Actor,
    town: str,
    aims: tuple[Aim, ...],
    outcome: Outcome,
) -> None:
    made = with_rule(session, monkeypatch, aims)
    planning.add_grant(session, officer, municipality(session, town), DIGIBANK)

    assert finding(session, made).outcome is outcome
    if outcome is Outcome.NOT_MET:
        assert [str(one) for one in finding(session, made).evidence] == ["Ninove: “Digibank”"]
        with pytest.raises(RefusedError):
            service.submit(session, made.lead.actor, made.record)


def test_a_subsidy_that_was_removed_or_is_over_counts_no_more(
    session: Session, monkeypatch: pytest.MonkeyPatch, officer: Actor
) -> None:
    made = with_rule(session, monkeypatch, (Aim.ACCESS,))
    grant = planning.add_grant(session, officer, municipality(session, "Ninove"), DIGIBANK)
    assert finding(session, made).outcome is Outcome.NOT_MET

    planning.remove_grant(session, officer, grant, "Het was een vergissing.")

    assert finding(session, made).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("ends_on", "last_day", "outcome"),
    [
        (date(2026, 6, 30), date(2025, 12, 31), Outcome.NOT_MET),  # held from 1 January 2025
        (date(2026, 6, 30), date(2024, 12, 31), Outcome.MET),  # over before the merger
        (date(2024, 12, 31), date(2025, 12, 31), Outcome.MET),  # the project is
    ],
)
def test_a_merged_municipality_holds_the_subsidies_of_those_it_follows(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    officer: Actor,
    ends_on: date,
    last_day: date,
    outcome: Outcome,
) -> None:
    data = {**support.regulation(), "regels": {"geen_dubbele_subsidie": {}}}
    monkeypatch.setattr(support, "regulation", lambda: data)
    new_town = NewOrganisation(
        kind=OrganisationKind.MUNICIPALITY, name="Nazareth-De Pinte", nis="44086"
    )
    organisations.add_organisation(session, new_town)
    made = complete(session, published_call(session), "Nazareth-De Pinte", "Aalst", signed=False)
    declared = Declarations(five_actions=(Aim.ACCESS,))
    service.save_declarations(session, made.lead.actor, made.record, declared)
    new = replace(DIGIBANK, first_day=date(2023, 1, 1), last_day=last_day)
    planning.add_grant(session, officer, municipality(session, "De Pinte"), new)

    now = applications.file_again(session, made.record)
    file = replace(now, starts_on=date(2024, 1, 1), ends_on=ends_on)
    (found,) = applications.findings_now(session, file, applications.regulation(made.record))

    assert found.outcome is outcome
    if outcome is Outcome.NOT_MET:
        assert [str(one) for one in found.evidence] == ["Nazareth-De Pinte: “Digibank”"]


@pytest.mark.parametrize(("year", "followed"), [(2024, False), (2025, True)])
def test_the_register_tells_who_took_a_subsidy_over_and_finds_it_under_that_name(
    app: Flask,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    officer: Actor,
    year: int,
    followed: bool,  # noqa: FBT001 - an answer of a table
) -> None:
    planning.add_grant(session, officer, municipality(session, "De Pinte"), DIGIBANK)
    browser = signed_in(app, case_officer(session))
    monkeypatch.setattr(clock, "now", lambda: datetime(year, 6, 1, tzinfo=UTC))

    page = browser.get("/subsidieregister?tekst=nazareth-de")
    book = browser.get("/subsidieregister.xlsx?tekst=nazareth-de").data

    assert ("Digibank" in page.text) == followed
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    if followed:
        assert "Overgenomen door Nazareth-De Pinte op woensdag 1 januari 2025" in visible(page.text)
        assert rows[0][:3] == ("De Pinte", "44012", "Nazareth-De Pinte")
    assert "Digibank" in browser.get("/subsidieregister?tekst=de%20pinte").text


# --- own awards -------------------------------------------------------------------------------


def test_an_award_enters_the_register_when_it_is_approved(session: Session) -> None:
    made = jury(session, files=1, jurors=3)
    for juror in range(3):
        scored(session, made, juror, 0)
    scoring.select(session, made.actor, made.call)
    (decision,) = awards.prepare_for_call(session, made.actor, made.call)
    decider = as_actor(decision_maker(session), Role.DECISION_MAKER, now=AFTER)
    assert session.scalars(select(RegisteredGrant)).all() == []

    awards.approve(session, decider, decision)

    kept = session.scalars(select(RegisteredGrant).order_by(RegisteredGrant.id)).all()
    assert [(each.organisation_id, each.amount) for each in kept] == [
        (share.organisation_id, share.amount) for share in decision.shares
    ]
    assert {each.source_ref for each in kept} == {made.files[0].case_ref}
    assert {(each.first_day, each.last_day) for each in kept} == {
        (date(2022, 1, 1), date(2023, 12, 31))
    }


# --- linked undertakings ------------------------------------------------------------------------


def two_firms(session: Session) -> list[Organisation]:
    names = ("Digiwerkplaats vzw", "Digiwerkplaats Diensten bv")
    new = (NewOrganisation(kind=OrganisationKind.OTHER, name=name) for name in names)
    return [organisations.add_organisation(session, each) for each in new]


def test_an_officer_links_two_organisations_once_and_takes_the_link_away(
    app: Flask, session: Session
) -> None:
    browser = signed_in(app, case_officer(session))
    one, other = two_firms(session)
    session.commit()
    at = "/verbonden-ondernemingen"
    typed = {"one": one.public_id, "other": other.public_id, "reason": "De vzw bezit de bv."}

    assert "Er zijn geen verbonden organisaties." in browser.get(at).text
    assert_well_formed(browser.get(f"{at}/nieuw").text)
    assert browser.post(f"{at}/nieuw", data=typed).status_code == 303
    turned = {**typed, "one": other.public_id, "other": one.public_id}
    for wrong in (turned, {**typed, "other": one.public_id}, {**typed, "one": "elders"}, {}):
        assert browser.post(f"{at}/nieuw", data=wrong).status_code == 422
    page = browser.get(at)
    assert_well_formed(page.text)
    assert "De vzw bezit de bv." in page.text
    gone = f"{at}/{session.scalars(select(UndertakingLink.public_id)).one()}/schrap"
    assert browser.post(gone, data={"reason": ""}).status_code == 422
    assert browser.post(gone, data={"reason": "Een fout."}).status_code == 303
    assert "De vzw bezit de bv." not in browser.get(at).text
    assert browser.post(f"{at}/nieuw", data={**typed, "reason": "Toch wel."}).status_code == 303
    assert "Toch wel." in browser.get(at).text


def test_linked_undertakings_get_the_ceiling_once(
    session: Session, monkeypatch: pytest.MonkeyPatch, officer: Actor
) -> None:
    rule = {"plafond_tot_dan": 200_000, "verandert_op": "2024-01-01", "plafond_vanaf_dan": 300_000}
    data = {**support.regulation(), "regels": {"de_minimis": rule}}
    monkeypatch.setattr(support, "regulation", lambda: data)
    made = complete(session, published_call(session), "Aalst", "Lede", signed=False)
    declared = tuple(
        PartnerDeclaration(
            partner_id=one.public_id, undertaking=True, aid_received=Money(60_000_00)
        )
        for one in made.record.partners
    )
    service.save_declarations(
        session, made.lead.actor, made.record, Declarations(partners=declared)
    )
    assert finding(session, made).outcome is Outcome.MET  # each received 60,000 and asks 50,000

    one, other = (each.organisation for each in made.towns)
    planning.add_link(session, officer, one, other, "Zij zijn één bedrijf.")

    assert finding(session, made).outcome is Outcome.NOT_MET  # together 220,000
    assert "Aalst" in str(finding(session, made).sentence)
