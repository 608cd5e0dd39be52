"""Reads of the jury: seats, reviews, conflicts, selections.

A review reaches another juror's eyes only through :func:`others`, after the own one is in.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from subsidy.accounts.models import Person, PersonMandate
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.calls.domain.dossier import Consent
from subsidy.calls.models import Call
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.scoring.domain import conflicts as conflict
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Conflict, Juror, Review, SelectionRun


def jurors(session: Session, call_id: int) -> Sequence[Juror]:
    return session.scalars(
        select(Juror)
        .where(Juror.call_id == call_id)
        .options(joinedload(Juror.person), joinedload(Juror.employer))
        .order_by(Juror.id)
    ).all()


def seat(session: Session, call_id: int, public_id: str) -> Juror | None:
    return session.scalar(
        select(Juror)
        .where(Juror.call_id == call_id, Juror.public_id == public_id)
        .options(joinedload(Juror.person), joinedload(Juror.employer))
    )


def candidates_for_jury(session: Session, call_id: int) -> Sequence[Person]:
    """Return the people who could still be given a seat: active, not seated yet."""
    seated = select(Juror.person_id).where(Juror.call_id == call_id)
    return session.scalars(
        select(Person)
        .where(Person.active, Person.id.not_in(seated), Person.employer_id.is_not(None))
        .options(joinedload(Person.employer))
        .order_by(Person.name)
    ).all()


def _file(query: Select[Review]) -> Select[Review]:
    """With what a juror sees before any content: number, title, partners."""
    return query.options(
        joinedload(Review.juror).joinedload(Juror.employer),
        joinedload(Review.application).options(
            joinedload(Application.call),
            joinedload(Application.regulation_version),
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
        ),
    )


def review(session: Session, public_id: str) -> Review | None:
    return session.scalar(_by_address(), {"public_id": public_id})


@cache
def _by_address() -> Select[Review]:
    """Make the statement once, as making it takes as long as sending it."""
    by_address = Review.public_id == bindparam("public_id")
    return _file(select(Review)).where(by_address).options(selectinload(Review.marks))


@dataclass(frozen=True, slots=True)
class InHand:
    """A file in the hands of a juror, as one row of a list."""

    public_id: str
    status: ReviewStatus
    assigned_at: datetime
    number: str
    title: str
    lead: str
    call_id: int
    call: str


@cache
def _in_hand() -> Select[str, ReviewStatus, datetime, str, str, str, int, str]:
    """Make the statement once; plain rows, as they are only shown."""
    return (
        select(
            Review.public_id,
            Review.status,
            Review.assigned_at,
            Application.number,
            Application.title,
            Organisation.name,
            Call.id,
            Call.title,
        )
        .select_from(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .join(Application, Application.id == Review.application_id)
        .join(Organisation, Organisation.id == Application.lead_id)
        .join(Call, Call.id == Application.call_id)
        .where(Juror.person_id == bindparam("person_id"), Application.status == Status.ADMISSIBLE)
        .order_by(Application.call_id, Application.number)
    )


def files_of_person(session: Session, person_id: int) -> Sequence[InHand]:
    """Return the files in the hands of a juror, over all calls, in the order to work on."""
    return [InHand(*row) for row in session.execute(_in_hand(), {"person_id": person_id})]


@dataclass(frozen=True, slots=True)
class NextFile:
    """Where a juror goes on, and the number of that application."""

    public_id: str
    number: str


def next_file(session: Session, own: Review) -> NextFile | None:
    """Return the next file of the same call that waits for this juror; after the last the first."""
    later = Application.number > own.application.number
    row = session.execute(
        select(Review.public_id, Application.number)
        .join(Application, Application.id == Review.application_id)
        .where(
            Review.juror_id == own.juror_id,
            Review.id != own.id,
            Review.status.in_([ReviewStatus.ASSIGNED, ReviewStatus.CLEARED]),
            Application.status == Status.ADMISSIBLE,
        )
        .order_by(later.desc(), Application.number)
        .limit(1)
    ).one_or_none()
    return None if row is None else NextFile(*row)


def reviews_of_call(session: Session, call_id: int) -> Sequence[Review]:
    return session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(
            selectinload(Review.marks), joinedload(Review.juror), joinedload(Review.application)
        )
        .order_by(Review.application_id, Review.juror_id)
    ).all()


def assignments(session: Session, call_id: int) -> Sequence[Review]:
    """Return who has which file and how far each is, without a single mark."""
    return session.scalars(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .options(raiseload("*"))
        .order_by(Review.application_id, Review.juror_id)
    ).all()


def assignment(session: Session, call_id: int, public_id: str) -> Review | None:
    return session.scalar(
        select(Review)
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id, Review.public_id == public_id)
    )


def others(session: Session, own: Review) -> Sequence[Review]:
    """Return the colleagues' submitted reviews of the same file; nothing until the own is in."""
    if own.status is not ReviewStatus.SUBMITTED:
        return ()
    return session.scalars(
        select(Review)
        .where(
            Review.application_id == own.application_id,
            Review.id != own.id,
            Review.status == ReviewStatus.SUBMITTED,
        )
        .options(selectinload(Review.marks), joinedload(Review.juror))
        .order_by(Review.juror_id)
    ).all()


