"""The verbs of dividing files over a jury: try it out, apply it, let a juror drop out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain.bids import HUNDREDTHS
from subsidy.scoring.domain.computing import Kind, State, digest
from subsidy.scoring.domain.division import AT_ONCE, Division, Expert, Pair, Question, Wish
from subsidy.scoring.domain.expertise import Profile
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Computation, Juror, Review
from subsidy.scoring.service.computing import ask, compute
from subsidy.scoring.service.jury import announce
from subsidy.workflow import audit

BEGUN = (ReviewStatus.CLEARED, ReviewStatus.SUBMITTED)


def try_out(session: Session, actor: Actor, call: Call, wish: Wish) -> Computation:
    """Compute who could judge what; of a great panel the worker does it. Nobody is told."""
    desk = _Desk.of(session, call)
    if not desk.seats:
        raise refuse(Text("Give the first juror a seat before you divide the files."))
    if not desk.files:
        raise refuse(Text("No file is admissible yet. Judge the admissibility first."))
    question = desk.question(session, actor, wish).to_data()
    large = len(desk.seats) * len(desk.files) > AT_ONCE
    return (ask if large else compute)(session, actor, call, Kind.ASSIGNING, question)


def division_of(made: Computation) -> Division | None:
    """Return what a trial found; None as long as it did not end, or when it failed."""
    return None if made.result is None else Division.from_data(made.result)


def apply_division(session: Session, actor: Actor, call: Call, public_id: str) -> tuple[int, int]:
    """Give and take files as the trial says; return how many were given and taken back.

    Raises RefusedError when anything changed since that would have made another trial.
    """
    made = queries.computation(session, public_id)
    if made is None or made.call_id != call.id or made.kind is not Kind.ASSIGNING:
        raise refuse(Text("This trial does not exist. Make a new one."))
    division = division_of(made)
    if made.state is not State.DONE or division is None or division.shortage is not None:
        raise refuse(Text("This trial has no division. Make a new one."))
    desk = _Desk.of(session, call)
    if digest(desk.question(session, actor, division.wish).to_data()) != made.input_hash:
        raise refuse(Text("Something changed in the jury or the files since. Make a new trial."))
    return _taken_back(session, actor, desk, division), _given(session, actor, desk, division)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The jury and the files of a call with what is given already.

    ``closed``: by a conflict of interest, or as the juror heard the marks of others at the table.
    """

    call: Call
    seats: Sequence[Juror]
    files: Sequence[Application]
    reviews: Mapping[Pair, Review]
    closed: frozenset[Pair]

    @classmethod
    def of(cls, session: Session, call: Call) -> "_Desk":
        seats, files = queries.jurors(session, call.id), queries.files(session, call.id)
        names = {each.id: each.public_id for each in seats}
        numbers = {each.id: each.public_id for each in files}
        given = {
            (names[each.juror_id], numbers[each.application_id]): each
            for each in queries.assignments(session, call.id)
            if each.application_id in numbers
        }
        return cls(call, seats, files, given, _closed(session, seats, files))

    def question(self, session: Session, actor: Actor, wish: Wish) -> Question:
        known = queries.profiles(session, [each.person_id for each in self.seats])
        blocked = {p for p, review in self.reviews.items() if review.is_blocked}
        closed = self.closed | blocked
        return Question(
            seed=self.call.public_id,
            wish=wish,
            experts=tuple(
                _expert(each, known.get(each.person_id, Profile()), wish, actor)
                for each in self.seats
            ),
            papers=queries.papers(session, self.files),
            closed=closed,
            begun=self._in(*BEGUN) - closed,
            given=self._in(ReviewStatus.ASSIGNED) - closed,
            bids=self._bids(session),
        )

    def _bids(self, session: Session) -> Mapping[Pair, int]:
        """Return what was asked for, of files that are still there."""
        seats = {each.id: each.public_id for each in self.seats}
        files = {each.id: each.public_id for each in self.files}
        return {
            (seats[juror_id], files[file_id]): HUNDREDTHS[bid]
            for (juror_id, file_id), bid in queries.bids(session, list(seats)).items()
            if file_id in files
        }

    def _in(self, *states: ReviewStatus) -> frozenset[Pair]:
        return frozenset(pair for pair, review in self.reviews.items() if review.status in states)


def _closed(
    session: Session, seats: Sequence[Juror], files: Sequence[Application]
) -> frozenset[Pair]:
    held = queries.against(session, seats, files)
    heard = queries.heard(session, [each.id for each in seats], [each.id for each in files])
    return frozenset(
        (juror.public_id, file.public_id)
        for juror in seats
        for file in files
        if held.reasons(juror.id, file.id) or (juror.id, file.id) in heard
    )


def _expert(juror: Juror, profile: Profile, wish: Wish, actor: Actor) -> Expert:
    """Return a juror as the solver knows one: never a name, and nothing for who is away or gone."""
    there = juror.left_at is None and profile.is_available(actor.now.date())
    most = wish.most if profile.most is None else profile.most
    return Expert(
        id=juror.public_id,
        organisation=juror.employer.public_id if juror.employer else None,
        areas=profile.areas,
        about=profile.about,
        least=min(profile.least, most) if there else 0,
        most=most if there else 0,
    )


def _taken_back(session: Session, actor: Actor, desk: _Desk, division: Division) -> int:
    """Take back what was given, not begun, and is in other hands now."""
    dropped = [
        review
        for pair, review in desk.reviews.items()
        if review.status is ReviewStatus.ASSIGNED and pair not in division.pairs
    ]
    for review in dropped:
        audit(session, actor, Action.MANAGE_JURY, review, reason="unassigned")
        session.delete(review)
    return len(dropped)


def _given(session: Session, actor: Actor, desk: _Desk, division: Division) -> int:
    """Give what is new. The trial knew every conflict of now, so none is asked again."""
    seats = {each.public_id: each for each in desk.seats}
    files = {each.public_id: each for each in desk.files}
    pairs = [
        (seats[juror], files[file])
        for juror, file in sorted(division.pairs)
        if (juror, file) not in desk.reviews
    ]
    made = [
        Review(juror_id=juror.id, application_id=file.id, assigned_at=actor.now)
        for juror, file in pairs
    ]
    try:
        with session.begin_nested():
            session.add_all(made)
    except IntegrityError:
        raise refuse(Text("Somebody gave the same files just now. Open the page again.")) from None
    for review in made:
        audit(session, actor, Action.MANAGE_JURY, review)
    for person_id, number in sorted(Counter(juror.person_id for juror, _ in pairs).items()):
        announce(session, actor, person_id, number)
    return len(made)
