"""The ranking: one row per tie-break, and a lot that anybody can draw again."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.scoring.domain.marks import Criterion
from subsidy.scoring.domain.places import DecidedBy, Rank, Standing, lot, ranking, reason

# Listed with the heaviest in the middle; "plan" and "reach" weigh the same: the list decides.
CRITERIA = [
    Criterion("plan", "Plan", 2_500),
    Criterion("quality", "Kwaliteit", 5_000),
    Criterion("reach", "Bereik", 2_500),
]
SEED = "lotgetal 2022"


def standing(
    number: str, merit: int, marks: tuple[int, int, int], amount: int = 100_00
) -> Standing:
    quality, plan, reach = (Fraction(mark) for mark in marks)
    return Standing(number, merit, {"quality": quality, "plan": plan, "reach": reach}, amount)


def rows(*standings: Standing) -> list[tuple[str, DecidedBy | None, str | None]]:
    return [(r.number, r.decided_by, r.criterion) for r in ranking(standings, CRITERIA, SEED)]


def test_each_tie_break_in_turn() -> None:
    assert rows(
        standing("F", 7_000, (7, 7, 7), 100_00),
        standing("B", 8_000, (9, 1, 9), 400_00),  # asks more at each place: the marks come first
        standing("C", 8_000, (8, 9, 1), 300_00),
        standing("A", 8_001, (1, 1, 1), 500_00),
        standing("D", 8_000, (8, 8, 9), 200_00),
        standing("E", 8_000, (8, 8, 8), 100_00),
        standing("G", 7_000, (7, 7, 7), 99_99),
    ) == [
        ("A", None, None),
        ("B", DecidedBy.MERIT, None),
        ("C", DecidedBy.CRITERION, "quality"),
        ("D", DecidedBy.CRITERION, "plan"),
        ("E", DecidedBy.CRITERION, "reach"),
        ("G", DecidedBy.MERIT, None),
        ("F", DecidedBy.AMOUNT, None),
    ]


def test_the_lot_is_what_sha256sum_prints() -> None:
    """``printf '%s' 'lotgetal 2022|D-1' | sha256sum``, and for D-2 and D-3."""
    assert lot(SEED, "D-1") == "0e5b0d3249257d6eba22981c9cc4714e57a82ec6df5087c10fe2235654c51928"
    assert lot(SEED, "D-2").startswith("a4157285")
    assert lot(SEED, "D-3").startswith("383a1ba4")
    equal = [standing(number, 5_000, (5, 5, 5)) for number in ("D-1", "D-2", "D-3")]
    assert rows(*equal) == [
        ("D-1", None, None),
        ("D-3", DecidedBy.LOT, None),
        ("D-2", DecidedBy.LOT, None),
    ]


def test_another_seed_draws_another_order() -> None:
    equal = [standing(f"D-{n}", 5_000, (5, 5, 5)) for n in range(8)]
    orders = {tuple(r.number for r in ranking(equal, CRITERIA, str(seed))) for seed in range(9)}
    assert len(orders) == 9


STANDINGS = st.lists(
    st.builds(
        standing,
        st.sampled_from([f"D-{n}" for n in range(8)]),
        st.integers(7_000, 7_002),
        st.tuples(*[st.integers(5, 6)] * 3),
        st.integers(1, 2),
    ),
    unique_by=lambda s: s.number,
)


@given(STANDINGS, st.randoms())
def test_the_order_of_the_input_has_no_influence(
    standings: list[Standing], chance: random.Random
) -> None:
    found = ranking(standings, CRITERIA, SEED)
    assert ranking(chance.sample(standings, len(standings)), CRITERIA, SEED) == found
    assert [rank.position for rank in found] == list(range(1, len(standings) + 1))


@given(STANDINGS.filter(bool), st.integers(1, 5))
def test_a_raised_merit_never_loses_a_place(standings: list[Standing], more: int) -> None:
    first, *others = standings
    raised = Standing(first.number, first.merit + more, first.criterion_means, first.amount_cents)
    before = _position(ranking(standings, CRITERIA, SEED), first.number)
    assert _position(ranking([raised, *others], CRITERIA, SEED), first.number) <= before


def _position(ranks: tuple[Rank, ...], number: str) -> int:
    return next(rank.position for rank in ranks if rank.number == number)


def test_every_place_says_what_separated_it() -> None:
    """Two by the mark on the plan, then fewer points, then a larger amount, then by lot."""
    ranks = ranking(
        [
            standing("D-9", 8_000, (8, 9, 1)),
            standing("D-8", 8_000, (8, 8, 9)),
            standing("D-7", 7_000, (7, 7, 7), 1),
            standing("D-1", 7_000, (7, 7, 7), 2),
            standing("D-2", 7_000, (7, 7, 7), 2),
        ],
        CRITERIA,
        SEED,
    )
    assert [str(reason(rank, CRITERIA)) for rank in ranks] == [
        "This file has the highest place.",
        "The file just before it has the same points, but a higher mean mark on “Plan”.",
        "The file just before it has more points.",
        "The file just before it has the same points and marks, but asks a smaller amount.",
        (
            "The file just before it has the same points, marks and amount. "
            "The lot decided with the published seed."
        ),
    ]


def test_a_number_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a file number stands in the list twice$"):
        ranking([standing("D-1", 1, (1, 1, 1)), standing("D-1", 2, (1, 1, 1))], CRITERIA, SEED)
