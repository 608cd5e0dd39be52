"""The verbs of the jury: seat, assign, mark, submit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.calls.domain.regulation import Regulation
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.text import N_, Text, plural
from subsidy.policy import Action, Actor, Role
from subsidy.scoring import queries
from subsidy.scoring.domain import marks
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review
from subsidy.workflow import audit, tell


def seat(
    session: Session, actor: Actor, call: Call, person: Person, *, is_chair: bool = False
) -> Juror:
    """Give a person a seat in the jury of a call."""
    juror = place(session, call, person, is_chair=is_chair)
    audit(session, actor, Action.MANAGE_JURY, juror)
    return juror


def place(session: Session, call: Call, person: Person, *, is_chair: bool = False) -> Juror:
    """Make the seat, under a label that hides the name."""
    number = 1 + (session.scalar(select(func.count(Juror.id)).where(Juror.call_id == call.id)) or 0)
    juror = Juror(
        call_id=call.id,
        person_id=person.id,
        employer_id=person.employer_id,
        is_chair=is_chair,
        label=f"Jurylid {number}",
    )
    try:
        with session.begin_nested():
            session.add(juror)
    except IntegrityError:
        raise refuse(Text("%(name)s already sits in this jury.", name=person.name)) from None
    accounts.grant(session, person, Role.JURY_CHAIR if is_chair else Role.JUROR)
    return juror


def assign(session: Session, actor: Actor, juror: Juror, application: Application) -> Review:
    """Put a file in the hands of a juror; a conflict of interest is refused."""
    barred = _Barred.of(session, [juror], [application])
    review = _give(session, actor, (juror, application), barred)
    announce(session, actor, juror.person_id, 1)
    return review


def assign_all(
    session: Session, actor: Actor, pairs: Sequence[tuple[Juror, Application]]
) -> Sequence[Review]:
    """Put many files in many hands: all of them, or none with every reason at once.

    A juror gets one message, however many files there are.
    """
    if not pairs:
        raise refuse(Text("Tick at least one box in the table."))
    barred = _Barred.of(
        session,
        list({juror.id: juror for juror, _ in pairs}.values()),
        list({file.id: file for _, file in pairs}.values()),
    )
    given: list[Review] = []
    refusals: list[Refusal] = []
    with session.begin_nested():  # so that a page after a refusal shows what really is
        for pair in pairs:
            try:
                with session.begin_nested():
                    given.append(_give(session, actor, pair, barred))
            except RefusedError as refused:
                refusals.extend(refused.refusals)
        refuse_if(refusals)
    for person_id, number in Counter(juror.person_id for juror, _ in pairs).items():
        announce(session, actor, person_id, number)
    return given


@dataclass(frozen=True, slots=True)
class _Barred:
    """What keeps jurors from files: conflicts of interest, and what they read at the table."""

    held: queries.Against
    heard: frozenset[tuple[int, int]]

    @classmethod
    def of(
        cls, session: Session, seats: Sequence[Juror], files: Sequence[Application]
    ) -> "_Barred":
        heard = queries.heard(session, [each.id for each in seats], [each.id for each in files])
        return cls(queries.against(session, seats, files), heard)


def _give(
    session: Session, actor: Actor, pair: tuple[Juror, Application], barred: _Barred
) -> Review:
    juror, application = pair
    if application.status is not Status.ADMISSIBLE:
        raise refuse(Text("Only an admissible file goes to the jury."))
    if juror.left_at is not None:
        raise refuse(Text("%(juror)s dropped out of the jury.", juror=juror.label))
    found = barred.held.reasons(juror.id, application.id)
    if found:
        raise refuse(
            Text(
                "%(juror)s cannot have this file: %(evidence)s",
                juror=juror.label,
                evidence=found[0].evidence,
            )
        )
    if (juror.id, application.id) in barred.heard:
        text = N_(
            "%(juror)s heard in a meeting what colleagues think of %(number)s. "
            "Give it to another juror."
        )
        raise refuse(Text(text, juror=juror.label, number=application.number))
    review = Review(juror_id=juror.id, application_id=application.id, assigned_at=actor.now)
    try:
        with session.begin_nested():
            session.add(review)
    except IntegrityError:
        raise refuse(Text("%(juror)s already has this file.", juror=juror.label)) from None
    audit(session, actor, Action.MANAGE_JURY, review)
    return review


def announce(session: Session, actor: Actor, person_id: int, number: int) -> None:
    """Tell a juror that files wait; one message, however many they are."""
    tell(
        session,
        [person_id],
        plural("A file waits for you", "%(n)s files wait for you", number),
        Text("First declare whether you have a conflict of interest. Then you can score the file."),
        path="/jury",
        now=actor.now,
    )


def unassign(session: Session, actor: Actor, review: Review) -> None:
    """Take a file back, as long as nothing was declared or scored."""
    if review.status is not ReviewStatus.ASSIGNED:
        raise refuse(Text("The juror has begun with this file. Leave it with this juror."))
    audit(session, actor, Action.MANAGE_JURY, review, reason="unassigned")
    session.delete(review)


def criteria_of(application: Application) -> tuple[marks.Criterion, ...]:
    """Return the award criteria of the regulation under which a file was submitted."""
    return criteria_in(application.regulation_version.regulation)


def criteria_in(regulation: Regulation) -> tuple[marks.Criterion, ...]:
    """Return the award criteria of a regulation."""
    return tuple(
        marks.Criterion(
            criterion.key, criterion.name, criterion.weight_basis_points, criterion.minimum_mark
        )
        for criterion in regulation.criteria
    )


def own_merit(review: Review) -> int | None:
    """Return the points (in hundredths) that a juror gives a file; None while a mark is missing."""
    given = {mark.criterion: mark.value for mark in review.marks}
    return marks.file_merit(criteria_of(review.application), [given])


def mean_hundredths(mean: Fraction) -> int:
    """Return a mean mark (0-10) in hundredths (0-1000), for letters and lists."""
    return marks.half_even(mean * 100)
