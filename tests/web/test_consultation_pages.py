"""A draft call before local authorities: frozen, reacted to, answered, reported, then published."""

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.calls import queries
from subsidy.calls import service as calls
from subsidy.calls.domain.regulation import dump, parse
from subsidy.calls.models import Call, Consultation, Voice
from subsidy.demo import programme
from subsidy.organisations import service as organisations
from subsidy.organisations.domain import NewOrganisation, OrganisationKind
from subsidy.organisations.models import Organisation
from subsidy.policy import MandateKind, Role
from subsidy.workflow import OutboxMessage
from tests import factories
from tests.factories import NOW
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor

SECRET = "Digitaal dichtbij: scholen en bibliotheken"  # noqa: S105 - the title of a draft
LONG = {"opens_at": "01/03/2022 09:00", "closes_at": "01/03/2090 12:00"}
EXPECTED = {"vrijwilligers": "Vijf vrijwilligers.", "voortzetten": "", "doorgeven": ""}
UNION = "Vereniging van kleine gemeenten"


@dataclass
class Stage:
    """A draft, the agency, a town and an association that may speak for it."""

    call: Call
    officer: FlaskClient
    town: FlaskClient
    union: FlaskClient
    member: Person
    association: Organisation

    @property
    def address(self) -> str:
        return f"/oproepen/{self.call.public_id}/raadpleging"


@pytest.fixture
def made(app: Flask, session: Session) -> Stage:
    writer = factories.case_officer(session)
    actor = factories.as_actor(writer, Role.CASE_OFFICER)
    line = factories.line(session, actor)
    regulation = replace(
        programme.next_call(),
        opens_at=datetime(2091, 1, 8, 9, tzinfo=UTC),
        closes_at=datetime(2091, 3, 8, 9, tzinfo=UTC),
    )
    call = calls.create(session, actor, line, dump(regulation))
    town = factories.municipality(session)
    new = NewOrganisation(kind=OrganisationKind.ASSOCIATION, name=UNION)
    association = organisations.add_organisation(session, new)
    member = factories.member(session, town)
    speaker = factories.member(session, association, MandateKind.EDITOR, name="Mieke Janssens")
    session.commit()
    return Stage(
        call,
        signed_in(app, writer),
        signed_in(app, member),
        signed_in(app, speaker),
        member,
        association,
    )


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def started(made: Stage) -> None:
    typed = {**LONG, **EXPECTED, "introduction": "Kan dit?"}
    assert made.officer.post(f"{made.address}/start", data=typed).status_code == 303


def ended(session: Session) -> Consultation:
    """Let the period be over, as if time had passed."""
    found = session.scalars(select(Consultation)).one()
    found.opens_at, found.closes_at = NOW, NOW + timedelta(days=10)
    session.commit()
    return found


def test_a_draft_is_seen_by_whom_the_agency_consults_and_by_nobody_else(
    app: Flask, session: Session, made: Stage
) -> None:
    assert made.town.get(made.address).status_code == 404
    started(made)

    for client in (made.town, made.union):
        shown = page(client, made.address)
        assert SECRET in shown
        assert "Vijf vrijwilligers." in shown
        assert SECRET in page(client, "/oproepen/raadplegingen")
        assert client.get(f"/oproepen/{made.call.public_id}").status_code == 404
    assert SECRET in page(made.town, "/")  # it waits on the start page
    juror = factories.person(session, "Els", roles=[Role.JUROR])
    session.commit()
    assert signed_in(app, juror).get(made.address).status_code == 404
    assert visitor(app).get(made.address).status_code == 302
    assert SECRET not in page(visitor(app), "/oproepen/raadplegingen")
    assert "in raadpleging" in page(made.officer, "/oproepen/beheer")


def test_a_consultation_that_nobody_can_use_is_not_started(session: Session, made: Stage) -> None:
    swapped = {"opens_at": LONG["closes_at"], "closes_at": LONG["opens_at"], **EXPECTED}
    refused = made.officer.post(f"{made.address}/start", data=swapped)
    assert refused.status_code == 422
    assert "Kies een later einde." in visible(refused.text)
    over = {**LONG, "closes_at": "02/03/2022 09:00", **EXPECTED}
    assert made.officer.post(f"{made.address}/start", data=over).status_code == 422
    started(made)
    again = made.officer.post(f"{made.address}/start", data={**LONG, **EXPECTED})
    assert again.status_code == 422
    assert "al geraadpleegd" in visible(again.text)
    assert session.scalar(select(func.count(Consultation.id))) == 1


def test_what_is_frozen_stays_and_the_agency_sees_what_changed_since(
    session: Session, made: Stage
) -> None:
    started(made)
    frozen = session.scalars(select(Consultation)).one()
    actor = factories.as_actor(factories.case_officer(session), Role.CASE_OFFICER)
    call = queries.call(session, made.call.public_id)
    assert call is not None
    changed = dump(replace(parse(call.draft), aim="Alleen nog de scholen."))
    calls.save(session, actor, call, "doel", {"oproep": changed["oproep"]}, call.version)
    session.commit()

    assert "Alleen nog de scholen." in page(made.officer, made.address)
    shown = page(made.town, made.address)
    assert "Alleen nog de scholen." not in shown
    assert frozen.content_hash in shown


