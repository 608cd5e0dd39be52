"""How far off a deadline is, in words."""

from datetime import datetime

from subsidy.core.clock import brussels_day
from subsidy.core.text import Text, plural


def time_left(deadline: datetime, now: datetime) -> Text:
    """Say when something ends, and how far off that is in calendar days of Brussels."""
    days = (brussels_day(deadline) - brussels_day(now)).days
    if deadline <= now:
        return Text("ended on %(at)s", at=deadline)
    if days == 0:
        return Text("until %(at)s (today)", at=deadline)
    return plural(
        "until %(at)s (%(n)s day left)", "until %(at)s (%(n)s days left)", days, at=deadline
    )
