"""The parts of the split: the decimal of the workbook, and the jump to where the race begins.

The race alone makes the amounts exact (test_distribution.py); the jump makes it short.
"""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.allocation.domain.distribution import (
    Share,
    _head_start,
    _level,
    _Race,
    distribute,
    recomputed,
    shortest_decimal,
)
from tests.support.effort import tried
from tests.support.shares import cent_by_cent, share_lists

ONE, HALF = Fraction(1), Fraction(1, 2)


# By hand: the middle third, then the shortest decimal in it that is nearest to the middle.
@pytest.mark.parametrize(
    ("lower", "upper", "shortest"),
    [
        (58_400, 58_440, 58_420),  # between 58,413.3 and 58,426.7: the divisor of 2013
        (1, 2, Fraction(3, 2)),  # between 1.33 and 1.67
        (0, 3, Fraction(3, 2)),  # 1 and 2 lie on the edge
        (0, 30, 15),
        (0, 24, 10),  # between 8 and 16
        (0, 2_400, 1_000),
        (Fraction(1, 3), HALF, Fraction(2, 5)),  # between 0.389 and 0.444
        (999, 1_002, Fraction(2_001, 2)),
        (0, Fraction(1, 10**9), Fraction(1, 2 * 10**9)),
    ],
)
def test_the_shortest_decimal_away_from_the_edges(
    lower: Fraction, upper: Fraction, shortest: Fraction
) -> None:
    assert shortest_decimal(Fraction(lower), Fraction(upper)) == shortest


@given(
    st.fractions(min_value=0, max_value=10**6, max_denominator=10**6),
    st.fractions(min_value=Fraction(1, 10**9), max_value=10**6, max_denominator=10**9),
)
def test_no_decimal_of_fewer_digits_lies_in_the_middle_third(
    lower: Fraction, width: Fraction
) -> None:
    middle, third = lower + width / 2, width / 3
    units = (Fraction(10) ** exponent for exponent in range(8, -20, -1))
    nearest = (round(middle / unit) * unit for unit in units)
    expected = next(near for near in nearest if abs(near - middle) < third / 2)

    assert shortest_decimal(lower, lower + width) == expected


@pytest.mark.parametrize(
    ("share", "divisor", "amount"),
    [
        (Share("a", Fraction(7)), Fraction(2), 4),  # 3.5, and a half goes up
        (Share("a", Fraction(7)), Fraction(5), 1),
        (Share("a", Fraction(7), 2), Fraction(5), 2),
        (Share("a", Fraction(7), 0, 3), Fraction(2), 3),
        (Share("a", Fraction(0)), Fraction(2), 0),
    ],
)
def test_the_formula_of_the_workbook(share: Share, divisor: Fraction, amount: int) -> None:
    assert recomputed(share, divisor) == amount


# The divisor lies above the best quotient that won nothing, under the worst that won. Seven with no
# cent: 7 / (1/2) = 14 won nothing, so from 14 to 28. Two and one at their ceilings of 30 and 25:
# 1 / 24.5 = 0.0408 won last, and nothing lies under it.
@pytest.mark.parametrize(
    ("envelope", "shares", "divisor"),
    [
        (0, [], 1),
        (3, [Share("a", Fraction(0))], 1),
        (0, [Share("a", Fraction(7))], 20),
        (100, [Share("a", Fraction(2), 0, 30), Share("b", ONE, 5, 25)], Fraction(1, 50)),
    ],
)
def test_a_divisor_at_the_ends(envelope: int, shares: list[Share], divisor: Fraction) -> None:
    found = distribute(envelope, shares)

    assert found.divisor == divisor
    assert found.corrections == {}


