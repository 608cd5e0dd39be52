"""What a jury agrees: from when to when a juror was there."""

from datetime import UTC, datetime

from subsidy.scoring.domain.deliberation import stays


def _at(hour: int) -> datetime:
    return datetime(2022, 9, 5, hour, tzinfo=UTC)


def test_a_juror_who_goes_and_comes_back_was_there_twice() -> None:
    rows = [(1, _at(9), True), (2, _at(9), True), (1, _at(10), False), (1, _at(11), True)]

    assert stays(rows, None) == {1: [(_at(9), _at(10)), (_at(11), None)], 2: [(_at(9), None)]}
    closed = stays(rows, _at(12))
    assert closed == {1: [(_at(9), _at(10)), (_at(11), _at(12))], 2: [(_at(9), _at(12))]}
    assert stays([], _at(12)) == {}
