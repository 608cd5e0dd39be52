"""A published call and consortia of the Denderregio, made through the services."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.case_file import FileLine
from subsidy.applications.models import Application, Partner, Realisation
from subsidy.calls import queries as calls
from subsidy.calls import service as call_service
from subsidy.calls.domain.dossier import Promise, PromiseYear, Risk, Stays
from subsidy.calls.domain.regulation import CostType
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor, Role
from tests.factories import (
    acting_for,
    as_actor,
    case_officer,
    decision_maker,
    line,
    member,
    municipality,
)
from tests.support.remembering import remembered

REGULATION = Path("rehearsals/iedereen-digitaal-2021/regulation.toml")
OPENS = datetime(2021, 9, 17, 7, 0, tzinfo=UTC)
CLOSES = datetime(2021, 10, 29, 10, 0, tzinfo=UTC)
DURING = datetime(2021, 10, 1, 8, 0, tzinfo=UTC)
AFTER = CLOSES + timedelta(days=3)
TOWNS = ("Aalst", "Ninove", "Haaltert", "Lede", "Denderleeuw", "Erpe-Mere", "Berlare")


def regulation() -> dict[str, Any]:
    """Return the regulation of the shipped rehearsal, in its stored shape."""
    data = tomllib.loads(REGULATION.read_text(encoding="utf-8"))
    own = {"programma", "verdeling"}  # of the rehearsal, not of the call
    return {name: table for name, table in data.items() if name not in own}


def published_call(session: Session) -> Call:
    """Return the call of the shipped rehearsal, published before it opens."""
    public_id = remembered(session, "published call", partial(_publish, session))
    found = calls.call(session, public_id)
    assert found is not None
    return found


def _publish(session: Session) -> str:
    before = OPENS - timedelta(days=7)
    author = as_actor(case_officer(session), Role.CASE_OFFICER, now=before)
    approver = as_actor(decision_maker(session), Role.DECISION_MAKER, now=before)
    made = call_service.create(session, author, line(session, author), regulation())
    call_service.propose(session, author, made)
    call_service.publish(session, approver, made)
    return made.public_id


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with somebody who may write and sign for it."""

    organisation: Organisation
    person: Person
    actor: Actor

    def at(self, now: datetime) -> Actor:
        return replace(self.actor, now=now)


@dataclass(frozen=True, slots=True)
class Consortium:
    """An application with its towns; the first is the lead."""

    record: Application
    towns: tuple[Town, ...]

    @property
    def lead(self) -> Town:
        return self.towns[0]


def town(session: Session, name: str) -> Town:
    organisation = municipality(session, name)
    person = member(session, organisation, name=f"Mandataris van {name}")
    return _town(person, organisation)


def _town(person: Person, organisation: Organisation) -> Town:
    return Town(organisation, person, acting_for(person, organisation, now=DURING))


Made = tuple[int, dict[str, int]]  # an application, and of each town whoever acts for it


def _reread(session: Session, made: Made) -> Consortium:
    application_id, people = made
    towns = (
        _town(session.get_one(Person, person_id), municipality(session, name))
        for name, person_id in people.items()
    )
    return Consortium(queries.wholes(session, [application_id])[0], tuple(towns))


def _noted(made: Consortium) -> Made:
    return made.record.id, {town.organisation.name: town.person.id for town in made.towns}


def draft(session: Session, call: Call, *names: str) -> Consortium:
    """Return a draft whose partners have all accepted."""
    step = ("draft", call.id, names)
    return _reread(session, remembered(session, step, lambda: _noted(_draft(session, call, names))))


def _draft(session: Session, call: Call, names: Sequence[str]) -> Consortium:
    towns = tuple(town(session, name) for name in names or TOWNS[:3])
    lead = towns[0]
    record = service.start(session, lead.actor, call)
    for partner in towns[1:]:
        service.invite(session, lead.actor, record, partner.organisation)
        service.answer(session, partner.actor, record, accept=True)
    return Consortium(queries.whole(session, record), towns)


