"""An allocation round and claims on it, made through the services."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.allocation import queries, service
from subsidy.allocation.domain.claim import Answers, Effort
from subsidy.allocation.models import Claim, Round
from subsidy.budget.models import Line
from subsidy.catalogue import service as catalogue
from subsidy.catalogue.domain import Offer
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor, MandateKind, Role
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

OPENS = datetime(2022, 8, 29, 7, 0, tzinfo=UTC)
CLOSES = datetime(2022, 9, 26, 10, 0, tzinfo=UTC)
BEFORE, DURING, AFTER = OPENS - timedelta(days=7), OPENS + timedelta(days=7), CLOSES

SENT = service.RoundInput(
    title="Trekkingsrecht e-inclusie 2022",
    aim="Elke gemeente doet mee.",
    continuity_statement="De gemeente beslist zelf wat blijft.",
    envelope=Money(5_000_000_00),
    floor=Money(2_500_00),
    ceiling=Money(200_000_00),
    components=(("population_2020", 8_000), ("area_hectares", 2_000)),
    opens_at=OPENS,
    closes_at=CLOSES,
    first_day=date(2022, 11, 1),
    last_day=date(2024, 12, 31),
)


@dataclass(frozen=True, slots=True)
class Agency:
    """The two people that every act on money needs, and the line with the money."""

    officer_person: Person
    decider_person: Person
    line: Line

    def officer(self, now: datetime = BEFORE) -> Actor:
        return as_actor(self.officer_person, Role.CASE_OFFICER, now=now)

    def decider(self, now: datetime = BEFORE) -> Actor:
        return as_actor(self.decider_person, Role.DECISION_MAKER, now=now)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with somebody who may write and sign for it."""

    organisation: Organisation
    person: Person
    actor: Actor

    def at(self, now: datetime) -> Actor:
        return replace(self.actor, now=now)


def agency(session: Session, *, envelope: Money = Money(15_000_000_00)) -> Agency:  # noqa: B008 - an amount never changes
    step = ("agency", envelope.cents)
    officer, decider, line_id = remembered(session, step, lambda: _agency(session, envelope))
    return Agency(
        session.get_one(Person, officer),
        session.get_one(Person, decider),
        session.get_one(Line, line_id),
    )


def _agency(session: Session, envelope: Money) -> tuple[int, int, int]:
    officer, decider = case_officer(session), decision_maker(session)
    actor = as_actor(officer, Role.CASE_OFFICER, now=BEFORE)
    return officer.id, decider.id, line(session, actor, envelope=envelope).id


def draft_round(session: Session, people: Agency, **changes: Any) -> Round:  # noqa: ANN401 - fields of a round
    made = service.create_round(session, people.officer(), people.line, replace(SENT, **changes))
    return found(session, made)


def found(session: Session, round_: Round) -> Round:
    """Return the round as a page loads it."""
    session.flush()
    return _loaded(session, round_.public_id)


def _loaded(session: Session, public_id: str) -> Round:
    loaded = queries.round_(session, public_id)
    assert loaded is not None
    return loaded


def opened_round(session: Session, people: Agency, **changes: Any) -> Round:  # noqa: ANN401 - fields of a round
    step = ("opened round", people.line.id, repr(changes))
    return _loaded(session, remembered(session, step, lambda: _opened(session, people, changes)))


def _opened(session: Session, people: Agency, changes: Mapping[str, Any]) -> str:
    made = draft_round(session, people, **changes)
    service.propose_round(session, people.officer(), made)
    service.open_round(session, people.decider(), made)
    return made.public_id


def town(session: Session, name: str, *kinds: MandateKind) -> Town:
    organisation = municipality(session, name)
    person = member(session, organisation, *kinds, name=f"Mandataris van {name}")
    return Town(organisation, person, acting_for(person, organisation, *kinds, now=DURING))


def realisation(session: Session, owner: str = "Genk", title: str = "Draaiboek digipunt") -> str:
    """Return the public id of a realisation in the catalogue."""
    step = ("realisation", owner, title)
    return remembered(session, step, lambda: _realisation(session, owner, title))


def _realisation(session: Session, owner: str, title: str) -> str:
    offer = Offer(
        title=title,
        for_whom="Elke gemeente",
        licence="CC BY 4.0",
        how_to_use="Volg de stappen.",
        conditions="Geen",
        available_from=date(2022, 1, 1),
    )
    body = municipality(session, owner)
    return catalogue.publish(session, body.id, f"test:{title}", [offer], BEFORE)[0].public_id


def answers(adopted: str) -> Answers:
    return Answers(
        contact_name="An Peeters",
        contact_email="an.peeters@gemeente.example",
        efforts=(Effort.HOME_INTERNET, Effort.SKILLS),
        objective="Elk kwetsbaar gezin heeft internet.",
        description="Het OCMW kiest de gezinnen en betaalt het eerste jaar.",
        realisation=adopted,
        continuity="Het OCMW betaalt verder uit eigen middelen.",
        continuity_body="Gemeenteraad",
    )


def draft_claim(session: Session, round_: Round, who: Town, adopted: str) -> Claim:
    """Return a complete draft for the whole drawing right."""
    claim = service.start_claim(session, who.actor, round_, who.organisation)
    service.save_claim(session, who.actor, claim, answers(adopted), claim.amount, claim.version)
    return claim


def submitted_claim(session: Session, round_: Round, who: Town, adopted: str) -> Claim:
    claim = draft_claim(session, round_, who, adopted)
    service.submit_claim(session, who.actor, claim)
    return claim
