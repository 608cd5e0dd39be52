"""What the worker does for drafts: it reminds their partners of the deadline."""

import sys
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from subsidy.applications import queries, service
from subsidy.core import clock

BATCH = 20
EVERY = timedelta(minutes=1)


def remind_due(factory: sessionmaker[Session]) -> int:
    """Remind the drafts that wait for it, each in a transaction of its own; return how many.

    A draft that cannot be read waits; the others do not wait for it.
    """
    done = 0
    with factory() as session:
        waiting = queries.to_remind(session, clock.now(), BATCH)
    for public_id, days in waiting:
        try:
            with factory.begin() as session:
                done += service.remind(session, public_id, days, clock.now())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
            sys.stderr.write(f"reminder of {public_id}: {type(error).__name__}\n")
    return done
