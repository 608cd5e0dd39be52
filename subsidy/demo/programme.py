"""The programme of the demo: fifty million euro in three lines, with calls on the second."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from subsidy.applications import service as applications
from subsidy.budget import service as budget
from subsidy.budget.models import Line
from subsidy.calls import service as calls
from subsidy.calls.domain.regulation import PaysTo, Preparation, Regulation, dump, new_draft
from subsidy.calls.domain.rules import RULES, Requirement, Weight
from subsidy.calls.models import Call
from subsidy.config import data_folder
from subsidy.core.money import Money
from subsidy.demo import calendar, consulting, plans, questions
from subsidy.demo.people import Company
from subsidy.planning.domain.codes import Aim, TargetGroup
from subsidy.planning.models import Survey
from subsidy.rehearsal import service as rehearsal
from subsidy.rehearsal.domain import Rehearsal
from subsidy.rehearsal.imports import read

SHIPPED = "iedereen-digitaal-2021"
DAY = timedelta(days=1)
LINES = (
    ("Toegang tot internet met de UiTPAS of een alternatief", Money(30_000_000_00)),
    ("Lokale e-inclusie onder regie van de lokale besturen", Money(15_000_000_00)),
    ("Toegankelijkheidstoets, digibuddy's en monitor", Money(5_000_000_00)),
)


def found(session: Session, company: Company) -> Line:
    """Make the programme with its lines; return the one that the calls are on."""
    programme = budget.found_programme(
        session,
        "Iedereen Digitaal",
        "Relanceplan Vlaamse Veerkracht",
        calendar.FIRST_DAY,
        calendar.LAST_DAY,
    )
    actor = company.cast.officer_at(calendar.FOUNDED)
    lines = [
        budget.endow_line(session, actor, programme, name, envelope) for name, envelope in LINES
    ]
    plans.explain(session, company, lines)
    return lines[1]


@cache
def shipped() -> Rehearsal:
    """Return the rehearsal that ships with the application: the decided call of the demo."""
    return read(data_folder("rehearsals") / SHIPPED)


def _smaller(
    title: str,
    aim: str,
    window: tuple[datetime, datetime],
    reserved: int,
    before: Preparation,
) -> Regulation:
    opens_at, closes_at = window
    return replace(
        shipped().regulation,
        title=title,
        aim=aim,
        opens_at=opens_at,
        closes_at=closes_at,
        reserved=Money(reserved * 100),
        minimum=Money(50_000_00),
        maximum=Money(250_000_00),
        partner_minimum=Money(5_000_00),
        first_day=date(2022, 10, 1),
        form=questions.form(),
        requirements=_with_advice(shipped().regulation.requirements),
        seed=f"{title} {opens_at.year}",
        minimum_jurors=2,
        preparation=before,
    )


ADVICE: Mapping[str, Mapping[str, int]] = {
    "minimum_typologies": {"classes": 2},
    "connected_area": {"areas": 1},
    "own_contribution": {"share": 1_000},
    "letters_of_intent": {"letters": 2},
    "indicators_measured": {"indicators": 2},
    "projects_per_municipality": {"projects": 2},
    "no_double_funding": {},
}


def _with_advice(conditions: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """Return the conditions of the shipped call with some advice, in the order of the library."""
    chosen = {requirement.rule: requirement for requirement in conditions}
    for key, params in ADVICE.items():
        chosen[key] = Requirement(key, params, Weight.ADVICE)
    return tuple(chosen[key] for key in RULES if key in chosen)


def projects() -> Regulation:
    """Return the call that has closed and that the jury works on."""
    return _smaller(
        "Digitale kansen in de buurt",
        "Gemeenten brengen hulp en oefenkansen tot bij de mensen thuis en in hun wijk.",
        (calendar.PROJECT_OPENS, calendar.PROJECT_CLOSES),
        900_000,
        Preparation(aims=(Aim.INDIVIDUAL, Aim.PRACTICE), target_groups=(TargetGroup.ALL,)),
    )


def points() -> Regulation:
    """Return the call that is open."""
    regulation = _smaller(
        "Digipunten dicht bij huis",
        "Elke inwoner vindt op wandelafstand iemand die helpt met een digitale vraag.",
        (calendar.POINT_OPENS, calendar.POINT_CLOSES),
        1_500_000,
        Preparation(
            aims=(Aim.INDIVIDUAL,), target_groups=(TargetGroup.ELDERLY, TargetGroup.JOB_SEEKERS)
        ),
    )
    return replace(regulation, pays_to=PaysTo.LEAD)


def next_call() -> Regulation:
    """Return the call that waits for the decision maker."""
    return _smaller(
        "Digitaal dichtbij: scholen en bibliotheken",
        "Scholen en bibliotheken openen samen met gemeenten hun lokalen voor digitale hulp.",
        (calendar.NEXT_OPENS, calendar.NEXT_CLOSES),
        1_200_000,
        Preparation(aims=(Aim.ACCESS, Aim.PRACTICE), target_groups=(TargetGroup.YOUNG,)),
    )


def standing_on(survey: Survey) -> Regulation:
    """Return the next call, with the survey that asked for it."""
    regulation = next_call()
    before = replace(regulation.preparation, survey=survey.public_id, survey_title=survey.title)
    return replace(regulation, preparation=before)


def publish(session: Session, company: Company, line: Line, regulation: Regulation) -> Call:
    """Write, propose and publish a call: two people."""
    empty = Rehearsal(
        regulation=regulation,
        envelope=regulation.reserved,
        line=line.name,
        applications=(),
        partners=(),
        budget=(),
        continuity=(),
        jurors=(),
        scores=(),
    )
    return rehearsal.play_call(session, company.cast, line, empty)


def publish_points(session: Session, company: Company, line: Line) -> Call:
    """Publish the call that is open, with the deadline it had at first."""
    first = replace(points(), closes_at=calendar.POINT_FIRST_CLOSES)
    return publish(session, company, line, first)


def extend(session: Session, company: Company, call: Call) -> None:
    """Give everybody a week more: one prepares it, another approves it."""
    asked, approved = calendar.START - 3 * DAY, calendar.START - 2 * DAY
    reason = "In de eerste week was het loket een halve dag onbereikbaar."
    change = calls.prepare_extension(
        session, company.cast.officer_at(asked), call, points().closes_at, reason
    )
    applications.approve_change(session, company.cast.decision_maker_at(approved), change)


def propose(session: Session, company: Company, line: Line, survey: Survey) -> Call:
    """Lay a complete call before the decision maker; it stands on a needs survey."""
    author = company.cast.officer_at(consulting.PAST.opens_at - 2 * DAY)
    regulation = standing_on(survey)
    call = calls.create(session, author, line, dump(regulation))
    consulting.play(session, company, call, consulting.changed(regulation))
    officer = company.cast.officer_at(calendar.START - 3 * DAY)
    calls.propose(session, officer, call)
    return call


def consult(session: Session, company: Company, line: Line) -> None:
    """Lay a draft before local authorities, who can still react."""
    regulation = _smaller(
        consulting.TITLE,
        "Vrijwilligers helpen mensen thuis met hun eerste stappen op een scherm.",
        (calendar.NEXT_OPENS + 60 * DAY, calendar.NEXT_CLOSES + 60 * DAY),
        600_000,
        Preparation(aims=(Aim.INDIVIDUAL,), target_groups=(TargetGroup.ELDERLY,)),
    )
    consulting.ask(session, company, line, regulation)


def draft(session: Session, company: Company, line: Line) -> Call:
    """Begin a call that still lacks its criteria and its continuity statement."""
    officer = company.cast.officer_at(calendar.START - 4 * DAY)
    title = "E-inclusie op het werk"
    call = calls.create(session, officer, line, new_draft(title))
    known = dump(next_call())
    aim = {
        "oproep": {
            "titel": title,
            "doel": "Ook medewerkers van lokale besturen leren digitaal bij, elk op hun tempo.",
            "contact": known["oproep"]["contact"],
            "opent": "2023-01-09 09:00",
            "sluit": "2023-03-03 12:00",
        }
    }
    begun = {"oproep": {**aim["oproep"], "doel": "Medewerkers van lokale besturen leren bij."}}
    calls.save(session, officer, call, "doel", begun, call.version)
    calls.save(session, officer, call, "doel", aim, call.version)
    money = {"bedragen": known["bedragen"], "project": known["project"]}
    calls.save(session, officer, call, "geld", money, call.version)
    asked = _unfinished_form()["vragen"]
    for number in (len(asked) - 1, len(asked)):  # the last question came later
        form = {"formulier": {"vragen": asked[:number]}}
        calls.save(session, officer, call, "formulier", form, call.version)
    return call


def _unfinished_form() -> dict[str, Any]:
    """Return questions as they stand halfway: one has no purpose, one no choices yet."""
    questions_so_far = [dict(each) for each in questions.DATA["vragen"][:3]]
    del questions_so_far[0]["doel"]
    loose = {"sleutel": "toestel", "soort": "een_keuze", "vraag": "Welk toestel leent u uit?"}
    return {"vragen": [*questions_so_far, loose]}
