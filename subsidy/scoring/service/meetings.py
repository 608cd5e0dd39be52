"""The verbs of a meeting of the jury: open, note who is there, put on the table, agree, close."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import conflicts, deliberation
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.domain.deliberation import Settled, Standing
from subsidy.scoring.models import (
    Attendance,
    ConsensusMark,
    Discussion,
    FileAdvice,
    Juror,
    Leaving,
    Meeting,
    TableDeclaration,
)
from subsidy.scoring.service.conflicts import declare_again, leave_table, tell_chairs
from subsidy.scoring.service.jury import criteria_of
from subsidy.scoring.service.minutes import freeze
from subsidy.scoring.service.selecting import keeps_waiting, stands, still_to_do
from subsidy.workflow import audit

CLOSED = Text("This meeting is closed. Open a new one first.")
NOT_NOW = {
    Standing.CLOSED: CLOSED,
    Standing.ABSENT: Text("You are noted as absent. Note first that you are there."),
    Standing.NOTHING: Text("No file is on the table. Put one on the table first."),
    Standing.OUT: Text("You have a conflict of interest with the file on the table."),
    Standing.UNSAID: Text("First declare whether you have a conflict of interest."),
    Standing.UNSCORED: Text("First hand in your own marks for this file."),
}
ASKED = (
    Standing.UNSAID,
    Standing.OPEN,
)  # then who has no file to score says if there is a conflict
NOT_ALL_IN = Text("The jury meets when every mark is in. Not every mark is in yet.")
NOT_IN_LIST = Text("This file is not in the list any more. Choose another one.")
OTHER_FILE = Text("Another file is on the table now. Open the page again.")
NOTED_MEANWHILE = Text(
    "Somebody else noted who is present meanwhile. Compare with the list below, then send again."
)
SETTLED_MEANWHILE = Text(
    "Somebody else wrote down something meanwhile. It stands under “What the jury agreed”. "
    "Take over what is right, then send again."
)
STILL_SCORED = Text("A juror still scores this file. Wait for those marks.")
OTHER_LEADS = Text(
    "Another chair leads the file on the table, and you are out for it. Wait for the next file."
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """When and where a jury meets."""

    day: date
    place: str


def before_meeting(session: Session, call: Call, now: datetime) -> list[Refusal]:
    """Return what a jury waits for before it meets, without the number of any file."""
    marks = [Refusal(NOT_ALL_IN)] if still_to_do(session, call) else []
    return [*marks, *keeps_waiting(session, call, now)]


def open_meeting(session: Session, actor: Actor, call: Call, where: Gathering) -> Meeting:
    """Open a meeting; who opens it is there. Nobody meets before every mark and answer is in.

    A refusal names no file: the chair may have a conflict of interest with it.
    """
    _hold(session, call)
    refuse_if(before_meeting(session, call, actor.now))
    if stands(session, call):
        raise refuse(Text("Decisions of this call are approved. The selection stands."))
    meeting = Meeting(
        call_id=call.id,
        day=where.day,
        place=clean(where.place),
        opened_at=actor.now,
        opened_by_id=actor.id,
    )
    try:
        with session.begin_nested():
            session.add(meeting)
    except IntegrityError:
        raise refuse(Text("Another meeting of this jury is open. Close that one first.")) from None
    audit(session, actor, Action.OPEN_MEETING, meeting)
    own = [each for each in queries.jurors(session, call.id) if each.person_id == actor.id]
    for seat in own:
        session.add(_came(meeting, seat, actor, present=True))
    session.flush()
    return meeting


def _came(meeting: Meeting, seat: Juror, actor: Actor, *, present: bool) -> Attendance:
    return Attendance(
        meeting_id=meeting.id,
        juror_id=seat.id,
        present=present,
        at=actor.now,
        noted_by_id=actor.id,
    )


def note_presence(
    session: Session,
    actor: Actor,
    sat: queries.Sitting,
    there: Collection[str],
    seen: str | None = None,
) -> int:
    """Keep who came and who went since the last time; return how many. By public id of the seat.

    ``seen``: :func:`attendance_seen` of what was on the screen; None: there was no screen.
    """
    _lock(session, sat)
    rows = queries.attendance(session, sat.meeting.id)
    if seen not in (None, attendance_seen(rows)):
        raise refuse(NOTED_MEANWHILE, "there")
    known = {seat.public_id for seat in sat.seats if seat.left_at is None}
    if not set(there) <= known:
        raise refuse(Text("A juror is not in the list any more. Open the page again."), "there")
    before = queries.present(sat, rows)
    moved = [
        (seat, seat.public_id in there)
        for seat in sat.seats
        if seat.left_at is None and (seat.public_id in there) != (seat.id in before)
    ]
    session.add_all(_came(sat.meeting, seat, actor, present=is_there) for seat, is_there in moved)
    session.flush()
    if moved:
        audit(session, actor, Action.LEAD_MEETING, sat.meeting, reason="attendance")
    discussion = queries.on_table(session, sat.meeting.id)
    if discussion is not None:
        _let_leave(session, actor, sat, discussion)
    return len(moved)


def attendance_seen(rows: Sequence[Attendance]) -> str:
    """Return how far the list of who came and went is: rows are only added to it."""
    return str(len(rows))


def put_on_table(
    session: Session, actor: Actor, sat: queries.Sitting, file: Application | None
) -> None:
    """Let a file take the place of what is on the table; None: nothing is there any more.

    Who has a conflict of interest leaves, the chair too: then another chair leads.
    """
    _lock(session, sat)
    seat = sat.seat_of(actor.id)
    there = queries.present(sat, queries.attendance(session, sat.meeting.id))
    if seat is None or seat.id not in there:
        raise refuse(NOT_NOW[Standing.ABSENT])
    if file is not None and seat.id in queries.out(session, sat, file):
        raise refuse(NOT_IN_LIST, "file")
    _leave_to_who_leads(session, actor, sat)
    _clear(session, actor, sat)
    if file is None:
        return
    discussion = Discussion(
        meeting_id=sat.meeting.id,
        application_id=file.id,
        began_at=actor.now,
        began_by_id=actor.id,
    )
    discussion.application = file
    session.add(discussion)
    session.flush()
    audit(session, actor, Action.LEAD_MEETING, discussion)
    _let_leave(session, actor, sat, discussion)


def _leave_to_who_leads(session: Session, actor: Actor, sat: queries.Sitting) -> None:
    """Refuse a chair who is out of what is on the table, while another chair there can lead it."""
    discussion, seat = queries.on_table(session, sat.meeting.id), sat.seat_of(actor.id)
    if discussion is None or seat is None:
        return
    closed = queries.out(session, sat, discussion.application)
    there = queries.present(sat, queries.attendance(session, sat.meeting.id))
    leads = {each.id for each in sat.seats if each.is_chair} & there - closed.keys()
    if seat.id in closed and leads:
        raise refuse(OTHER_LEADS)


def _clear(session: Session, actor: Actor, sat: queries.Sitting) -> None:
    """End what is on the table; who got a conflict of interest meanwhile left."""
    open_ones = session.scalars(
        select(Discussion).where(
            Discussion.meeting_id == sat.meeting.id, Discussion.ended_at.is_(None)
        )
    ).all()
    seen = queries.on_table(session, sat.meeting.id)
    if seen is not None:
        _let_leave(session, actor, sat, seen)
    for each in open_ones:
        each.ended_at = actor.now
    session.flush()


def _let_leave(
    session: Session, actor: Actor, sat: queries.Sitting, discussion: Discussion
) -> None:
    """Note of everybody who is there and for whom the file is closed that they left for it."""
    there = queries.present(sat, queries.attendance(session, sat.meeting.id))
    closed = queries.out(session, sat, discussion.application)
    gone = {each.juror_id for each in queries.leavings(session, [discussion.id])}
    session.add_all(
        Leaving(discussion_id=discussion.id, juror_id=juror_id, at=actor.now)
        for juror_id in sorted((there & closed.keys()) - gone)
    )
    session.flush()


def write_down(
    session: Session,
    actor: Actor,
    sat: queries.Sitting,
    seen: tuple[str, str | None],
    wanted: Settled,
) -> None:
    """Keep what the jury agrees about the file on the table. ``seen``: what the chair saw there.

    That is the public id of the discussion, and :func:`deliberation.print_of` of what stood there;
    None: there was no screen. The marks of the jurors stay as they are. Only what differs from
    before is written.
    """
    _hold(session, sat.call)
    _lock(session, sat)
    table = queries.table(session, sat, actor.id)
    which, stood = seen
    discussion = _seen_by(table, which)
    if table.waits:
        raise refuse(STILL_SCORED)
    if stands(session, sat.call):
        raise refuse(Text("Decisions of this call are approved. The selection stands."))
    file = discussion.application
    before = queries.settled_for(session, file.id)
    if stood not in (None, deliberation.print_of(before)):
        raise refuse(SETTLED_MEANWHILE)
    refuse_if(deliberation.faults(criteria_of(file), wanted))
    new = deliberation.changed(before, wanted)
    if not new.marks and (new.advice, new.sentence) == (before.advice, before.sentence):
        raise refuse(Text("Nothing changed. Give a mark or choose what the jury advises."))
    made = {
        "discussion_id": discussion.id,
        "application_id": file.id,
        "made_at": actor.now,
        "made_by_id": actor.id,
    }
    session.add_all(
        ConsensusMark(
            criterion=each.criterion, value=each.value, motivation=each.motivation, **made
        )
        for each in new.marks
    )
    if (new.advice, new.sentence) != (before.advice, before.sentence):
        session.add(FileAdvice(advice=new.advice, sentence=new.sentence, **made))
    session.flush()
    audit(session, actor, Action.LEAD_MEETING, discussion, reason="settled")


def _seen_by(table: queries.Table, which: str) -> Discussion:
    """Return what is on the table, or refuse: not for this person, or another file than seen."""
    if not table.is_open or table.discussion is None:
        raise refuse(NOT_NOW[table.standing])
    if table.discussion.public_id != which:
        raise refuse(OTHER_FILE)
    return table.discussion


# Who has no file to score declares at the table ---------------------------------------------------


def declare_none_at_table(session: Session, actor: Actor, sat: queries.Sitting, which: str) -> None:
    """Note that a member without this file to score has no conflict: the file opens."""
    seat, discussion = _asked(session, actor, sat, which, (Standing.UNSAID,))
    row = TableDeclaration(
        juror_id=seat.id, application_id=discussion.application_id, declared_at=actor.now
    )
    session.add(row)
    session.flush()
    audit(session, actor, Action.SCORE, row)


def declare_conflict_at_table(
    session: Session,
    actor: Actor,
    sat: queries.Sitting,
    which: str,
    said: tuple[ConflictKind, str],
) -> None:
    """Note the conflict of a member without this file to score: the file closes at once.

    Who declared to have none can still do so when the file is off the table, and when the meeting
    is closed. The minutes stay as they are; that part closes for this member.
    """
    seat, discussion = _heard(session, actor, sat, which)
    found = conflicts.declared(*said)
    if isinstance(found, Refusal):
        refuse_if([found])
        return
    row = declare_again(session, actor, (seat.id, discussion.application_id), found)
    audit(session, actor, Action.DECLARE_CONFLICT, row)
    tell_chairs(session, seat, sat.call, actor.now)
    leave_table(session, (seat.id, discussion.application_id), actor.now)


def asks_about(table: queries.Table) -> bool:
    """Tell whether the page asks about a conflict with what is on the table now."""
    return table.own is None and table.standing in ASKED


def not_asked(table: queries.Table) -> RefusedError:
    """Return the refusal of a declaration about what is not on the table for this member."""
    text = Text("Declare it on the page of the file.")
    return refuse(NOT_NOW.get(table.standing, text) if table.own is None else text)


def _heard(
    session: Session, actor: Actor, sat: queries.Sitting, which: str
) -> tuple[Juror, Discussion]:
    """Return what this member hears about or heard about, the meeting held."""
    session.refresh(sat.meeting, ["closed_at"], with_for_update=True)
    seat = sat.seat_of(actor.id)
    for each in queries.heard_about(session, sat, actor.id):
        if seat is not None and each.public_id == which:
            return seat, each
    return _asked(session, actor, sat, which, ASKED)


def _asked(
    session: Session,
    actor: Actor,
    sat: queries.Sitting,
    which: str,
    standings: Collection[Standing],
) -> tuple[Juror, Discussion]:
    _lock(session, sat)
    table, seat = queries.table(session, sat, actor.id), sat.seat_of(actor.id)
    if table.standing not in standings or table.own is not None:
        raise not_asked(table)
    if seat is None or table.discussion is None or table.discussion.public_id != which:
        raise refuse(OTHER_FILE)
    return seat, table.discussion


# The end ------------------------------------------------------------------------------------------


def close_meeting(session: Session, actor: Actor, sat: queries.Sitting) -> None:
    """Take what is left from the table, end the meeting and freeze its minutes."""
    _lock(session, sat)
    _leave_to_who_leads(session, actor, sat)
    _clear(session, actor, sat)
    sat.meeting.closed_at = actor.now
    session.flush()
    freeze(session, actor, sat)
    audit(session, actor, Action.LEAD_MEETING, sat.meeting, reason="closed")


def _hold(session: Session, call: Call) -> None:
    """Hold the call, so that no decision is approved and no selection is made meanwhile."""
    session.refresh(call, ["status"], with_for_update=True)


def _lock(session: Session, sat: queries.Sitting) -> None:
    """Let one act at a time change a meeting; a closed one does not change."""
    session.refresh(sat.meeting, ["closed_at"], with_for_update=True)
    if not sat.meeting.is_open:
        raise refuse(CLOSED)
