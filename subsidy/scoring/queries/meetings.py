"""Reads of the meetings of a jury: who is there, what is on the table, and who may see it.

What is on the table comes only from :func:`table`: who has a conflict of interest with the file
gets no file from it, and nobody gets marks before the own ones are in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.calls.models import Call
from subsidy.scoring.domain.conflicts import Reason
from subsidy.scoring.domain.deliberation import (
    NOTHING_SETTLED,
    Consensus,
    Settled,
    Standing,
)
from subsidy.scoring.models import (
    Attendance,
    Conflict,
    ConsensusMark,
    Discussion,
    FileAdvice,
    Juror,
    Leaving,
    Meeting,
    Review,
    TableDeclaration,
)
from subsidy.scoring.queries.conflicts import Against, against
from subsidy.scoring.queries.seats import jurors


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting with the whole jury; the policy asks it who sits in that."""

    meeting: Meeting
    seats: Sequence[Juror]

    @property
    def call(self) -> Call:
        return self.meeting.call

    @property
    def chair_ids(self) -> frozenset[int]:
        return frozenset(seat.person_id for seat in self._taken if seat.is_chair)

    @property
    def member_ids(self) -> frozenset[int]:
        return frozenset(seat.person_id for seat in self._taken)

    @property
    def _taken(self) -> Sequence[Juror]:
        return [seat for seat in self.seats if seat.left_at is None]

    @property
    def left_at(self) -> Mapping[int, datetime]:
        """When who dropped out of the jury did, by the id of the juror."""
        return {seat.id: seat.left_at for seat in self.seats if seat.left_at is not None}

    def seat_of(self, person_id: int) -> Juror | None:
        return next((each for each in self.seats if each.person_id == person_id), None)


def sitting(session: Session, public_id: str) -> Sitting | None:
    meeting = session.scalar(
        select(Meeting).where(Meeting.public_id == public_id).options(joinedload(Meeting.call))
    )
    return None if meeting is None else Sitting(meeting, jurors(session, meeting.call_id))


def meetings(session: Session, call_id: int) -> Sequence[Meeting]:
    """Return the meetings of a jury, the newest first."""
    return session.scalars(
        select(Meeting).where(Meeting.call_id == call_id).order_by(Meeting.id.desc())
    ).all()


def attendance(session: Session, meeting_id: int) -> Sequence[Attendance]:
    """Return who came and went, in order of time."""
    return session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(Attendance.id)
    ).all()


def present(sat: Sitting, rows: Sequence[Attendance]) -> frozenset[int]:
    """Return the ids of the jurors who are there, after these rows; nobody who dropped out."""
    now = {row.juror_id: row.present for row in rows}
    return frozenset(
        juror_id for juror_id, is_there in now.items() if is_there and juror_id not in sat.left_at
    )


def discussions(session: Session, meeting_id: int) -> Sequence[Discussion]:
    """Return what was on the table, in order of time."""
    return session.scalars(
        select(Discussion)
        .where(Discussion.meeting_id == meeting_id)
        .options(
            joinedload(Discussion.application).options(
                joinedload(Application.lead),
                joinedload(Application.regulation_version),
                selectinload(Application.partners).joinedload(Partner.organisation),
            )
        )
        .order_by(Discussion.id)
    ).all()


def tables_of(session: Session, juror_id: int, application_id: int) -> Sequence[Discussion]:
    """Return where this file is on the table now while this juror is noted as present."""
    newest = (
        select(func.max(Attendance.id))
        .where(Attendance.juror_id == juror_id)
        .group_by(Attendance.meeting_id)
    )
    return session.scalars(
        select(Discussion)
        .join(Attendance, Attendance.meeting_id == Discussion.meeting_id)
        .where(
            Discussion.application_id == application_id,
            Discussion.ended_at.is_(None),
            Attendance.id.in_(newest),
            Attendance.present,
        )
        .order_by(Discussion.id)
    ).all()


