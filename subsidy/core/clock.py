"""Time: instants are UTC, days and deadlines are of Brussels; the one place that reads the clock.

Views and commands ask for the time once per request or command; everything else is told.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """Return the real instant; a demo's movable programme date is laid over it in ``web.clock``."""
    return datetime.now(UTC)


def brussels_day(instant: datetime) -> date:
    """Return the calendar day in Brussels of an instant."""
    return instant.astimezone(BRUSSELS).date()


def brussels_instant(day: date, at: time) -> datetime:
    """Return the UTC instant of a wall-clock time in Brussels.

    Raises ``ValueError("missing")`` for an hour that summer time skips and
    ``ValueError("twice")`` for one that exists twice, so that a form can refuse or ask.
    """
    wall = datetime.combine(day, at, BRUSSELS)
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first < second:
        raise ValueError("twice")
    if second < first:
        raise ValueError("missing")
    return first


def is_open(opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Return whether ``at`` lies in the half-open interval ``[opens_at, closes_at)``."""
    return opens_at <= at < closes_at
