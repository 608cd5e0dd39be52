"""Days and deadlines of Brussels: the half-open interval, and the two hours that are not one.

Summer time in Belgium ends and begins by Directive 2000/84/EC: the last Sundays of March and
October, at 01:00 UTC.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from subsidy.core.clock import brussels_day, brussels_instant, is_open, now
from subsidy.core.deadline import time_left
from subsidy.language import words

OPENS = datetime(2022, 8, 29, 7, 0, tzinfo=UTC)
CLOSES = datetime(2022, 9, 26, 10, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def test_now_is_an_instant_of_utc() -> None:
    before = datetime.now(UTC)
    asked = now()

    assert before <= asked <= datetime.now(UTC)
    assert asked.tzinfo is UTC


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        (OPENS - TICK, False),
        (OPENS, True),
        (CLOSES - TICK, True),
        (CLOSES, False),
        (CLOSES + TICK, False),
    ],
)
def test_a_deadline_is_half_open(at: datetime, opened: bool) -> None:  # noqa: FBT001 - a table
    assert is_open(OPENS, CLOSES, at) is opened


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (date(2022, 1, 15), time(12), datetime(2022, 1, 15, 11, tzinfo=UTC)),
        (date(2022, 7, 15), time(12), datetime(2022, 7, 15, 10, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(3), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_a_clock_in_brussels_names_one_instant(day: date, at: time, instant: datetime) -> None:
    assert brussels_instant(day, at) == instant
    assert brussels_instant(day, at).tzinfo is UTC


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_the_hour_that_summer_time_skips_is_missing(at: time) -> None:
    with pytest.raises(ValueError, match=r"^missing$"):
        brussels_instant(date(2027, 3, 28), at)


@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_the_hour_that_winter_time_repeats_is_there_twice(at: time) -> None:
    with pytest.raises(ValueError, match=r"^twice$"):
        brussels_instant(date(2027, 10, 31), at)


def test_a_day_begins_in_brussels() -> None:
    assert brussels_day(datetime(2022, 6, 30, 22, 0, tzinfo=UTC)) == date(2022, 7, 1)
    assert brussels_day(datetime(2022, 6, 30, 21, 59, tzinfo=UTC)) == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (CLOSES - timedelta(hours=1), "(vandaag)"),
        (datetime(2022, 9, 25, 21, 59, tzinfo=UTC), "1 dag"),
        (datetime(2022, 9, 25, 22, 0, tzinfo=UTC), "(vandaag)"),
        (CLOSES - timedelta(days=14), "14 dagen"),
    ],
)
def test_how_far_off_a_deadline_is_counts_days_of_the_calendar(now: datetime, says: str) -> None:
    sentence = words(time_left(CLOSES, now))

    assert says in sentence
    assert "26 september 2022, 12.00 uur" in sentence


@pytest.mark.parametrize(
    ("days", "left"),
    [(0, "today"), (1, "1 day left"), (2, "2 days left"), (14, "14 days left")],
)
def test_a_deadline_in_the_words_of_the_code(days: int, left: str) -> None:
    sentence = str(time_left(CLOSES, CLOSES - timedelta(days=days, hours=1)))

    assert sentence == f"until 2022-09-26 10:00:00+00:00 ({left})"
    assert str(time_left(CLOSES, CLOSES)) == "ended on 2022-09-26 10:00:00+00:00"


@pytest.mark.parametrize("now", [CLOSES, CLOSES + timedelta(hours=1), CLOSES + timedelta(days=9)])
def test_a_deadline_that_passed_has_ended(now: datetime) -> None:
    sentence = words(time_left(CLOSES, now))

    assert sentence.startswith("liep af")
    assert "26 september 2022, 12.00 uur" in sentence
