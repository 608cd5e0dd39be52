"""What the worker does for juries: conflicts that facts show since, and reminders of the terms."""

import sys

from sqlalchemy.orm import Session, sessionmaker

from subsidy.core import clock
from subsidy.scoring import queries, service


def settle_due(factory: sessionmaker[Session]) -> int:
    """Note the conflicts of each jury at work, each in a transaction of its own; return how many.

    The files are closed without it; this tells the juror and the chair. A jury that cannot be read
    waits; the others do not wait for it.
    """
    done = 0
    with factory() as session:
        calls = queries.to_settle(session)
    for call_id in calls:
        try:
            with factory.begin() as session:
                done += service.settle(session, call_id, clock.now())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
            sys.stderr.write(f"conflicts of call {call_id}: {type(error).__name__}\n")
    return done


def remind_jurors(factory: sessionmaker[Session]) -> int:
    """Remind each juror whose term comes near, in a transaction of its own; return how many."""
    done = 0
    with factory() as session:
        waiting = queries.jurors_to_remind(session, clock.now())
    for each in waiting:
        try:
            with factory.begin() as session:
                done += service.remind_juror(session, each, clock.now())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
            sys.stderr.write(f"reminder of juror {each.juror_id}: {type(error).__name__}\n")
    return done


def remind_applicants(factory: sessionmaker[Session]) -> int:
    """Remind the applicants who answered no question of the jury yet; return how many files."""
    done = 0
    with factory() as session:
        waiting = queries.clarifications_to_remind(session, clock.now())
    for each in waiting:
        try:
            with factory.begin() as session:
                done += service.remind_to_answer(session, each, clock.now())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
            sys.stderr.write(f"reminder of {each.public_id}: {type(error).__name__}\n")
    return done
