"""On which days nobody answers: weekends, legal holidays and those of the Flemish offices."""

from datetime import date
from functools import lru_cache

SATURDAY = 5
FLEMISH_OFFICES = {
    (7, 11): "Feest van de Vlaamse Gemeenschap",
    (11, 2): "Allerzielen",
    (11, 15): "Koningsdag",
}
"""Month and day on which Flemish offices are closed, besides the ten legal holidays."""


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def holiday(day: date) -> str | None:
    """Return the Dutch name of the holiday on this day (law of 4 January 1974, article 1)."""
    return FLEMISH_OFFICES.get((day.month, day.day)) or _legal(day.year).get(day)


@lru_cache
def _legal(year: int) -> dict[date, str]:
    # A third of a second to import, for a page that few open: not when the application starts.
    from holidays import country_holidays  # noqa: PLC0415

    return dict(country_holidays("BE", years=year, language="nl"))
