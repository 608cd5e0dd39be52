"""The verbs of what a jury agrees: the file that everybody scores first, the terms, reminders."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.errors import refuse_if
from subsidy.core.text import Text, plural
from subsidy.policy import Action, Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import agreements
from subsidy.scoring.domain.agreements import Agreements
from subsidy.scoring.models import JurorReminder, JuryAgreements
from subsidy.scoring.service.jury import assign_all
from subsidy.workflow import audit, tell


def agree(
    session: Session, actor: Actor, call: Call, first: Application | None, terms: Agreements
) -> None:
    """Keep terms and the first file, and give that file to every juror who may have it.

    Raises RefusedError with every reason.
    """
    session.refresh(call, ["status"], with_for_update=True)  # no round goes out meanwhile
    asked = queries.clarification_round(session, call.id)
    runs = asked is not None and asked.term.is_running(actor.now)
    refuse_if(agreements.faults(terms, asked.due_at if asked is not None and runs else None))
    kept = queries.agreements(session, call.id)
    if kept is None:
        kept = JuryAgreements(call_id=call.id)
        session.add(kept)
    kept.first, kept.due_at, kept.closes_at = first, terms.due_at, terms.closes_at
    session.flush()
    audit(session, actor, Action.MANAGE_JURY, kept)
    if first is not None:
        _give_to_all(session, actor, call, first)


def _give_to_all(session: Session, actor: Actor, call: Call, first: Application) -> None:
    held = queries.against_in(session, call.id)
    given = {
        each.juror_id
        for each in queries.assignments(session, call.id)
        if each.application_id == first.id
    }
    seats = queries.jurors(session, call.id)
    heard = queries.heard(session, [each.id for each in seats], [first.id])
    lacking = [
        seat
        for seat in seats
        if seat.left_at is None
        and seat.id not in given
        and (seat.id, first.id) not in heard
        and not held.reasons(seat.id, first.id)
    ]
    if lacking:
        assign_all(session, actor, [(seat, first) for seat in lacking])


def remind_juror(session: Session, waiting: queries.Waiting, now: datetime) -> bool:
    """Remind one juror of the term; return whether this worker was the one that did.

    The row of the reminder is written first: two workers cannot both write it.
    """
    reminder = JurorReminder(
        juror_id=waiting.juror_id, days=waiting.days, due_at=waiting.due_at, sent_at=now
    )
    try:
        with session.begin_nested():
            session.add(reminder)
    except IntegrityError:
        return False
    tell(
        session,
        [waiting.person_id],
        plural(
            "%(n)s file of “%(call)s” waits for your marks",
            "%(n)s files of “%(call)s” wait for your marks",
            waiting.files,
            call=waiting.call,
        ),
        Text("The term ends on %(at)s. Later marks count, but they are marked.", at=waiting.due_at),
        path="/jury",
        now=now,
    )
    return True
