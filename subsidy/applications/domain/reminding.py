"""When the partners of a draft are reminded that its call closes."""

from datetime import datetime, timedelta

DAYS = (14, 7, 2, 1)
LONGEST = timedelta(days=max(DAYS))


def due(closes_at: datetime, now: datetime) -> int | None:
    """Return for which number of days before closing a reminder is due now; None: for none.

    The last mark that passed: a worker that was away for a week does not send all it missed.
    """
    if now >= closes_at:
        return None
    passed = [days for days in DAYS if now >= closes_at - timedelta(days=days)]
    return min(passed, default=None)


def started_before(closes_at: datetime, days: int) -> datetime:
    """Return before when a draft must have been started to be reminded at a mark.

    Who starts two days before closing knows the date: the mark of a week is not meant for it.
    """
    return closes_at - timedelta(days=days)
