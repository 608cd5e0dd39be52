"""When everything in the demo happens, and the moment at which it starts."""

from datetime import date, datetime, time, timedelta

from subsidy.core.clock import brussels_instant


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the instant of a wall-clock time in Brussels."""
    return brussels_instant(day, time(hour, minute))


def workdays(first: date, last: date) -> list[date]:
    """Return the days from Monday to Friday between two days, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]


SATURDAY = 5
FIRST_DAY, LAST_DAY = date(2021, 1, 1), date(2024, 12, 31)
FOUNDED = at(date(2021, 4, 1), 9)
START = at(date(2022, 9, 12), 10)

PROJECT_OPENS, PROJECT_CLOSES = at(date(2022, 5, 2), 9), at(date(2022, 6, 30), 12)
POINT_OPENS, POINT_CLOSES = at(date(2022, 8, 22), 9), at(date(2022, 10, 14), 12)
POINT_FIRST_CLOSES = at(date(2022, 10, 7), 12)  # extended by a week
NEXT_OPENS, NEXT_CLOSES = at(date(2022, 11, 2), 9), at(date(2022, 12, 16), 12)
ROUND_OPENS, ROUND_CLOSES = at(date(2022, 8, 29), 9), at(date(2022, 9, 26), 12)
