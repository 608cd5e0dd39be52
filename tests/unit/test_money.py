"""Money: whole cents, and the one place that splits an award (Hamilton's largest remainder)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.core.money import Money

CENTS = st.integers(0, 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


def cents(*amounts: int) -> tuple[Money, ...]:
    return tuple(Money(amount) for amount in amounts)


def test_amounts_add_subtract_and_turn_round() -> None:
    assert Money(250) + Money(125) == Money(375)
    assert Money(250) - Money(375) == Money(-125)
    assert -Money(250) == Money(-250)
    assert Money.total(cents(1, 2, 3)) == Money(6)
    assert Money.total([]) == Money(0)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "EUR 0.00"),
        (1, "EUR 0.01"),
        (-1, "EUR -0.01"),
        (123456, "EUR 1234.56"),
        (-50, "EUR -0.50"),
    ],
)
def test_a_log_shows_euros_and_two_digits(amount: int, shown: str) -> None:
    assert str(Money(amount)) == shown


def test_only_nothing_is_false() -> None:
    assert not Money(0)
    assert Money(1)
    assert Money(-1)


# By hand. 100 cents over 1:1:1 leaves one cent for the first; 10 over 6:6:2 is 4 2/7, 4 2/7, 1 3/7,
# so the last has the largest remainder; 7 over 1:0 gives the zero nothing.
@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (10, (6, 6, 2), (4, 4, 2)),
        (101, (1, 1), (51, 50)),
        (7, (1, 0), (7, 0)),
        (0, (0, 0), (0, 0)),
        (0, (), ()),
        (0, (3, 2), (0, 0)),
        (5, (1,), (5,)),
    ],
)
def test_an_award_is_split_by_largest_remainder(
    amount: int, weights: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert Money(amount).share_out(weights) == cents(*parts)


@pytest.mark.parametrize("weights", [(-1, 2), (0, 0), (), (2, -1, 0)])
def test_money_that_nobody_can_have_is_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^weights must be zero or more and not all zero$"):
        Money(1).share_out(weights)


def test_a_negative_weight_is_refused_even_when_there_is_nothing_to_split() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        Money(0).share_out((-1, 1))


@given(CENTS, WEIGHTS)
def test_no_cent_is_lost_and_nobody_is_a_cent_from_the_exact_share(
    amount: int, weights: list[int]
) -> None:
    parts = Money(amount).share_out(weights)

    assert sum(part.cents for part in parts) == amount
    whole = sum(weights)
    assert all(
        abs(part.cents * whole - amount * weight) < whole
        for part, weight in zip(parts, weights, strict=True)
    )
