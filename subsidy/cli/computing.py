"""What the worker does for long computations: one at a time, each in a child process."""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from subsidy.core import clock
from subsidy.core.errors import RefusedError
from subsidy.scoring import service
from subsidy.scoring.domain.computing import Answer
from subsidy.scoring.models import Computation
from subsidy.scoring.service import child

PAUSE_SECONDS = 2
TOLD_EVERY = timedelta(seconds=1)


def compute_waiting(
    factory: sessionmaker[Session],
    limit: float = child.IN_THE_BACKGROUND,
    now: Callable[[], datetime] = clock.now,
) -> int:
    """Bring the next computation that waits to its end; return how many that were: 0 or 1.

    No transaction is open while it computes. ``now``: the date of the programme.
    """
    with factory.begin() as session:
        taken = service.take(session, now())
    if taken is None:
        return 0
    try:
        answer = child.solve(taken.kind, taken.input, limit, _Progress(factory, taken.id))
    except RefusedError as refused:
        _end(factory, taken.id, refused, now())
    else:
        _end(factory, taken.id, answer, now())
    return 1


def compute_meanwhile(factory: sessionmaker[Session], now: Callable[[], datetime]) -> None:
    """Compute what waits in a thread of its own: the demo has no worker beside it."""

    def endlessly() -> None:
        while True:
            if _patiently(factory, now) == 0:
                time.sleep(PAUSE_SECONDS)

    Thread(target=endlessly, name="computing", daemon=True).start()


def _patiently(factory: sessionmaker[Session], now: Callable[[], datetime]) -> int:
    try:
        return compute_waiting(factory, now=now)
    except SQLAlchemyError as error:
        sys.stderr.write(f"database: {type(error).__name__}\n")
        return 0


class _Progress:
    """Notes how far a computation is, at most once a second."""

    def __init__(self, factory: sessionmaker[Session], computation_id: int) -> None:
        self.factory, self.computation_id = factory, computation_id
        self.told_at = clock.now() - TOLD_EVERY

    def __call__(self, done: int, of: int) -> None:
        if clock.now() - self.told_at < TOLD_EVERY and done < of:
            return
        self.told_at = clock.now()
        try:
            with self.factory.begin() as session:
                service.note_progress(session, self.computation_id, done, of)
        except SQLAlchemyError as error:  # the computation itself need not suffer
            sys.stderr.write(f"progress: {type(error).__name__}\n")


def _end(
    factory: sessionmaker[Session],
    computation_id: int,
    outcome: Answer | RefusedError,
    now: datetime,
) -> None:
    with factory.begin() as session:
        computation = session.get_one(Computation, computation_id)
        if isinstance(outcome, RefusedError):
            service.give_up(session, computation, list(outcome.refusals), now)
        else:
            service.finish(session, computation, outcome, now)