def test_a_reaction_is_kept_until_the_end_and_has_a_reason(session: Session, made: Stage) -> None:
    started(made)
    bare = {"vrijwilligers": "niet_haalbaar", "doel": "Bewaar mij", "version": "0"}
    refused = made.town.post(f"{made.address}/reageer", data=bare)
    assert refused.status_code == 422
    assert "Schrijf waarom dit niet haalbaar is." in visible(refused.text)
    assert "Bewaar mij" in refused.text

    right = {**bare, "vrijwilligers_waarom": "Wij vinden er twee."}
    assert made.town.post(f"{made.address}/reageer", data=right).status_code == 303
    late = made.town.post(f"{made.address}/reageer", data=right)
    assert late.status_code == 422  # a colleague saved in the meantime
    assert "Bewaar mij" not in page(made.union, made.address)  # of others, nothing is shown yet
    assert "Wij vinden er twee." in page(made.officer, made.address)
    ended(session)
    over = made.town.get(f"{made.address}/reageer")
    assert over.status_code == 422
    assert "De raadpleging eindigde op" in visible(over.text)


def test_an_association_answers_for_members_that_said_so(session: Session, made: Stage) -> None:
    started(made)
    said = {"vrijwilligers": "haalbaar", "regels": "Laat twee dorpen samen.", "version": "0"}
    refused = made.union.post(f"{made.address}/reageer", data=said)
    assert refused.status_code == 422
    assert "Nog geen lid liet u antwoorden." in visible(refused.text)
    assert made.union.get(f"{made.address}/machtig").status_code == 403

    chosen = {"association": made.association.public_id}
    assert made.town.post(f"{made.address}/machtig", data=chosen).status_code == 303
    assert "antwoordt voor u" in page(made.town, made.address)
    assert "Aalst" in page(made.union, f"{made.address}/reageer")
    assert made.union.post(f"{made.address}/reageer", data=said).status_code == 303
    found = session.scalars(select(Consultation)).one()
    [union] = queries.everybody(session, found.id)
    assert (union.name, union.speaks_for) == (UNION, ("Aalst",))

    assert made.town.post(f"{made.address}/machtig", data={"association": ""}).status_code == 303
    assert queries.members(session, found.id) == {}


REPORT = {"report": "Wij maken het doel korter."}
ANSWER = {"doel": "Het doel is nu korter.", "version": "1"}


def heard(session: Session, made: Stage) -> str:
    """Let a town react; return where the agency answers."""
    started(made)
    said = {"doel": "Te vaag.", "vrijwilligers": "haalbaar", "version": "0"}
    made.town.post(f"{made.address}/reageer", data=said)
    voice = session.scalars(select(Voice)).one()
    return f"{made.address}/antwoord/{voice.public_id}"


def test_the_report_comes_after_every_answer_and_the_call_after_the_report(
    session: Session, made: Stage
) -> None:
    answering = heard(session, made)
    assert made.officer.get(answering).status_code == 422  # it can still change
    ended(session)
    proposing = f"/oproepen/{made.call.public_id}/leg-voor"
    waits = made.officer.post(proposing, data={})
    assert waits.status_code == 422
    assert "publiceer eerst het reactieverslag" in visible(waits.text)
    early = made.officer.post(f"{made.address}/verslag", data=REPORT)
    assert early.status_code == 422
    assert "Antwoord eerst op alles wat Aalst schreef." in visible(early.text)

    assert made.officer.post(answering, data=ANSWER).status_code == 303
    assert "Het doel is nu korter." not in page(made.town, made.address)
    assert made.officer.post(f"{made.address}/verslag", data=REPORT).status_code == 303
    assert made.officer.post(f"{made.address}/verslag", data=REPORT).status_code == 422
    assert made.officer.post(proposing, data={}).status_code == 303


def test_everybody_reads_the_report_and_whoever_reacted_is_told(
    app: Flask, session: Session, made: Stage
) -> None:
    answering = heard(session, made)
    ended(session)
    made.officer.post(answering, data=ANSWER)
    made.officer.post(f"{made.address}/verslag", data=REPORT)

    everybody = page(visitor(app), made.address)
    for words in ("Te vaag.", "Het doel is nu korter.", "Wij maken het doel korter.", "Aalst"):
        assert words in everybody
    document = PdfReader(io.BytesIO(visitor(app).get(f"{made.address}/verslag.pdf").data))
    text = " ".join(each.extract_text() for each in document.pages)
    assert "Het doel is nu korter." in text
    assert "Haalbaar (1)" in text
    told = session.scalars(select(OutboxMessage)).all()
    answered = [one.person_id for one in told if "answered your reaction" in one.subject["msgid"]]
    assert answered == [made.member.id]


def test_whoever_may_react_is_told_without_a_word_of_the_draft(
    session: Session, made: Stage
) -> None:
    started(made)

    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.person_id)).all()
    assert {one.path for one in found} == {made.address}
    assert len(found) == len({made.member.id, *(one.person_id for one in found)}) == 2
    assert not any(made.call.title in f"{one.subject} {one.body}" for one in found)