def leavings(session: Session, discussion_ids: Collection[int]) -> Sequence[Leaving]:
    return session.scalars(
        select(Leaving)
        .where(Leaving.discussion_id.in_(discussion_ids))
        .order_by(Leaving.discussion_id, Leaving.juror_id)
    ).all()


# What is on the table -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """What is on the table, for one person. ``discussion`` None: that person may not know.

    ``reviews``: the marks of everybody, only when all may be seen; ``own``: the own review;
    ``waits``: marks of somebody are still to come.
    """

    standing: Standing
    discussion: Discussion | None = None
    reviews: Sequence[Review] = ()
    own: Review | None = None
    waits: bool = False

    @property
    def is_open(self) -> bool:
        return self.standing is Standing.OPEN


def table(session: Session, sat: Sitting, person_id: int) -> Table:
    """Return what this person sees of what is on the table now."""
    seat = sat.seat_of(person_id)
    if not sat.meeting.is_open:
        return Table(Standing.CLOSED)
    if seat is None or seat.id not in present(sat, attendance(session, sat.meeting.id)):
        return Table(Standing.ABSENT)
    discussion = on_table(session, sat.meeting.id)
    if discussion is None:
        return Table(Standing.NOTHING)
    held = against(session, sat.seats, [discussion.application])
    if held.reasons(seat.id, discussion.application_id):
        return Table(Standing.OUT)
    return _seen(session, seat, discussion, held)


def _seen(session: Session, seat: Juror, discussion: Discussion, held: Against) -> Table:
    every = _reviews(session, discussion.application_id)
    for each in every:
        each.denied = bool(held.reasons(each.juror_id, each.application_id))
    own = next((each for each in every if each.juror_id == seat.id), None)
    if own is not None and own.is_open:
        return Table(Standing.UNSCORED, discussion, own=own)
    if own is not None and own.is_blocked:
        return Table(Standing.OUT)
    if own is None and not _declared(session, seat.id, discussion.application_id):
        return Table(Standing.UNSAID, discussion)
    counted = [each for each in every if each.counts]
    waits = any(each.is_open for each in every)
    return Table(Standing.OPEN, discussion, counted, own, waits=waits)


def heard_about(session: Session, sat: Sitting, person_id: int) -> Sequence[Discussion]:
    """Return what was on the table after this person declared there to have no conflict.

    The last time of each file; without files that a conflict closes, and without those that this
    person has to score: those have a page of their own. Also when the meeting is closed.
    """
    seat = sat.seat_of(person_id)
    if seat is None:
        return ()
    declared = select(TableDeclaration.application_id).where(TableDeclaration.juror_id == seat.id)
    own = select(Review.application_id).where(Review.juror_id == seat.id)
    last = (
        select(func.max(Discussion.id))
        .where(
            Discussion.meeting_id == sat.meeting.id,
            Discussion.application_id.in_(declared),
            Discussion.application_id.not_in(own),
        )
        .group_by(Discussion.application_id)
    )
    found = session.scalars(
        select(Discussion)
        .where(Discussion.id.in_(last))
        .options(
            joinedload(Discussion.application).options(
                joinedload(Application.lead),
                selectinload(Application.partners).joinedload(Partner.organisation),
            )
        )
        .order_by(Discussion.id)
    ).all()
    if not found:
        return ()
    held = against(session, [seat], [each.application for each in found])
    return [each for each in found if not held.reasons(seat.id, each.application_id)]


def on_table(session: Session, meeting_id: int) -> Discussion | None:
    """Return the discussion that is under way, for whoever decides who may see it."""
    return session.scalar(
        select(Discussion)
        .join(Application, Application.id == Discussion.application_id)
        .where(
            Discussion.meeting_id == meeting_id,
            Discussion.ended_at.is_(None),
            Application.status == Status.ADMISSIBLE,
        )
        .options(
            joinedload(Discussion.application).options(
                joinedload(Application.call),
                joinedload(Application.lead),
                joinedload(Application.regulation_version),
                selectinload(Application.partners).joinedload(Partner.organisation),
            )
        )
    )


def _reviews(session: Session, application_id: int) -> Sequence[Review]:
    return session.scalars(
        select(Review)
        .where(Review.application_id == application_id)
        .options(selectinload(Review.marks), joinedload(Review.juror))
        .order_by(Review.juror_id)
    ).all()


def _declared(session: Session, juror_id: int, application_id: int) -> bool:
    """Tell whether a declaration stands: none before the last ruling on a conflict of this pair."""
    ruled_since = (
        select(Conflict.id)
        .where(
            Conflict.juror_id == juror_id,
            Conflict.application_id == application_id,
            Conflict.ruled_at >= TableDeclaration.declared_at,
        )
        .exists()
    )
    found = session.scalars(
        select(TableDeclaration.id).where(
            TableDeclaration.juror_id == juror_id,
            TableDeclaration.application_id == application_id,
            ~ruled_since,
        )
    )
    return found.first() is not None


def out(
    session: Session, sat: Sitting, application: Application
) -> Mapping[int, tuple[Reason, ...]]:
    """Return what closes a file, by the id of the juror; only of those for whom it is closed."""
    held = against(session, sat.seats, [application])
    found = {seat.id: held.reasons(seat.id, application.id) for seat in sat.seats}
    return {juror_id: reasons for juror_id, reasons in found.items() if reasons}


# What was agreed ----------------------------------------------------------------------------------


def settled(session: Session, application_ids: Collection[int]) -> Mapping[int, Settled]:
    """Return what stands now, by the id of the file; files without any are left out."""
    marks = _newest_marks(session, application_ids)
    advices = _newest_advices(session, application_ids)
    found = {}
    for id_ in marks.keys() | advices.keys():
        advice = advices.get(id_)
        found[id_] = Settled(
            tuple(marks.get(id_, ())),
            None if advice is None else advice.advice,
            "" if advice is None else advice.sentence,
        )
    return found


def settled_for(session: Session, application_id: int) -> Settled:
    return settled(session, [application_id]).get(application_id, NOTHING_SETTLED)


def consensus(
    session: Session, application_ids: Collection[int]
) -> Mapping[int, Mapping[str, int]]:
    """Return the consensus marks by the id of the file, then by criterion."""
    return {
        id_: {each.criterion: each.value for each in marks if each.value is not None}
        for id_, marks in _newest_marks(session, application_ids).items()
    }


def agreed_by(session: Session, application_ids: Collection[int]) -> Mapping[int, Collection[int]]:
    """Return who wrote down the consensus marks that stand: people by the id of the file."""
    found: dict[int, set[int]] = {}
    for row in session.scalars(_standing(application_ids)):
        found.setdefault(row.application_id, set()).add(row.made_by_id)
    return found


def _newest_marks(
    session: Session, application_ids: Collection[int]
) -> Mapping[int, Sequence[Consensus]]:
    found: dict[int, list[Consensus]] = {}
    for row in session.scalars(_standing(application_ids)):
        agreed = Consensus(row.criterion, row.value, row.motivation)
        found.setdefault(row.application_id, []).append(agreed)
    return found


def _standing(application_ids: Collection[int]) -> Select[ConsensusMark]:
    newest = (
        select(func.max(ConsensusMark.id))
        .where(ConsensusMark.application_id.in_(application_ids))
        .group_by(ConsensusMark.application_id, ConsensusMark.criterion)
    )
    return (
        select(ConsensusMark)
        .where(ConsensusMark.id.in_(newest), ConsensusMark.value.is_not(None))
        .order_by(ConsensusMark.application_id, ConsensusMark.criterion)
    )


def _newest_advices(session: Session, application_ids: Collection[int]) -> Mapping[int, FileAdvice]:
    newest = (
        select(func.max(FileAdvice.id))
        .where(FileAdvice.application_id.in_(application_ids))
        .group_by(FileAdvice.application_id)
    )
    rows = session.scalars(select(FileAdvice).where(FileAdvice.id.in_(newest)))
    return {row.application_id: row for row in rows}
