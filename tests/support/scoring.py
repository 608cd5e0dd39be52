"""A closed call with admissible files and a jury, made through the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications import service as applications
from subsidy.applications.models import Application
from subsidy.calls import queries as calls
from subsidy.calls.models import Call
from subsidy.organisations.models import Organisation
from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.marks import Mark, Marks
from subsidy.scoring.models import Juror, Review
from tests.factories import as_actor, case_officer, municipality, person
from tests.support.applications import AFTER, CLOSES, complete, published_call
from tests.support.remembering import remembered

BEFORE_CLOSING = CLOSES - timedelta(hours=1)
FAR_AWAY = ("Brugge", "Oostende", "Kortrijk", "Roeselare", "Ieper", "Diksmuide")
CONSORTIA = (
    ("Aalst", "Ninove", "Haaltert"),
    ("Aalst", "Lede", "Denderleeuw"),
    ("Ninove", "Lede", "Haaltert"),
    ("Aalst", "Erpe-Mere", "Haaltert"),
    ("Ninove", "Erpe-Mere", "Lede"),
)
EIGHTS: Mapping[str, int] = {
    "samenwerking": 8,
    "opschaling": 8,
    "impact": 8,
    "continuiteit": 8,
    "aanpak": 8,
}


@dataclass(frozen=True, slots=True)
class Jury:
    """A closed call: its officer, its admissible files, its jurors."""

    call: Call
    officer: Person
    files: tuple[Application, ...]
    jurors: tuple[Juror, ...]

    @property
    def actor(self) -> Actor:
        return as_actor(self.officer, Role.CASE_OFFICER, now=AFTER)


def admissible(session: Session, call: Call, officer: Actor, *names: str) -> Application:
    """Return a file that was submitted in time and declared admissible."""

    def admit() -> str:
        made = complete(session, call, *names)
        applications.submit(session, made.lead.at(BEFORE_CLOSING), made.record)
        applications.admit(session, officer, made.record)
        return made.record.public_id

    step = ("admissible", call.id, officer.id, names)
    found = queries.application_of(session, call.id, remembered(session, step, admit))
    assert found is not None
    return found


def seated(
    session: Session, call: Call, officer: Actor, name: str, employer: Organisation
) -> Juror:
    """Return a juror who works for ``employer``."""
    sits = person(session, name, employer=employer)
    made = service.seat(session, officer, call, sits)
    found = queries.seat(session, call.id, made.public_id)
    assert found is not None
    return found


@dataclass(frozen=True, slots=True)
class _Seated:
    """A jury by its identifiers."""

    call: str
    officer: int
    files: tuple[str, ...]
    jurors: tuple[str, ...]


def jury(session: Session, *, files: int = 1, jurors: int = 3) -> Jury:
    """Return a call with so many files of the Denderregio and jurors from far away."""
    step = ("jury", files, jurors)
    made = remembered(session, step, lambda: _seated(session, files=files, jurors=jurors))
    call = calls.call(session, made.call)
    assert call is not None
    judged = [queries.application_of(session, call.id, each) for each in made.files]
    seats = [queries.seat(session, call.id, each) for each in made.jurors]
    return Jury(
        call,
        session.get_one(Person, made.officer),
        tuple(each for each in judged if each is not None),
        tuple(each for each in seats if each is not None),
    )


def _seated(session: Session, *, files: int, jurors: int) -> _Seated:
    call = published_call(session)
    who = remembered(session, "officer of the call", lambda: case_officer(session).id)
    officer = session.get_one(Person, who)
    actor = as_actor(officer, Role.CASE_OFFICER, now=AFTER)
    judged = [admissible(session, call, actor, *names) for names in CONSORTIA[:files]]
    seats = [
        seated(session, call, actor, f"Juror van {name}", municipality(session, name))
        for name in FAR_AWAY[:jurors]
    ]
    return _Seated(
        call.public_id,
        officer.id,
        tuple(each.public_id for each in judged),
        tuple(each.public_id for each in seats),
    )


def given(session: Session, made: Jury, juror: int = 0, file: int = 0) -> Review:
    """Return a file in the hands of a juror, nothing declared yet."""
    step = ("given", made.call.id, juror, file)
    return _review(session, remembered(session, step, lambda: _given(session, made, juror, file)))


def _given(session: Session, made: Jury, juror: int, file: int) -> str:
    return service.assign(session, made.actor, made.jurors[juror], made.files[file]).public_id


def reread(session: Session, review: Review) -> Review:
    """Return the review as it is stored now."""
    session.flush()
    public_id = review.public_id
    session.expire(review)
    return _review(session, public_id)


def _review(session: Session, public_id: str) -> Review:
    found = queries.review(session, public_id)
    assert found is not None
    return found


def juror_actor(review: Review) -> Actor:
    return Actor(id=review.juror.person_id, now=AFTER, roles=frozenset({Role.JUROR}))


def cleared(session: Session, made: Jury, juror: int = 0, file: int = 0) -> Review:
    """Return a file that a juror may read and score."""
    step = ("cleared", made.call.id, juror, file)
    return _review(session, remembered(session, step, lambda: _cleared(session, made, juror, file)))


def _cleared(session: Session, made: Jury, juror: int, file: int) -> str:
    review = given(session, made, juror, file)
    service.declare_none(session, juror_actor(review), review)
    return review.public_id


def sheet(
    marks: Mapping[str, int | None] = EIGHTS, motivation: str = "Sterk dossier.", version: int = 1
) -> Marks:
    return Marks(tuple(Mark(key, value, motivation) for key, value in marks.items()), version)


def scored(
    session: Session,
    made: Jury,
    juror: int = 0,
    file: int = 0,
    marks: Mapping[str, int | None] = EIGHTS,
) -> Review:
    """Return a file with the marks of a juror handed in."""

    def hand_in() -> str:
        review = cleared(session, made, juror, file)
        service.submit_marks(session, juror_actor(review), review, sheet(marks))
        return review.public_id

    step = ("scored", made.call.id, juror, file, tuple(marks.items()))
    return _review(session, remembered(session, step, hand_in))


def person_of(session: Session, juror: Juror) -> Person:
    return session.get_one(Person, juror.person_id)


def all_scored(session: Session, made: Jury, marks: Sequence[Mapping[str, int | None]]) -> None:
    """Let every juror give every file the marks of that file."""
    for juror in range(len(made.jurors)):
        for file, given_marks in zip(range(len(made.files)), marks, strict=True):
            scored(session, made, juror, file, given_marks)
