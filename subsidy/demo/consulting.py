"""The consultations of the demo: one that runs, one that ended with a reaction report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from subsidy.budget.models import Line
from subsidy.calls import queries
from subsidy.calls import service as calls
from subsidy.calls.domain.consultation import (
    Expectation,
    Feasible,
    NewConsultation,
    Reaction,
    Reactions,
    Topic,
)
from subsidy.calls.domain.regulation import Regulation, dump
from subsidy.calls.models import Call, Consultation
from subsidy.demo import calendar
from subsidy.demo.people import ADVOCATE, HOREBEKE, LEDE, MAARKEDAL, UNION, Company
from subsidy.policy import Actor, Mandate, MandateKind

DAY = timedelta(days=1)
TITLE = "Digibuddy's aan huis"
NINOVE, HAALTERT, GERAARDSBERGEN = "41048", "41024", "41018"
YES, NO = Feasible.YES, Feasible.NO
VOLUNTEERS, CONTINUING, PASSING_ON = (each.value for each in Expectation)
EXPECTED = {
    VOLUNTEERS: "Elke gemeente vindt vijf vrijwilligers en begeleidt hen.",
    CONTINUING: "Elke gemeente betaalt na 2024 zelf wat zij wil houden.",
    PASSING_ON: "Elke gemeente deelt haar draaiboek met twee andere gemeenten.",
}
PAST = NewConsultation(
    opens_at=calendar.at(date(2022, 7, 4), 9),
    closes_at=calendar.at(date(2022, 8, 12), 12),
    introduction="Vooral dit willen wij weten: raken uw lokalen open, ook 's avonds?",
    expectations=EXPECTED,
)
RUNNING = NewConsultation(
    opens_at=calendar.at(date(2022, 9, 5), 9),
    closes_at=calendar.at(date(2022, 10, 3), 12),
    introduction="Wij twijfelen over de vrijwilligers. Zeg ons wat u echt kunt.",
    expectations=EXPECTED,
)
SAID: Mapping[str, Reactions] = {
    LEDE: {
        Topic.MONEY.value: Reaction("Het minimum per partner is te hoog voor een dorp."),
        VOLUNTEERS: Reaction("Wij vinden er twee, geen vijf.", NO),
        CONTINUING: Reaction("", YES),
    },
    NINOVE: {
        Topic.AIM.value: Reaction("Noem ook de jeugdhuizen: daar komen jongeren die wegblijven."),
        VOLUNTEERS: Reaction("", YES),
        PASSING_ON: Reaction("", YES),
    },
    HAALTERT: {
        CONTINUING: Reaction("De gemeenteraad beslist pas in 2025. Wij beloven niets.", NO),
        PASSING_ON: Reaction("", YES),
    },
}
OF_MEMBERS: Reactions = {
    Topic.RULES.value: Reaction("Laat ook twee kleine gemeenten samen indienen."),
    VOLUNTEERS: Reaction("Alleen met een gedeelde begeleider per regio.", NO),
    PASSING_ON: Reaction("", YES),
}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "Lede": {
        Topic.MONEY.value: "Wij verlagen het minimum niet: anders versnippert het geld.",
        VOLUNTEERS: "Twee is genoeg. Het ontwerp zegt nu “naar vermogen”.",
    },
    "Ninove": {Topic.AIM.value: "Goed idee. Het doel noemt nu ook de jeugdhuizen."},
    "Haaltert": {CONTINUING: "U schrijft in uw plan wie beslist en wanneer. Dat volstaat."},
    UNION: {
        Topic.RULES.value: "Nee: groot en klein samen blijft de voorwaarde.",
        VOLUNTEERS: "Een gedeelde begeleider is een kost die u kunt aanvragen.",
    },
}
REPORT = (
    "Wij noemen de jeugdhuizen in het doel en vragen geen vast aantal vrijwilligers meer. "
    "De voorwaarde van groot en klein samen blijft."
)


def play(session: Session, company: Company, call: Call, changed: Regulation) -> None:
    """Consult on a draft, change it by what was said, and report, before the demo starts."""
    found = _start(session, company, call, PAST)
    for nis, reactions in SAID.items():
        _react(session, company, found, nis, reactions)
    _speak_for(session, company, found, (HOREBEKE, MAARKEDAL, GERAARDSBERGEN))
    officer = company.cast.officer_at(PAST.closes_at + 7 * DAY)
    for voice in queries.voices(session, found.id):
        answers = ANSWERS[voice.organisation.name]
        calls.answer_voice(session, officer, found, voice, answers, voice.version)
    part = {"oproep": dump(changed)["oproep"]}
    calls.save(session, officer, call, "doel", part, call.version)
    calls.publish_report(session, officer, found, REPORT)


def ask(session: Session, company: Company, line: Line, regulation: Regulation) -> None:
    """Leave one draft before local authorities; Aalst did not react yet."""
    officer = company.cast.officer_at(RUNNING.opens_at - DAY)
    call = calls.create(session, officer, line, dump(regulation))
    found = _start(session, company, call, RUNNING)
    _react(session, company, found, LEDE, SAID[LEDE])


def _start(session: Session, company: Company, call: Call, new: NewConsultation) -> Consultation:
    officer = company.cast.officer_at(new.opens_at - DAY)
    calls.start_consultation(session, officer, call, new)
    found = queries.consultation(session, call.public_id)
    assert found is not None  # noqa: S101 - started just now
    return found


def _react(
    session: Session, company: Company, found: Consultation, nis: str, reactions: Reactions
) -> None:
    organisation, _person = company.cast.members[nis]
    member = company.cast.member_at(nis, found.opens_at + 3 * DAY)
    calls.react(session, member, found, organisation, reactions, 0)


def _speak_for(
    session: Session, company: Company, found: Consultation, nis_codes: tuple[str, ...]
) -> None:
    union = company.organisations[UNION]
    for nis in nis_codes:
        organisation, _person = company.cast.members[nis]
        member = company.cast.member_at(nis, found.opens_at + DAY)
        calls.let_answer(session, member, found, organisation, union)
    advocate = _advocate(company, union.id, found.opens_at + 10 * DAY)
    calls.react(session, advocate, found, union, OF_MEMBERS, 0)


def _advocate(company: Company, union_id: int, now: datetime) -> Actor:
    mandate = Mandate(union_id, MandateKind.EDITOR)
    person = company.person(ADVOCATE)
    return Actor(person.id, now, frozenset(), (mandate,), union_id)


def changed(regulation: Regulation) -> Regulation:
    """Return the call as it is after the consultation: its aim names the youth centres."""
    return replace(
        regulation,
        aim=f"{regulation.aim} Ook jeugdhuizen kunnen meedoen.",
    )
