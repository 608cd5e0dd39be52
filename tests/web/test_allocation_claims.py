"""Claims through the pages: one light form, the deadline, and who sees what."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from subsidy.allocation.domain.lifecycle import ClaimStatus
from subsidy.allocation.models import Claim, Round
from subsidy.awards.models import Decision
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.core.money import Money
from subsidy.policy import MandateKind
from subsidy.web import clock
from tests.factories import member
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.rounds import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    Agency,
    Town,
    agency,
    draft_claim,
    opened_round,
    realisation,
    submitted_claim,
    town,
)
from tests.support.statements import counted

SECOND = timedelta(seconds=1)


class Now:
    """The moment at which every request arrives; a test moves it."""

    moment = DURING


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    held = Now()
    monkeypatch.setattr(clock, "now", lambda: held.moment)
    return held


@pytest.fixture(autouse=True)
def _at_a_chosen_moment(now: Now) -> None:
    now.moment = DURING


@pytest.fixture
def people(session: Session) -> Agency:
    return agency(session)


@pytest.fixture
def round_(session: Session, people: Agency) -> Round:
    made = opened_round(session, people)
    session.commit()
    return made


@pytest.fixture
def adopted(session: Session) -> str:
    made = realisation(session)
    session.commit()
    return made


@pytest.fixture
def aalst(session: Session) -> Town:
    made = town(session, "Aalst")
    session.commit()
    return made


@pytest.fixture
def client(app: Flask, aalst: Town) -> FlaskClient:
    return signed_in(app, aalst.person)


def typed(adopted: str, **changes: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "amount": "12.500,50",
        "contact_name": "An Peeters",
        "contact_email": "an@aalst.example",
        "efforts": ["home_internet", "skills"],
        "objective": "Elk gezin heeft internet.",
        "description": "Wat, waar en hoe.",
        "realisation": adopted,
        "continuity": "Het OCMW betaalt verder.",
        "continuity_body": "Gemeenteraad",
        "version": "1",
        **changes,
    }


def test_a_claim_from_its_button_to_its_letter(  # noqa: PLR0913, PLR0917 - the whole walk
    app: Flask,
    client: FlaskClient,
    session: Session,
    people: Agency,
    round_: Round,
    adopted: str,
    now: Now,
) -> None:
    address = f"/verdeelrondes/{round_.public_id}"
    assert f'action="{address}/vraag-aan"' in client.get("/trekkingsrechten").text
    edit = str(client.post(f"{address}/vraag-aan").location)
    assert_well_formed(client.get(edit).text)
    saved = client.post(edit, data=typed(adopted))
    assert str(saved.location).endswith("/dien-in")
    check = client.get(str(saved.location))
    assert_well_formed(check.text)
    assert "€\xa012.500,50" in check.text
    done = client.post(str(saved.location))
    assert done.status_code == 303
    assert "ingediende aanvraag" in client.get(str(done.location)).text

    now.moment = AFTER
    officer, decider = signed_in(app, people.officer_person), signed_in(app, people.decider_person)
    assert officer.post(f"{address}/aanvragen/bereid-voor").status_code == 303
    assert_well_formed(decider.get(f"{address}/aanvragen/keur-goed").text)
    assert "Er is een beslissing" not in client.get(str(done.location)).text
    assert decider.post(f"{address}/aanvragen/keur-goed").status_code == 303

    session.expire_all()
    decision = session.scalars(select(Decision)).one()
    assert f"/beslissingen/{decision.public_id}" in client.get(str(done.location)).text
    letter = visible(client.get(f"/beslissingen/{decision.public_id}").text)
    assert "87.332" in letter  # the computation: inhabitants of Aalst in 2020
    left = budget.balance(session, people.line.id, Stage.RESERVED, round_.case_ref)
    assert left == Money(5_000_000_00) - Money(12_500_50)


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (OPENS - SECOND, 422),
        (OPENS, 303),
        (CLOSES - SECOND, 303),
        (CLOSES, 422),
        (CLOSES + SECOND, 422),
    ],
)
def test_the_deadline_is_the_moment_of_arrival(  # noqa: PLR0913, PLR0917 - all fixtures
    client: FlaskClient,
    session: Session,
    round_: Round,
    aalst: Town,
    adopted: str,
    now: Now,
    at: datetime,
    status: int,
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    now.moment = at

    assert client.post(f"/trekkingsrechten/{claim.public_id}/dien-in").status_code == status
    if status == 303:
        return
    session.expire_all()
    assert session.scalars(select(Claim.status)).one() is ClaimStatus.DRAFT


def test_an_amount_above_the_right_is_refused_and_the_text_is_kept(
    client: FlaskClient, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    answer = client.post(
        f"/trekkingsrechten/{claim.public_id}/bewerk",
        data=typed(adopted, amount="60.090,25", objective="Nieuw doel", version="2"),
    )

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert 'href="#amount"' in answer.text
    assert 'value="60.090,25"' in answer.text
    assert 'value="Nieuw doel"' in answer.text
    assert "€\xa060.090,24" in answer.text
    session.expire_all()
    assert session.scalars(select(Claim)).one().answers["objective"] != "Nieuw doel"


def test_a_draft_may_be_incomplete_and_lists_what_is_missing(
    client: FlaskClient, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    address = f"/trekkingsrechten/{claim.public_id}"
    empty = typed("", efforts=[], objective="", description="", amount="", version="2")

    stayed = client.post(f"{address}/bewerk", data={**empty, "stay": "1"})
    page = client.get(f"{address}/dien-in").text

    assert str(stayed.location).endswith("/bewerk")
    for place in ("amount", "efforts-0", "objective", "description", "realisation"):
        assert f"/bewerk#{place}" in page, place
    assert client.post(f"{address}/dien-in").status_code == 422


def test_texts_beyond_their_limit_and_unknown_choices_are_refused(
    client: FlaskClient, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    wrong = typed("z" * 26, efforts=["vliegen"], objective="x" * 151, description="y" * 701)
    answer = client.post(f"/trekkingsrechten/{claim.public_id}/bewerk", data=wrong)

    assert answer.status_code == 422
    for place in ("efforts-0", "objective", "description"):
        assert f'href="#{place}"' in answer.text, place


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(
    client: FlaskClient, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    address = f"/trekkingsrechten/{claim.public_id}/bewerk"

    assert client.post(address, data=typed(adopted, version="2")).status_code == 303
    late = client.post(address, data=typed(adopted, version="2", objective="Te laat"))

    assert late.status_code == 422
    assert 'value="Te laat"' in late.text


@pytest.mark.parametrize("version", [None, "", "-1", "9" * 20, "nul"])
def test_a_form_without_a_readable_version_overwrites_nothing(
    client: FlaskClient,
    session: Session,
    round_: Round,
    aalst: Town,
    adopted: str,
    version: str | None,
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    body = typed(adopted, objective="Zonder versie")
    del body["version"]
    if version is not None:
        body["version"] = version

    refused = client.post(f"/trekkingsrechten/{claim.public_id}/bewerk", data=body)

    assert refused.status_code == 422
    assert 'value="Zonder versie"' in refused.text


def test_who_may_not_sign_reads_who_can(
    app: Flask, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    writer = member(session, aalst.organisation, MandateKind.EDITOR, name="Schrijver")
    session.commit()
    client, address = signed_in(app, writer), f"/trekkingsrechten/{claim.public_id}"

    saved = client.post(f"{address}/bewerk", data=typed(adopted, version="2"))
    assert saved.location == address
    assert "Mandataris van Aalst" in visible(client.get(address).text)
    assert client.post(f"{address}/dien-in").status_code == 403


def test_withdrawing_and_taking_up_again(
    client: FlaskClient, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = submitted_claim(session, round_, aalst, adopted)
    session.commit()
    address = f"/trekkingsrechten/{claim.public_id}"
    assert_well_formed(client.get(f"{address}/trek-in").text)
    assert client.post(f"{address}/trek-in").status_code == 303
    assert client.get(f"{address}/bewerk").status_code == 422

    again = client.post(f"/verdeelrondes/{round_.public_id}/vraag-aan")

    assert again.location == f"{address}/bewerk"
    assert client.get(f"{address}/bewerk").status_code == 200


# Who sees what ------------------------------------------------------------------------------------

PAGES = ("", "/bewerk", "/dien-in", "/trek-in")


def test_another_municipality_never_sees_a_claim(
    app: Flask, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    lede = town(session, "Lede")
    claims = [
        draft_claim(session, round_, aalst, adopted),
        submitted_claim(session, round_, town(session, "Ninove"), adopted),
    ]
    session.commit()
    other = signed_in(app, lede.person)

    for claim in claims:
        for page in PAGES:
            address = f"/trekkingsrechten/{claim.public_id}{page}"
            assert other.get(address).status_code == 404, address
            if page:
                assert other.post(address).status_code == 404, address
        assert claim.number not in other.get("/trekkingsrechten").text


def test_the_agency_sees_submitted_claims_and_no_drafts(
    app: Flask, session: Session, people: Agency, round_: Round, aalst: Town, adopted: str
) -> None:
    draft = draft_claim(session, round_, aalst, adopted)
    submitted = submitted_claim(session, round_, town(session, "Lede"), adopted)
    session.commit()
    officer = signed_in(app, people.officer_person)
    desk = officer.get(f"/verdeelrondes/{round_.public_id}/aanvragen").text

    assert officer.get(f"/trekkingsrechten/{draft.public_id}").status_code == 404
    assert officer.get(f"/trekkingsrechten/{submitted.public_id}").status_code == 200
    assert officer.get(f"/trekkingsrechten/{submitted.public_id}/bewerk").status_code == 403
    assert submitted.number in desk
    assert draft.number not in desk
    assert "1 van 300" in visible(desk)


def test_somebody_of_two_municipalities_sees_only_the_one_they_work_for(
    app: Flask, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    lede = town(session, "Lede")
    both = member(session, aalst.organisation, name="Twee Petten")
    from_lede = member(session, lede.organisation, name="Enkel Lede")
    session.commit()

    address = f"/trekkingsrechten/{claim.public_id}"
    assert signed_in(app, both, aalst.organisation).get(address).status_code == 200
    assert signed_in(app, from_lede, lede.organisation).get(address).status_code == 404


def test_the_desk_takes_the_same_number_of_statements_whatever_the_number_of_claims(
    app: Flask,
    session: Session,
    connection: Connection,
    people: Agency,
    round_: Round,
    adopted: str,
) -> None:
    officer = signed_in(app, people.officer_person)
    counts = []
    for name in ("Lede", "Ninove", "Haaltert"):
        submitted_claim(session, round_, town(session, name), adopted)
        session.commit()
        with counted(connection) as seen:
            page = officer.get(f"/verdeelrondes/{round_.public_id}/aanvragen")
        counts.append(len(seen))

    assert_well_formed(page.text)
    assert len(set(counts)) == 1
    assert "vóór" not in page.text


def test_a_town_cannot_tell_a_prepared_decision_from_none(  # noqa: PLR0913, PLR0917 - all fixtures
    app: Flask,
    client: FlaskClient,
    session: Session,
    connection: Connection,
    people: Agency,
    round_: Round,
    aalst: Town,
    adopted: str,
    now: Now,
) -> None:
    """Nor by the work that its page takes: a statement more would be told by a clock."""
    claim = submitted_claim(session, round_, aalst, adopted)
    session.commit()
    now.moment = AFTER
    address = f"/trekkingsrechten/{claim.public_id}"

    def read() -> tuple[str, list[str]]:
        with counted(connection) as seen:
            page = client.get(address)
        assert page.status_code == 200
        return visible(page.text), list(seen)

    before = read()
    officer = signed_in(app, people.officer_person)
    prepared = officer.post(f"/verdeelrondes/{round_.public_id}/aanvragen/bereid-voor")
    assert prepared.status_code == 303
    assert session.scalars(select(Decision.id)).all() != []

    assert read() == before


def test_a_decider_who_prepared_is_refused_by_name_and_the_rest_is_approved(
    app: Flask, session: Session, people: Agency, round_: Round, adopted: str, now: Now
) -> None:
    for name in ("Aalst", "Lede"):
        submitted_claim(session, round_, town(session, name), adopted)
    session.commit()
    now.moment = AFTER
    address = f"/verdeelrondes/{round_.public_id}/aanvragen"
    signed_in(app, people.officer_person).post(f"{address}/bereid-voor")
    session.expire_all()
    mine = session.scalars(select(Decision).order_by(Decision.id)).all()[0]
    mine.prepared_by_id = people.decider_person.id
    session.commit()

    answer = signed_in(app, people.decider_person).post(f"{address}/keur-goed")

    assert answer.status_code == 200
    assert mine.number in visible(answer.text)
    assert "1 beslissing is goedgekeurd" in visible(answer.text)


def test_sending_the_start_twice_makes_one_claim(
    client: FlaskClient, session: Session, round_: Round
) -> None:
    address = f"/verdeelrondes/{round_.public_id}/vraag-aan"
    first, second = client.post(address), client.post(address)

    assert first.location == second.location
    assert len(session.scalars(select(Claim.id)).all()) == 1


def test_the_hidden_version_is_the_one_on_the_screen(
    client: FlaskClient, session: Session, round_: Round, aalst: Town, adopted: str
) -> None:
    claim = draft_claim(session, round_, aalst, adopted)
    session.commit()
    page = client.get(f"/trekkingsrechten/{claim.public_id}/bewerk").text

    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    assert found[1] == str(claim.version)
