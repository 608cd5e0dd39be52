"""Computations: at once while somebody waits, or as a row that the worker takes up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, refuse
from subsidy.core.text import Text
from subsidy.policy import Actor
from subsidy.scoring import queries
from subsidy.scoring.domain.computing import Answer, Kind, State, digest
from subsidy.scoring.models import Computation
from subsidy.scoring.service import child
from subsidy.workflow import tell

LOST_AFTER = timedelta(seconds=child.IN_THE_BACKGROUND) + timedelta(minutes=1)
MOST_ATTEMPTS = 3


def compute(
    session: Session, actor: Actor, call: Call, kind: Kind, data: Mapping[str, Any]
) -> Computation:
    """Compute while somebody waits, and keep what went in and what came out.

    Raises RefusedError, with nothing kept, when the computation refuses, dies or is too slow.
    """
    answer = child.solve(kind, data)
    made = _new(actor, call, kind, data)
    made.started_at = actor.now
    _end(made, answer, actor.now)
    session.add(made)
    session.flush()
    return made


def ask(
    session: Session, actor: Actor, call: Call, kind: Kind, data: Mapping[str, Any]
) -> Computation:
    """Leave a long computation to the worker; one that is the same and still runs is enough."""
    latest = queries.latest_computation(session, call.id, kind)
    if latest is not None and not latest.has_ended and latest.input_hash == digest(data):
        return latest
    made = _new(actor, call, kind, data)
    session.add(made)
    session.flush()
    return made


def take(session: Session, now: datetime) -> Computation | None:
    """Take up the next computation that waits; one that nobody brings to an end is given up."""
    found = queries.to_compute(session, now - LOST_AFTER)
    if found is None or not _started(session, found, now):
        return None
    if found.attempts > MOST_ATTEMPTS:
        give_up(session, found, _never_ends(), now)
        return None
    return found


def note_progress(session: Session, computation_id: int, done: int, of: int) -> None:
    session.execute(
        update(Computation)
        .where(Computation.id == computation_id, Computation.state == State.RUNNING)
        .values(done=done, total=of)
    )


def finish(session: Session, computation: Computation, answer: Answer, now: datetime) -> None:
    """Keep the result, and tell who asked for it."""
    _end(computation, answer, now)
    _tell(session, computation, Text("The computation is ready"), now)


def give_up(
    session: Session, computation: Computation, refusals: list[Refusal], now: datetime
) -> None:
    """Note why there is no result, and tell who asked for it."""
    computation.state, computation.ended_at = State.REFUSED, now
    computation.refused = {"texts": [refusal.text.to_data() for refusal in refusals]}
    _tell(session, computation, Text("The computation did not work out"), now)


def refusals_of(computation: Computation) -> tuple[Text, ...]:
    """Return why there is no result."""
    return tuple(Text.from_data(text) for text in (computation.refused or {}).get("texts", ()))


def _new(actor: Actor, call: Call, kind: Kind, data: Mapping[str, Any]) -> Computation:
    return Computation(
        call_id=call.id,
        kind=kind,
        input=dict(data),
        input_hash=digest(data),
        asked_at=actor.now,
        asked_by_id=actor.id,
    )


def _started(session: Session, found: Computation, now: datetime) -> bool:
    """Whether it is ours: another worker may have been just before us."""
    changed = session.execute(
        update(Computation)
        .where(Computation.id == found.id, Computation.attempts == found.attempts)
        .values(state=State.RUNNING, started_at=now, attempts=found.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(found)
    return cast("CursorResult[Any]", changed).rowcount == 1


def _end(computation: Computation, answer: Answer, now: datetime) -> None:
    computation.state, computation.ended_at = State.DONE, now
    computation.result, computation.versions = dict(answer.result), dict(answer.versions)
    computation.result_hash = digest(computation.result)


def _never_ends() -> list[Refusal]:
    text = Text("The computation was begun several times and never came to an end.")
    return list(refuse(text).refusals)


def _tell(session: Session, computation: Computation, subject: Text, now: datetime) -> None:
    tell(
        session,
        [computation.asked_by_id],
        subject,
        Text("It is about this: %(kind)s.", kind=computation.kind.label),
        path=f"/berekeningen/{computation.public_id}",
        now=now,
    )
