"""What the worker does for drafts: it reminds their partners of the deadline."""

from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from subsidy.applications import queries, service
from subsidy.core import clock

BATCH = 20
EVERY = timedelta(minutes=1)


def remind_due(factory: sessionmaker[Session]) -> int:
    """Remind the drafts that wait for it, each in a transaction of its own; return how many."""
    done = 0
    with factory() as session:
        waiting = queries.to_remind(session, clock.now(), BATCH)
    for public_id, days in waiting:
        with factory.begin() as session:
            done += service.remind(session, public_id, days, clock.now())
    return done