def admissible(session: Session, call_id: int) -> Sequence[Application]:
    return session.scalars(
        select(Application)
        .where(Application.call_id == call_id, Application.status == Status.ADMISSIBLE)
        .options(
            joinedload(Application.lead),
            joinedload(Application.call),
            joinedload(Application.regulation_version),
            selectinload(Application.partners).joinedload(Partner.organisation),
            selectinload(Application.budget_lines),
            selectinload(Application.realisations),
        )
        .order_by(Application.number)
    ).all()


def files(session: Session, call_id: int) -> Sequence[Application]:
    """Return the admissible files with what tells a conflict: number, title, partners."""
    return session.scalars(
        select(Application)
        .where(Application.call_id == call_id, Application.status == Status.ADMISSIBLE)
        .options(
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
            raiseload("*"),
        )
        .order_by(Application.number)
    ).all()


def application_of(session: Session, call_id: int, public_id: str) -> Application | None:
    return session.scalar(
        select(Application)
        .where(
            Application.call_id == call_id,
            Application.public_id == public_id,
            Application.status == Status.ADMISSIBLE,
        )
        .options(
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
        )
    )


def conflicts(session: Session, call_id: int) -> Mapping[tuple[int, int], Conflict]:
    """Return the noted conflicts of a call by (juror, application)."""
    found = session.scalars(
        select(Conflict)
        .join(Juror, Juror.id == Conflict.juror_id)
        .where(Juror.call_id == call_id)
        .order_by(Conflict.id)
    )
    return {(each.juror_id, each.application_id): each for each in found}


def successors(session: Session) -> Mapping[str, str]:
    """Return NIS code -> code after a merger, for all mergers known."""
    return {fact.predecessor_nis: fact.successor_nis for fact in organisations.successions(session)}


def organisations_of_jurors(
    session: Session, seats: Sequence[Juror]
) -> Mapping[int, Sequence[Organisation]]:
    """Return by juror the organisations that a juror belongs to: employer and mandates."""
    found: dict[int, dict[int, Organisation]] = defaultdict(dict)
    for seat in seats:
        if seat.employer is not None:
            found[seat.id][seat.employer.id] = seat.employer
    rows = session.execute(
        select(PersonMandate.person_id, Organisation)
        .join(Organisation, Organisation.id == PersonMandate.organisation_id)
        .where(PersonMandate.person_id.in_([seat.person_id for seat in seats]))
        .order_by(Organisation.id)
    ).all()
    people = {seat.person_id: seat.id for seat in seats}
    for person_id, organisation in rows:
        found[people[person_id]][organisation.id] = organisation
    return {seat.id: tuple(found[seat.id].values()) for seat in seats}


def derived(
    own: Sequence[Organisation], application: Application, successors: Mapping[str, str]
) -> tuple[conflict.DerivedConflict, ...]:
    """Return the conflicts that follow from facts; who refused an invitation has no part in it."""
    partners = [p.organisation for p in application.partners if p.consent is not Consent.REFUSED]
    return conflict.derive(
        [_body(each) for each in own],
        _body(application.lead),
        [_body(each) for each in partners],
        successors,
    )


def _body(organisation: Organisation) -> conflict.Body:
    return conflict.Body(organisation.id, organisation.name, organisation.nis)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a jury is: counts of reviews."""

    assigned: int
    submitted: int
    blocked: int

    @property
    def expected(self) -> int:
        return self.assigned - self.blocked


def progress(session: Session, call_id: int) -> Progress:
    rows = session.execute(
        select(Review.status, func.count().label("number"))
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == call_id)
        .group_by(Review.status)
    ).all()
    counts = {row.status: row.number for row in rows}
    return Progress(
        assigned=sum(counts.values()),
        submitted=counts.get(ReviewStatus.SUBMITTED, 0),
        blocked=counts.get(ReviewStatus.BLOCKED, 0),
    )


def latest_run(session: Session, call_id: int) -> SelectionRun | None:
    return session.scalar(
        select(SelectionRun)
        .where(SelectionRun.call_id == call_id)
        .order_by(SelectionRun.id.desc())
        .limit(1)
    )


def uncounted_since(session: Session, run: SelectionRun) -> Sequence[str]:
    """Return the numbers of files whose marks a selection rests on and that count no more."""
    rested_on = [each["review"] for each in run.content["reviews"]]
    return session.scalars(
        select(Application.number)
        .join(Review, Review.application_id == Application.id)
        .where(Review.public_id.in_(rested_on), Review.status == ReviewStatus.BLOCKED)
        .distinct()
        .order_by(Application.number)
    ).all()


def latest_runs(session: Session, call_ids: Sequence[int]) -> Sequence[SelectionRun]:
    """Return the newest computation of each call that has one, in one statement."""
    newest = (
        select(func.max(SelectionRun.id))
        .where(SelectionRun.call_id.in_(call_ids))
        .group_by(SelectionRun.call_id)
    )
    return session.scalars(
        select(SelectionRun).where(SelectionRun.id.in_(newest)).order_by(SelectionRun.call_id)
    ).all()


def call_of(session: Session, call_id: int) -> Call | None:
    return session.get(Call, call_id)
