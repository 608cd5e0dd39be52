"""The verbs of conflicts of interest: declare, object, note what facts show, confirm or lift."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import N_, Text
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import conflicts, objecting
from subsidy.scoring.domain.conflicts import ConflictKind, Reason, Ruling
from subsidy.scoring.domain.lifecycle import LIFECYCLE, Facts, ReviewStatus
from subsidy.scoring.domain.objecting import Objection as Said
from subsidy.scoring.models import Conflict, Juror, Leaving, Mark, Objection, Review
from subsidy.workflow import advance, audit, tell

HEARD = Refusal(
    Text("You heard in a meeting what colleagues think of this file. Ask the agency to move it.")
)
NOBODY = 0  # what the worker notes was done by nobody


def reasons_against(session: Session, juror: Juror, application: Application) -> tuple[Reason, ...]:
    """Return everything that closes this file for this juror today."""
    held = queries.against(session, [juror], [application])
    return held.reasons(juror.id, application.id)


# The juror ----------------------------------------------------------------------------------------


def declare_none(session: Session, actor: Actor, review: Review) -> None:
    """Note that the juror has no conflict of interest: from now on the content is readable.

    Facts come first: who got a mandate or another employer since the assignment is refused.
    """
    refuse_if(closed_by_facts(session, review))
    stamp = {"declared_at": actor.now}
    advance(session, LIFECYCLE, review, Action.SCORE, Facts(), actor=actor, stamp=stamp)


def closed_by_facts(session: Session, review: Review) -> list[Refusal]:
    """Say what forbids the juror this file today, whatever was declared before."""
    text = N_("You cannot have this file: %(evidence)s")
    found = reasons_against(session, review.juror, review.application)
    if found:
        return [Refusal(Text(text, evidence=found[0].evidence))]
    return [HEARD] if queries.heard(session, [review.juror_id], [review.application_id]) else []


def declare_conflict(
    session: Session,
    actor: Actor,
    review: Review,
    reason: str,
    kind: ConflictKind = ConflictKind.OTHER,
) -> None:
    """Note the conflict that a juror declares: from now on the file is out of sight.

    Marks that were in are kept, as a selection may rest on them, and count no more.
    """
    found = conflicts.declared(kind, reason)
    if isinstance(found, Refusal):
        refuse_if([found])
        return
    were_in = review.status is ReviewStatus.SUBMITTED
    _block(session, actor, review)
    declare_again(session, actor, review.pair, found)
    if not were_in:
        session.execute(delete(Mark).where(Mark.review_id == review.id))
    tell_chairs(session, review.juror, review.application.call, actor.now)


def declare_again(session: Session, actor: Actor, pair: tuple[int, int], found: Reason) -> Conflict:
    """Note what a juror declares; what a chair lifted before waits for the chair once more.

    What the chair said then stays in the audit log.
    """
    row = _known(session, pair, found)
    if row is None:
        row = conflict_row(pair, found, actor.now, actor.id)
        session.add(row)
    elif row.ruling is Ruling.LIFTED:
        row.ruling, row.ruled_reason = Ruling.WAITS, ""
        row.ruled_at = row.ruled_by_id = None
        row.noted_at, row.noted_by_id = actor.now, actor.id
    session.flush()
    return row


def _block(session: Session, actor: Actor, review: Review) -> None:
    stamp = {"declared_at": actor.now, "submitted_at": None}
    facts = Facts(has_conflict=True)
    action = Action.DECLARE_CONFLICT
    advance(session, LIFECYCLE, review, action, facts, actor=actor, stamp=stamp)
    leave_table(session, review.pair, actor.now)


def leave_table(session: Session, pair: tuple[int, int], now: datetime) -> None:
    """Note that a juror left the table for a file that lies there now, whatever comes later."""
    tables = queries.tables_of(session, *pair)
    gone = {
        each.discussion_id
        for each in queries.leavings(session, [each.id for each in tables])
        if each.juror_id == pair[0]
    }
    session.add_all(
        Leaving(discussion_id=each.id, juror_id=pair[0], at=now)
        for each in tables
        if each.id not in gone
    )
    session.flush()


def conflict_row(pair: tuple[int, int], found: Reason, now: datetime, by: int | None) -> Conflict:
    return Conflict(
        juror_id=pair[0],
        application_id=pair[1],
        kind=found.kind,
        source=found.source,
        evidence=found.evidence.to_data(),
        mark=found.mark,
        noted_at=now,
        noted_by_id=by,
    )


def note_declared(
    session: Session, actor: Actor, juror: Juror, application: Application, found: Reason
) -> None:
    """Note what a juror declares of a file that nobody gave yet; raises IntegrityError if known."""
    session.add(conflict_row((juror.id, application.id), found, actor.now, actor.id))
    session.flush()
    audit(session, actor, Action.BID, juror, reason="declared a conflict of interest")
    tell_chairs(session, juror, juror.call, actor.now)


def tell_chairs(session: Session, juror: Juror, call: Call, now: datetime) -> None:
    """Tell who chairs the jury and has no part in it; the juror's reason stays on the page."""
    found = queries.panel(session, call.public_id)
    chairs = found.chair_ids - {juror.person_id} if found is not None else ()
    tell(
        session,
        chairs,
        Text("A conflict of interest waits for you"),
        Text("Look at the conflicts of “%(call)s” and confirm or lift them.", call=call.title),
        path=f"/oproepen/{call.public_id}/jury/belangen",
        now=now,
    )


# The applicant ------------------------------------------------------------------------------------


