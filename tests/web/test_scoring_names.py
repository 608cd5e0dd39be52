"""Applicants learn who sat in the jury only after the chair gave the names free."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.awards import service as awards
from subsidy.awards.models import Decision
from subsidy.policy import Role
from subsidy.scoring import queries, service
from subsidy.scoring.service import child
from subsidy.web import clock
from subsidy.workflow import AuditEntry, OutboxMessage
from tests.factories import as_actor, decision_maker, member, municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, all_scored, jury
from tests.support.solving import in_this_process


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    monkeypatch.setattr(child, "solve", in_this_process)


@pytest.fixture
def made(session: Session) -> Jury:
    made = jury(session, files=1, jurors=3)
    all_scored(session, made, [EIGHTS])
    service.select(session, made.actor, made.call)
    return made


def act(made: Jury) -> str:
    return f"/oproepen/{made.call.public_id}/jury/namen"


def decided(session: Session, made: Jury) -> Decision:
    (decision,) = awards.prepare_for_call(session, made.actor, made.call)
    decider = as_actor(decision_maker(session), Role.DECISION_MAKER, now=AFTER)
    awards.approve(session, decider, decision)
    session.commit()
    return decision


def chair(app: Flask, session: Session, made: Jury) -> tuple[FlaskClient, Person]:
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    return signed_in(app, who), who


def applicant(app: Flask, session: Session) -> FlaskClient:
    town = municipality(session, "Ninove")
    reads = member(session, town, name="Lien Lezer")
    session.commit()
    return signed_in(app, reads, town)


def test_names_stand_with_the_decision_after_the_act_of_the_chair_and_never_before(
    app: Flask, session: Session, made: Jury
) -> None:
    leads, who = chair(app, session, made)
    gone = made.jurors[2]
    decision = decided(session, made)
    reads = applicant(app, session)
    path = f"/beslissingen/{decision.public_id}"
    names = [each.person.name for each in made.jurors]
    before = reads.get(path)
    assert before.status_code == 200
    assert not any(name in before.text for name in [*names, who.name])
    page = f"/oproepen/{made.call.public_id}/jury/belangen"
    assert_well_formed(leads.get(page).text)

    told = leads.post(act(made), data={"sure": "y"})

    assert (told.status_code, told.location) == (303, page)
    shown = visible(reads.get(path).text)
    for name in [*names, who.name]:
        assert name in shown
    assert "Vera Voorzitter, Genk (voorzitter)" in shown
    assert made.jurors[0].label not in shown  # a label beside a name would tell who scored what
    logged = session.scalars(select(AuditEntry).where(AuditEntry.action == "panel:names")).one()
    assert logged.actor_id == who.id
    heard = session.scalars(select(OutboxMessage).where(OutboxMessage.path == "/jury")).all()
    assert gone.person_id in {each.person_id for each in heard}


def test_only_a_chair_who_is_sure_gives_them_free_and_only_once(
    app: Flask, session: Session, made: Jury
) -> None:
    leads, _ = chair(app, session, made)

    unsure = leads.post(act(made))

    assert unsure.status_code == 422
    assert_well_formed(unsure.text)
    assert signed_in(app, made.officer).post(act(made), data={"sure": "y"}).status_code == 403
    assert queries.disclosure(session, made.call.id) is None

    leads.post(act(made), data={"sure": "y"})
    again = leads.post(act(made), data={"sure": "y"})

    assert again.status_code == 422
    assert "al vrijgegeven" in visible(again.text)


def test_who_left_without_a_mark_is_not_named(app: Flask, session: Session, made: Jury) -> None:
    leads, _ = chair(app, session, made)
    idle = person(session, "Ida Weg", employer=municipality(session, "Bree"))
    seat = service.seat(session, made.actor, made.call, idle)
    service.drop_out(session, made.actor, seat, "Ziek.")
    service.drop_out(session, made.actor, made.jurors[0], "Ander werk.")
    decision = decided(session, made)

    leads.post(act(made), data={"sure": "y"})

    shown = visible(applicant(app, session).get(f"/beslissingen/{decision.public_id}").text)
    assert made.jurors[0].person.name in shown  # these marks count
    assert idle.name not in shown