PROJECT = form.Project(
    title="Digitaal mee in de Denderstreek",
    summary="Wat: digipunten. Waar: in elke bibliotheek. Hoe: met vrijwilligers.",
    starts_on=date(2022, 1, 1),
    ends_on=date(2023, 12, 31),
    feasible_minimum=Money(120_000_00),
)
CONTACT = form.Contact(
    name="An Peeters",
    function="Diensthoofd",
    email="an.peeters@aalst.example",
    telephone="053 72 34 00",
)
CONTENT = form.Content(
    needs="Kleine gemeenten vinden geen lesgevers.",
    approach="Wij delen lesgevers en materiaal.",
    actions=(form.ActionType.COMPETENCES, form.ActionType.SUPPORT),
    target_groups=(form.TargetGroup.ELDERLY,),
    levers=(form.Lever.OUTREACH,),
    degrees=(form.Degree.SKILLS,),
)
PRIVACY = form.Privacy(risks="Phishing.", measures="Elke les heeft een deel over veiligheid.")
REALISATION = form.Realisation(
    title="Draaiboek digipunt",
    for_whom="Elke gemeente",
    licence="CC BY 4.0",
    how_to_use="Download het draaiboek en volg de stappen.",
    conditions="Een lokaal met twee computers.",
    available_from=date(2023, 6, 1),
    adopters=("Zottegem", "Herzele"),
)


def promise(realisation: Realisation, partner: Partner, *years: int) -> Promise:
    return Promise(
        realisation_id=realisation.public_id,
        partner_id=partner.public_id,
        stays=Stays.STAYS,
        owner="Dienst bibliotheek",
        funding_source="Eigen middelen",
        deciding_body="Gemeenteraad",
        decided_on=date(2021, 9, 20),
        expected_of_others="Niets",
        risk=Risk.LOW,
        years=tuple(PromiseYear(year, Money(4_000_00), Money(3_000_00)) for year in years),
    )


def budget(record: Application, amount: Money = Money(50_000_00)) -> list[FileLine]:  # noqa: B008 - an amount never changes
    return [
        FileLine(partner_id=p.public_id, cost_type=CostType.STAFF, year=2022, requested=amount)
        for p in record.partners
    ]


def complete(session: Session, call: Call, *names: str, signed: bool = True) -> Consortium:
    """Return a draft in which nothing is missing (but signatures, if ``signed`` is False)."""
    step = ("complete", call.id, names, signed)
    made = remembered(session, step, lambda: _complete(session, call, names, signed=signed))
    return _reread(session, made)


def _complete(session: Session, call: Call, names: Sequence[str], *, signed: bool) -> Made:
    made = _draft(session, call, names)
    record, lead = made.record, made.lead.actor
    for part in (PROJECT, CONTACT, CONTENT, PRIVACY):
        service.save_part(session, lead, record, part)
    for partner in record.partners:
        tasks = form.Tasks(tasks=f"{partner.organisation.name} geeft lessen.", needs="Lesgevers.")
        service.save_tasks(session, lead, record, partner, tasks)
    service.save_budget(session, lead, record, budget(record))
    realisation = service.add_realisation(session, lead, record, REALISATION)
    plan = [promise(realisation, partner, 2024, 2025, 2026) for partner in record.partners]
    service.save_promises(session, lead, record, realisation, plan)
    if signed:
        sign_all(session, made)
    return _noted(made)


def sign_all(session: Session, made: Consortium) -> None:
    for one in made.towns:
        signing = service.Signing(
            name=one.person.name,
            function="burgemeester",
            deciding_body="college van burgemeester en schepenen",
            decided_on=date(2021, 9, 13),
            content_hash=service.hash_to_sign(session, one.actor, made.record),
            agreed=service.marks_to_agree(session, one.actor, made.record),
        )
        service.sign(session, one.actor, made.record, signing)
