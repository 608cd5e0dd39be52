"""The file that everybody scores first, the soft and the hard term, and how far marks lie apart."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from subsidy.scoring.domain.agreements import Agreements, faults, not_writable
from subsidy.scoring.domain.marks import Criterion, Review
from subsidy.scoring.domain.spread import Spread, spreads
from tests.support.dossiers import english

DUE = datetime(2022, 9, 30, 10, tzinfo=UTC)
HARD = DUE + timedelta(days=14)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "late"), [(None, False), (DUE - INSTANT, False), (DUE, False), (DUE + INSTANT, True)]
)
def test_only_what_comes_after_the_soft_term_is_late(at: datetime | None, *, late: bool) -> None:
    assert Agreements(due_at=DUE).is_late(at) is late
    assert Agreements().is_late(at) is False


@pytest.mark.parametrize(
    ("due", "hard", "places"),
    [
        (DUE, HARD, []),
        (DUE, DUE, []),
        (HARD, DUE, ["closes_at"]),
        (None, DUE, []),
        (DUE, None, []),
    ],
)
def test_the_hard_term_never_comes_first(
    due: datetime | None, hard: datetime | None, places: list[str]
) -> None:
    assert [each.place for each in faults(Agreements(None, due, hard))] == places


def closed(agreed: Agreements, number: str, open_ones: list[str], now: datetime) -> list[str]:
    return [english(each.text) for each in not_writable(agreed, number, open_ones, now)]


def test_the_first_file_comes_first_and_nothing_comes_after_the_hard_term() -> None:
    agreed = Agreements("A1", DUE, HARD)

    assert closed(agreed, "A1", ["A1", "A2"], DUE) == []
    assert closed(agreed, "A2", ["A2"], HARD) == []
    first = "First score the file with which the jury practises: A1."
    assert closed(agreed, "A2", ["A1", "A2"], DUE) == [first]
    assert len(closed(agreed, "A2", ["A1"], HARD + INSTANT)) == 2
    assert closed(Agreements(), "A2", ["A1", "A2"], HARD) == []


def test_the_spread_counts_marks_and_never_a_missing_one_as_zero() -> None:
    criteria = [Criterion("a", "Aim", 6000), Criterion("b", "Way", 4000)]
    sheets: list[Review] = [{"a": 4, "b": None}, {"a": 9}, {"a": 8, "b": None}]

    assert spreads(criteria, sheets) == (Spread("Aim", 3, 4, Fraction(7), 9),)
    assert spreads(criteria, []) == ()
    assert Spread("Aim", 2, 0, Fraction(1, 3), 1).hundredths == 33