@pytest.mark.parametrize(
    ("envelope", "width"),
    [(1, 2**40), (2**34, 2**40), (2**35, 2**41), (3 * 2**35, 3 * 2**41)],
)
def test_a_gap_between_quotients_must_be_wide_enough_for_a_spreadsheet(
    envelope: int, width: int
) -> None:
    """One part in 2^40; of an envelope above 2^34 cents, one part in 64 times its cents."""
    won = 1 / (envelope - HALF)  # the quotient of the last cent of a
    exact, narrow = (won / 2 * (1 - Fraction(1, parts)) for parts in (width, width + width // 65))

    wide = distribute(envelope, [Share("a", ONE), Share("b", exact)])
    assert (dict(wide.amounts), dict(wide.corrections)) == ({"a": envelope, "b": 0}, {})
    assert 2 * exact < wide.divisor < won

    close = distribute(envelope, [Share("a", ONE), Share("b", narrow)])
    assert (dict(close.amounts), dict(close.corrections)) == ({"a": envelope, "b": 0}, {"a": 1})
    assert close.divisor > won


# Ten cents over 3:1:1 are 6, 2 and 2; a floor of 4 for the last leaves 6 over 3:1, or 4.5 and 1.5;
# with the first capped at 3 the other two share 7 as 3.5 each.
@pytest.mark.parametrize(
    ("shares", "spare", "near"),
    [
        ([Share("a", Fraction(3)), Share("b", ONE), Share("c", ONE)], 10, [6, 2, 2]),
        ([Share("a", Fraction(3)), Share("b", ONE), Share("c", ONE, 4)], 6, [4.5, 1.5, 4]),
        ([Share("a", Fraction(3), 0, 3), Share("b", ONE), Share("c", ONE)], 10, [3, 3.5, 3.5]),
        ([Share("a", Fraction(1, 3)), Share("b", Fraction(1, 6))], 30, [20, 10]),
        ([Share(id_, ONE) for id_ in "abcde"], 8, [1.6] * 5),  # each is rounded to 2
        ([Share(id_, ONE) for id_ in "abcde"], 7, [1.4] * 5),  # each is rounded to 1
    ],
)
def test_the_jump_lands_at_the_exact_share_rounded(
    shares: list[Share], spare: int, near: list[float]
) -> None:
    landed = _head_start(_Race(shares, spare))

    assert all(abs(cents - exact) <= HALF for cents, exact in zip(landed, near, strict=True))


# By hand, with weights of 2 and 1: the level L at which the amounts 2 L and L add up.
@pytest.mark.parametrize(
    ("shares", "spare", "level"),
    [
        ([Share("a", ONE), Share("b", ONE)], 9, 3),  # 2 L + L = 9
        ([Share("a", ONE), Share("b", ONE, 4)], 6, 3),  # 2 L + 4 = 10: b lies under its floor
        ([Share("a", ONE), Share("b", ONE, 4)], 11, 5),  # 2 L + L = 15: b has risen above it
        ([Share("a", ONE, 0, 3), Share("b", ONE)], 10, 7),  # 3 + L = 10: a has stopped
        ([Share("a", ONE, 6), Share("b", ONE)], 1, 1),  # 6 + L = 7
    ],
)
def test_the_water_level(shares: list[Share], spare: int, level: int) -> None:
    assert _level(_Race(shares, spare), [2, 1], scale=8) == level << 8


def test_the_water_level_of_one() -> None:
    assert _level(_Race([Share("a", ONE)], 9), [1], scale=8) == 9 << 8


RUNNERS = st.lists(
    st.builds(
        lambda weight, floor, room: (weight, floor, None if room is None else floor + room),
        st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000),
        st.integers(0, 10**6),
        st.one_of(st.none(), st.integers(1, 10**9)),
    ),
    min_size=1,
    max_size=8,
)


@given(RUNNERS, st.integers(1, 10**10))
def test_the_jump_lands_within_half_a_cent_per_recipient(
    bounds: list[tuple[Fraction, int, int | None]], spare: int
) -> None:
    """Whatever the size of the envelope: that is what keeps the race short."""
    shares = [Share(f"{i}", *bound) for i, bound in enumerate(bounds)]
    race = _Race(shares, spare)
    if sum(race.caps) <= race.target:
        return  # everybody is at the ceiling: no race
    landed = _head_start(race)

    assert abs(sum(landed) - race.target) <= math.ceil(len(shares) / 2)


def race_from(shares: list[Share], spare: int, amounts: list[int]) -> _Race:
    """Run the race from these amounts instead of from where the jump lands."""
    race = _Race(shares, spare)
    race.amounts = list(amounts)
    race._line_up()  # noqa: SLF001 - the start of the race is the case
    race._settle()  # noqa: SLF001
    return race


@tried(2)
@given(share_lists(), st.integers(0, 40), st.randoms())
def test_the_race_is_exact_wherever_it_begins(
    shares: list[Share], spare: int, chance: random.Random
) -> None:
    """From any amounts between floor and ceiling: by giving, by taking and by exchanging."""
    shares = sorted(shares, key=lambda share: share.id)
    jump = _Race(shares, spare)
    if sum(jump.caps) <= jump.target:
        return  # everybody is at the ceiling: no race
    bounds = zip(jump.floors, jump.caps, strict=True)
    race = race_from(shares, spare, [chance.randint(*bound) for bound in bounds])

    envelope = sum(share.floor_cents for share in shares) + spare
    assert {share.id: share.floor_cents for share in shares} | race.outcome() == (
        cent_by_cent(envelope, shares)
    )


@pytest.mark.parametrize(
    ("shares", "begin", "end"),
    [
        # Equal quotients: of three cents the smallest id has two.
        ([Share("a", ONE), Share("b", ONE)], [1, 2], [2, 1]),
        # The ceiling holds, however good the next cent would be.
        ([Share("a", Fraction(100), 0, 2), Share("b", ONE)], [0, 3], [2, 1]),
        # The floor holds, however bad the cents of the floor are.
        ([Share("a", ONE, 2), Share("b", Fraction(100))], [4, 0], [2, 2]),
    ],
)
def test_cents_are_exchanged_within_the_bounds(
    shares: list[Share], begin: list[int], end: list[int]
) -> None:
    spare = sum(begin) - sum(share.floor_cents for share in shares)

    assert race_from(shares, spare, begin).amounts == end


def test_a_recipient_can_be_a_few_cents_from_the_formula() -> None:
    """Seventy quotients lie so close together that no divisor fits between the ends of the row.

    The large one has a cent at both ends of the row, a recipient without a cent lies just under
    it. So the formula gives it two cents too few and the seventy none: the corrections say so.
    """
    large, many = 2**34, 70
    last, before = 1 / (large - HALF), 1 / (large - 3 * HALF)
    step = (before - last) / (many + 1)
    row = [Share(f"b{k:02}", (last + k * step) / 2) for k in range(1, many + 1)]
    shares = [Share("a", (last - step) / 2), *row, Share("z", ONE)]

    found = distribute(large + many, shares)

    amounts = {"a": 0, **{share.id: 1 for share in row}, "z": large}
    corrections = {**{share.id: 1 for share in row}, "z": 2}
    assert found.amounts == amounts
    assert found.corrections == corrections
    assert {
        s.id: recomputed(s, found.divisor) + corrections.get(s.id, 0) for s in shares
    } == amounts
    again = race_from(shares, large + many, [0] * (many + 1) + [large - 2])
    assert (again.outcome(), again.divisor()) == (amounts, (found.divisor, corrections))
