"""The split of an envelope: published seats, brute force, and the formula of the workbook."""

import math
import random
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy.allocation.domain import Infeasible, Share, distribute, recomputed
from tests.support.effort import tried
from tests.support.shares import cent_by_cent, share_lists


def in_a_spreadsheet(share: Share, divisor: Fraction) -> int:
    """ROUND(weight / divisor, 0) with doubles and 15 digits, half away from zero, in its bounds."""
    quotient = float(share.weight) / float(divisor)
    rounded = int(Decimal(f"{quotient:.15g}").to_integral_value(ROUND_HALF_UP))
    capped = rounded if share.ceiling_cents is None else min(rounded, share.ceiling_cents)
    return max(capped, share.floor_cents)


def seats(total: int, votes: Mapping[str, int]) -> dict[str, int]:
    return dict(distribute(total, [Share(n, Fraction(v)) for n, v in votes.items()]).amounts)


def test_bundestag_2009_before_overhang_seats() -> None:
    votes = {
        "CDU": 11_828_277, "SPD": 9_990_488, "FDP": 6_316_080,
        "LINKE": 5_155_933, "GRÜNE": 4_643_272, "CSU": 2_830_238,
    }  # fmt: skip
    assert seats(598, votes) == {
        "CDU": 173, "SPD": 146, "FDP": 93, "LINKE": 76, "GRÜNE": 68, "CSU": 42,
    }  # fmt: skip


def test_bundestag_2013_with_its_official_divisor() -> None:
    votes = {
        "CDU": 14_921_877, "SPD": 11_252_215, "LINKE": 3_755_699,
        "GRÜNE": 3_694_057, "CSU": 3_243_569,
    }  # fmt: skip
    expected = {"CDU": 255, "SPD": 193, "LINKE": 64, "GRÜNE": 63, "CSU": 56}
    assert seats(631, votes) == expected
    assert {n: recomputed(Share(n, Fraction(v)), Fraction(58_420)) for n, v in votes.items()} == (
        expected
    )


def test_the_two_usual_textbook_examples() -> None:
    assert seats(7, {"A": 53_000, "B": 24_000, "C": 23_000}) == {"A": 3, "B": 2, "C": 2}
    votes = {
        "yellow": 47_000, "white": 16_000, "red": 15_900,
        "blue": 12_000, "green": 6_000, "pink": 3_100,
    }  # fmt: skip
    assert seats(10, votes) == {
        "yellow": 4, "white": 2, "red": 2, "blue": 1, "green": 1, "pink": 0,
    }  # fmt: skip


@tried(3)
@given(share_lists(), st.integers(0, 60))
@example([Share("a", Fraction(1)), Share("b", Fraction(1)), Share("c", Fraction(1))], 1)
@example([Share("a", Fraction(7))], 0)
def test_equals_brute_force_and_its_own_workbook(shares: list[Share], extra: int) -> None:
    envelope = sum(share.floor_cents for share in shares) + extra
    found = distribute(envelope, shares)
    assert dict(found.amounts) == cent_by_cent(envelope, shares)
    assert found.remainder_cents == envelope - sum(found.amounts.values())
    for formula in (recomputed, in_a_spreadsheet):
        again = {s.id: formula(s, found.divisor) + found.corrections.get(s.id, 0) for s in shares}
        assert again == found.amounts


