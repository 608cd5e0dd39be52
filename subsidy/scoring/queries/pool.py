"""Reads of the pool of jurors, and of what files are about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from subsidy.accounts.models import Person
from subsidy.applications.domain.form import Key
from subsidy.applications.models import Application, Section
from subsidy.scoring.domain.computing import Kind
from subsidy.scoring.domain.division import Paper
from subsidy.scoring.domain.expertise import Profile, areas_of, text_of
from subsidy.scoring.models import Computation, JurorProfile

ABOUT_THE_PROJECT = (Key.CONTENT, Key.PRIVACY, Key.QUESTIONS)


def profiles(session: Session, person_ids: Collection[int]) -> Mapping[int, Profile]:
    """Return what is known of these people, by person; who is not in the pool is left out."""
    found = session.scalars(select(JurorProfile).where(JurorProfile.person_id.in_(person_ids)))
    return {each.person_id: each.profile for each in found}


@dataclass(frozen=True, slots=True)
class InPool:
    """A person who can sit in a jury, with what is known so far."""

    person: Person
    row: JurorProfile | None

    @property
    def profile(self) -> Profile:
        return Profile() if self.row is None else self.row.profile


def pool(session: Session) -> Sequence[InPool]:
    """Return everybody of whom the employer is known, by name."""
    return [
        InPool(person, row)
        for person, row in session.execute(
            select(Person, JurorProfile)
            .outerjoin(JurorProfile, JurorProfile.person_id == Person.id)
            .where(Person.active, Person.employer_id.is_not(None))
            .options(joinedload(Person.employer))
            .order_by(Person.name, Person.id)
        )
    ]


def in_pool(session: Session, public_id: str) -> InPool | None:
    row = session.execute(
        select(Person, JurorProfile)
        .outerjoin(JurorProfile, JurorProfile.person_id == Person.id)
        .where(Person.public_id == public_id, Person.active, Person.employer_id.is_not(None))
        .options(joinedload(Person.employer))
    ).one_or_none()
    return None if row is None else InPool(*row)


def own_place(session: Session, person_id: int) -> InPool:
    """Return what is known of a person who is there, in the pool or not."""
    row = session.execute(
        select(Person, JurorProfile)
        .outerjoin(JurorProfile, JurorProfile.person_id == Person.id)
        .where(Person.id == person_id)
        .options(joinedload(Person.employer))
    ).one()
    return InPool(*row)


def papers(session: Session, applications: Sequence[Application]) -> tuple[Paper, ...]:
    """Return what these files are about and their text: what the project is, never who to call."""
    rows = session.execute(
        select(Section.application_id, Section.key, Section.answers)
        .where(
            Section.application_id.in_([each.id for each in applications]),
            Section.key.in_(ABOUT_THE_PROJECT),
        )
        .order_by(Section.application_id, Section.key)
    )
    answers: dict[int, dict[str, dict[str, object]]] = defaultdict(dict)
    for application_id, key, answered in rows:
        answers[application_id][key] = answered
    return tuple(_paper(each, answers[each.id]) for each in applications)


def _paper(application: Application, answers: Mapping[str, Mapping[str, object]]) -> Paper:
    tasks = [partner.tasks for partner in application.partners]
    text = text_of([application.title, application.summary, dict(answers), tasks])
    return Paper(application.public_id, areas_of(answers.get(Key.CONTENT, {})), text)


def latest_division(session: Session, call_id: int) -> Computation | None:
    """Return the newest trial of an assignment, without the texts that went into it."""
    return session.scalar(
        select(Computation)
        .where(Computation.call_id == call_id, Computation.kind == Kind.ASSIGNING)
        .options(defer(Computation.input))
        .order_by(Computation.id.desc())
        .limit(1)
    )
