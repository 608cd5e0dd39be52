"""The instant of a request, stamped once on arrival; in a demo laid over a movable date.

The programme date of a demo is stored as a distance to the real clock, so it goes on ticking.
Sign-ins, tokens and logs use real time; everything about calls and money uses :func:`now`.
"""

from datetime import datetime, timedelta
from math import ceil

from flask import Flask, current_app, g
from sqlalchemy import BigInteger, Connection, Engine, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from subsidy.core import clock
from subsidy.db import Base


class ProgrammeClock(Base):
    """One row: how far the programme date of a demo lies from the real clock."""

    __tablename__ = "programme_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[int] = mapped_column(BigInteger)


def init_app(app: Flask, *, movable: bool) -> None:
    app.config["MOVABLE_CLOCK"] = movable
    app.before_request(_stamp)


def _stamp() -> None:
    g.arrived_at = clock.now()


def real_now() -> datetime:
    """Return the real instant at which the request reached the server."""
    stamp: datetime = g.arrived_at
    return stamp


def now() -> datetime:
    """Return the programme instant at which the request reached the server."""
    if not current_app.config["MOVABLE_CLOCK"]:
        return real_now()
    if "programme_now" not in g:
        g.programme_now = real_now() + offset(current_app.extensions["sessions"])
    instant: datetime = g.programme_now
    return instant


OFFSET = select(ProgrammeClock.offset_seconds)  # built once: each request of a demo asks it


def offset(factory: sessionmaker[Session]) -> timedelta:
    """Read the distance; one short query, in demo mode only, without a session around one number.

    Tests bind the factory to a connection: their own, in which the distance was written.
    """
    bind: Engine | Connection = factory.kw["bind"]
    if isinstance(bind, Connection):
        return timedelta(seconds=bind.scalar(OFFSET) or 0)
    with bind.connect() as connection:
        return timedelta(seconds=connection.scalar(OFFSET) or 0)


def move(session: Session, programme_now: datetime, at: datetime) -> None:
    """Let the programme date be ``programme_now`` at the real instant ``at``."""
    seconds = ceil((programme_now - at).total_seconds())  # never a moment before what was asked
    if session.scalar(select(ProgrammeClock.id)) is None:
        session.add(ProgrammeClock(id=1, offset_seconds=seconds))
    else:
        session.execute(update(ProgrammeClock).values(offset_seconds=seconds))


def is_movable() -> bool:
    return bool(current_app.config["MOVABLE_CLOCK"])