@tried(2)
@given(share_lists(), st.integers(0, 10**9), st.integers(0, 10**6), st.randoms())
def test_large_envelopes(
    shares: list[Share],
    extra: int,
    more: int,
    chance: random.Random,
) -> None:
    shares = [
        replace(s, ceiling_cents=None if s.floor_cents % 3 else s.ceiling_cents) for s in shares
    ]
    envelope = sum(share.floor_cents for share in shares) + extra
    found = distribute(envelope, shares)
    larger = distribute(envelope + more, shares)
    shuffled = chance.sample(shares, len(shares))
    assert distribute(envelope, shuffled) == found
    assert list(distribute(envelope, shuffled).amounts) == sorted(s.id for s in shares)
    for s in shares:
        assert found.amounts[s.id] <= larger.amounts[s.id]
        assert s.floor_cents <= found.amounts[s.id]
        assert s.ceiling_cents is None or found.amounts[s.id] <= s.ceiling_cents
        in_cell = in_a_spreadsheet(s, found.divisor) + found.corrections.get(s.id, 0)
        assert in_cell == found.amounts[s.id]
    if any(s.weight and s.ceiling_cents is None for s in shares):
        assert found.remainder_cents == 0


@tried(2)
@given(share_lists(), st.integers(0, 200), st.fractions(min_value=1, max_value=10**9))
def test_the_unit_of_the_weights_does_not_matter(
    shares: list[Share],
    extra: int,
    unit: Fraction,
) -> None:
    envelope = sum(share.floor_cents for share in shares) + extra
    scaled = [replace(share, weight=share.weight * unit) for share in shares]
    assert distribute(envelope, scaled).amounts == distribute(envelope, shares).amounts


def test_every_cent_given_is_better_than_every_cent_not_given() -> None:
    """The min-max inequality of divisor methods, where brute force would take days."""
    chance = random.Random(7)  # noqa: S311 - a test table, not a secret
    shares = [
        Share(
            f"{i:05}",
            Fraction(chance.randint(50, 500_000), chance.randint(1, 10**9)),
            chance.choice([0, 100, 10_000]),
            chance.choice([None, 12_000, 10**6]),
        )
        for i in range(5_000)
    ]
    found = distribute(1_500_000_000, shares)
    won = min(
        s.weight / (found.amounts[s.id] - Fraction(1, 2))
        for s in shares
        if found.amounts[s.id] > s.floor_cents
    )
    lost = max(
        s.weight / (found.amounts[s.id] + Fraction(1, 2))
        for s in shares
        if s.ceiling_cents is None or found.amounts[s.id] < s.ceiling_cents
    )
    assert lost <= won
    assert sum(found.amounts.values()) == 1_500_000_000


def test_equal_quotients_go_to_the_smallest_id_and_are_stated() -> None:
    found = distribute(5, [Share(id_, Fraction(1)) for id_ in ("c", "b", "a")])
    assert dict(found.amounts) == {"a": 2, "b": 2, "c": 1}
    assert list(found.corrections.items()) == [("a", 1), ("b", 1)]


def test_weights_that_doubles_cannot_tell_apart() -> None:
    close = Fraction(1) + Fraction(1, 10**40)
    found = distribute(3, [Share("a", Fraction(1)), Share("b", close)])
    assert dict(found.amounts) == {"a": 1, "b": 2}
    assert dict(found.corrections) == {"b": 1}


def test_weights_of_any_size() -> None:
    shares = [
        Share("capped", Fraction(1), 0, 10),
        Share("giant", Fraction(10**300)),
        Share("dwarf", Fraction(1, 10**400)),
    ]
    assert dict(distribute(10**9, shares).amounts) == {"capped": 0, "dwarf": 0, "giant": 10**9}
    without = [shares[0], shares[2]]
    assert dict(distribute(10**9, without).amounts) == {"capped": 10, "dwarf": 10**9 - 10}


def test_weight_zero_gets_its_floor_and_the_rest_is_stated() -> None:
    found = distribute(100, [Share("a", Fraction(0), 30), Share("b", Fraction(0))])
    assert (dict(found.amounts), found.remainder_cents) == ({"a": 30, "b": 0}, 70)


def test_everyone_at_the_ceiling_leaves_a_remainder() -> None:
    shares = [Share("a", Fraction(2), 0, 30), Share("b", Fraction(1), 5, 25)]
    found = distribute(100, shares)
    assert (dict(found.amounts), found.remainder_cents) == ({"a": 30, "b": 25}, 45)
    assert [recomputed(share, found.divisor) for share in shares] == [30, 25]


