"""How long a sign-in lasts, by WCAG 2.2.1 and NIST SP 800-63B-4 (2.2.3)."""

from datetime import UTC, datetime, timedelta

from subsidy.accounts.domain import SIGN_IN_LASTS, longer, until_warning

BEGAN = datetime(2022, 10, 3, 6, 30, tzinfo=UTC)


def test_it_can_be_made_longer_at_least_ten_times_and_lasts_a_day_at_most() -> None:
    ends, times = BEGAN + SIGN_IN_LASTS, 0
    while longer(BEGAN, ends) > ends:
        ends, times = longer(BEGAN, ends), times + 1
    assert times >= 10
    assert ends == datetime(2022, 10, 4, 6, 30, tzinfo=UTC)


def test_the_last_time_is_shorter_when_the_day_is_nearly_over() -> None:
    late = BEGAN + timedelta(hours=23, minutes=20)
    assert longer(BEGAN, late) == BEGAN + timedelta(hours=24)


def test_the_warning_comes_at_least_two_minutes_before_the_end_and_then_stays() -> None:
    ends = datetime(2022, 10, 3, 18, 30, tzinfo=UTC)
    assert until_warning(ends, datetime(2022, 10, 3, 18, 19, tzinfo=UTC)) == timedelta(minutes=1)
    for minute in (20, 28, 31):
        assert not until_warning(ends, datetime(2022, 10, 3, 18, minute, tzinfo=UTC))
