"""What the worker does for people: it erases what was kept long enough."""

import sys

from sqlalchemy.orm import Session, sessionmaker

from subsidy.core import clock
from subsidy.organisations import service


def forget_due(factory: sessionmaker[Session]) -> int:
    """Erase the names and contacts in profiles after their term; report and return how many."""
    with factory.begin() as session:
        done = service.forget_people(session, clock.now())
    if done:
        sys.stderr.write(
            f"profiles: names and contacts of {done} erased, three years after saving\n"
        )
    return done