def test_nobody_gets_anything() -> None:
    assert distribute(0, []).remainder_cents == 0
    assert distribute(12, []).remainder_cents == 12
    assert dict(distribute(0, [Share("a", Fraction(1))]).amounts) == {"a": 0}


def test_floors_above_the_envelope_say_how_much_is_missing() -> None:
    shares = [Share("a", Fraction(1), 70), Share("b", Fraction(0), 60)]
    with pytest.raises(Infeasible) as refused:
        distribute(100, shares)
    assert refused.value.shortfall_cents == 30
    [refusal] = refused.value.refusals
    assert str(refusal.text) == (
        "The minimum amounts together are EUR 0.30 more than the envelope. "
        "Lower the minimum or raise the envelope."
    )
    assert refusal.place == "floor"
    assert dict(distribute(130, shares).amounts) == {"a": 70, "b": 60}


ONE = Fraction(1)
CENTS = "must be whole cents, zero or more"
EXACT = "must be an exact fraction, zero or more"
BAD: list[tuple[Any, list[Any], str]] = [
    (-1, [], f"the envelope {CENTS}"),
    (1.0, [], f"the envelope {CENTS}"),
    (True, [], f"the envelope {CENTS}"),
    (10, [Share("a", ONE), Share("b", ONE), Share("a", ONE)], "'a' stands in the list twice"),
    (10, [Share("a", Fraction(-1))], f"the weight of 'a' {EXACT}"),
    (10, [Share("a", 0.5)], f"the weight of 'a' {EXACT}"),  # type: ignore[arg-type]  # a wrong type is the case
    (10, [Share("a", Decimal(1))], f"the weight of 'a' {EXACT}"),  # type: ignore[arg-type]  # a wrong type is the case
    (10, [Share("a", math.nan)], f"the weight of 'a' {EXACT}"),  # type: ignore[arg-type]  # a wrong type is the case
    (10, [Share(7, ONE)], "an id is text, not 7"),  # type: ignore[arg-type]  # a wrong type is the case
    (10, [Share("a", ONE, -1)], f"the floor of 'a' {CENTS}"),
    (10, [Share("a", ONE, 5, 4)], "the floor of 'a' lies above its ceiling"),
    (10, [Share("a", ONE, 1.5)], f"the floor of 'a' {CENTS}"),  # type: ignore[arg-type]  # a wrong type is the case
    (10, [Share("a", ONE, 0, 2.0)], f"the ceiling of 'a' {CENTS}"),  # type: ignore[arg-type]  # a wrong type is the case
]


@pytest.mark.parametrize(("envelope", "shares", "why"), BAD)
def test_nonsense_is_a_value_error(envelope: Any, shares: list[Any], why: str) -> None:  # noqa: ANN401 - a wrong type is the case
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        distribute(envelope, shares)


def test_a_whole_number_is_an_exact_weight_and_a_floor_can_be_the_ceiling() -> None:
    shares = [Share("a", 1, 0), Share("b", 0, 4, 4), Share("c", ONE, 3, 3)]  # type: ignore[arg-type]  # an int is exact
    assert dict(distribute(10, shares).amounts) == {"a": 3, "b": 4, "c": 3}


@pytest.mark.slow
@pytest.mark.parametrize(
    "weight", [lambda r: Fraction(r.randint(50, 500_000), 6_652_984), lambda _: ONE]
)
def test_a_hundred_thousand_recipients(weight: Any) -> None:  # noqa: ANN401 - a function of a test table
    chance = random.Random(3)  # noqa: S311 - a test table, not a secret
    shares = [Share(f"{i:06}", weight(chance), i % 7, None) for i in range(100_000)]
    began = time.process_time()
    found = distribute(1_500_000_001, shares)
    assert time.process_time() - began < 4  # about one second on the machine it was made on
    assert sum(found.amounts.values()) == 1_500_000_001