def object_to(session: Session, actor: Actor, application: Application, said: Said) -> None:
    """Keep what the lead holds against whoever in the jury is meant.

    Raises RefusedError with every reason. Whether anybody is meant is never answered.
    """
    if application.status not in (Status.SUBMITTED, Status.ADMISSIBLE):
        raise refuse(Text("You can object once your application is submitted."))
    earlier = [each.against for each in queries.objections(session, [application.id])]
    left = objecting.left(application.call.closes_at or actor.now, actor.now)
    refuse_if(objecting.faults(said, earlier, left))
    row = Objection(
        application_id=application.id,
        key=objecting.key_of(said.against),
        against=said.against.strip(),
        kind=said.kind,
        reason=said.reason.strip(),
        made_at=actor.now,
        made_by_id=actor.id,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise refuse(Text("You objected to this name already."), "against") from None
    audit(session, actor, Action.OBJECT_TO_JURY, row)


# The chair ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decided:
    """What a chair says of one reason: which one (``Reason.mark``), lifted or not, and why."""

    mark: str
    lifts: bool
    reason: str

    @property
    def ruling(self) -> Ruling:
        return Ruling.LIFTED if self.lifts else Ruling.CONFIRMED


def rule(
    session: Session, actor: Actor, juror: Juror, application: Application, decided: Decided
) -> None:
    """Confirm or lift one reason. With nothing left the juror may declare again, and score.

    Marks that were in come back as they were, and do not change.

    Raises RefusedError: no reason, a reason that has gone, or a file that is closed for the chair.
    """
    held = queries.against(session, [juror], [application])
    found = {each.reason.mark: each.reason for each in held.every(juror.id, application.id)}
    reason = found.get(decided.mark)
    if reason is None:
        raise refuse(Text("This conflict of interest has changed. Open the page again."))
    refuse_if([*_own(session, actor, juror, application), *conflicts.ruling_faults(decided.reason)])
    row = _row(session, actor, (juror, application), reason)
    row.ruling, row.ruled_reason = decided.ruling, decided.reason.strip()
    row.ruled_at, row.ruled_by_id = actor.now, actor.id
    session.flush()
    why = f"{decided.ruling}: {row.ruled_reason}"
    audit(session, actor, Action.RULE_ON_CONFLICT, row, reason=why)
    if not reasons_against(session, juror, application):
        _open_again(session, actor, juror, application)


def _own(session: Session, actor: Actor, juror: Juror, application: Application) -> list[Refusal]:
    """Refuse a chair who has a conflict with this file too, the own one first of all."""
    seats = queries.jurors(session, juror.call_id)
    own = next((each for each in seats if each.person_id == actor.id), None)
    if own is not None and own.id != juror.id and not reasons_against(session, own, application):
        return []
    return [Refusal(Text("You have a conflict of interest in this file too. Leave it as it is."))]


def _row(
    session: Session, actor: Actor, pair: tuple[Juror, Application], reason: Reason
) -> Conflict:
    """Return the row of a reason, made when it only stood in facts so far."""
    juror, application = pair
    row = _known(session, (juror.id, application.id), reason)
    if row is None:
        row = conflict_row((juror.id, application.id), reason, actor.now, actor.id)
        session.add(row)
    return row


def _known(session: Session, pair: tuple[int, int], reason: Reason) -> Conflict | None:
    return session.scalar(
        select(Conflict)
        .where(
            Conflict.juror_id == pair[0],
            Conflict.application_id == pair[1],
            Conflict.mark == reason.mark,
        )
        .with_for_update()
    )


def _open_again(session: Session, actor: Actor, juror: Juror, application: Application) -> None:
    review = session.scalar(
        select(Review).where(
            Review.juror_id == juror.id,
            Review.application_id == application.id,
            Review.status == ReviewStatus.BLOCKED,
        )
    )
    if review is None:
        return
    action, declared_at = Action.RULE_ON_CONFLICT, review.declared_at
    in_at = queries.handed_in_before(session, review)
    stamp: dict[str, datetime | None] = {"declared_at": None}
    advance(session, LIFECYCLE, review, action, Facts(), actor=actor, stamp=stamp)
    msgid = N_("You can have %(number)s again. First declare again.")
    if in_at is not None:
        stamp = {"declared_at": declared_at, "submitted_at": in_at}
        advance(session, LIFECYCLE, review, action, Facts(were_in=True), actor=actor, stamp=stamp)
        msgid = N_("Your marks for %(number)s count again, as you handed them in.")
    tell(
        session,
        [juror.person_id],
        Text("The chair lifted a conflict of interest"),
        Text(msgid, number=application.number),
        path="/jury",
        now=actor.now,
    )


# The worker ---------------------------------------------------------------------------------------


def settle(session: Session, call_id: int, now: datetime) -> int:
    """Note what facts and objections show of the files in the hands of jurors; return how many.

    The files were closed from the instant that the facts were known: this tells juror and chair,
    and keeps the evidence for when the fact goes. Marks are kept, and count for nothing.
    """
    worker, held = Actor(NOBODY, now), queries.against_in(session, call_id)
    closed = [each for each in queries.with_files(session, call_id) if each.status in _IN_HAND]
    found = [each for each in closed if held.reasons(each.juror_id, each.application_id)]
    for review in found:
        noted = {each.reason for each in held.noted.get(review.pair, ())}
        live = held.reasons(*review.pair)
        session.add_all(
            conflict_row(review.pair, each, now, None) for each in live if each not in noted
        )
        _block(session, worker, review)
        _tell_closed(session, review, now)
    return len(found)


_IN_HAND = (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED, ReviewStatus.SUBMITTED)


def _tell_closed(session: Session, review: Review, now: datetime) -> None:
    number = review.application.number
    tell(
        session,
        [review.juror.person_id],
        Text("%(number)s is closed for you", number=number),
        Text("There is a conflict of interest. You do not judge this file any more."),
        path="/jury",
        now=now,
    )
    tell_chairs(session, review.juror, review.application.call, now)
