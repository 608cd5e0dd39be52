"""Agreement: the published examples, formulas done again by hand, and no influence of order."""

import itertools
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.scoring.domain.agreement import Estimate, Level, alpha, icc, spearman_brown
from tests.support.mock_panel import PANEL_1

Array = npt.NDArray[np.float64]
NO = math.nan
# Krippendorff, "Computing Krippendorff's alpha-reliability" (2011): four observers, twelve units.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
)
# Shrout and Fleiss (1979), table 2: six targets, four judges.
JUDGES = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)


@pytest.mark.parametrize(
    ("level", "published"),
    [
        (Level.NOMINAL, 0.743),
        (Level.ORDINAL, 0.815),
        (Level.INTERVAL, 0.849),
        (Level.RATIO, 0.797),
    ],
)
def test_alpha_of_the_published_example(level: Level, published: float) -> None:
    found = alpha(OBSERVERS, level, seed=1)
    assert found.value == pytest.approx(published, abs=0.0005)
    assert (found.units, found.values) == (11, 40)  # one unit has one value: it says nothing
    assert found.low is not None
    assert found.high is not None
    assert found.low < published < found.high


def test_icc_of_the_published_example() -> None:
    found = icc(JUDGES)
    each = (found.one_way, found.absolute, found.consistent)
    means = (found.one_way_mean, found.absolute_mean, found.consistent_mean)
    assert [round(one.value, 3) for one in (*each, *means)] == [
        *(0.166, 0.290, 0.715),
        *(0.443, 0.620, 0.909),
    ]


def test_intervals_of_icc_as_the_r_package_psych_gives_them() -> None:
    found = icc(JUDGES)
    computed = (found.one_way, found.absolute, found.consistent, found.one_way_mean)
    lows, highs = [one.low for one in computed], [one.high for one in computed]
    assert lows == pytest.approx([-0.133, 0.019, 0.342, -0.884], abs=0.001)
    assert highs == pytest.approx([0.72, 0.76, 0.95, 0.91], abs=0.005)


def test_a_severe_juror_hides_that_the_panel_agrees() -> None:
    grades = np.array(PANEL_1, float)
    found = icc(grades)
    assert alpha(grades.T, Level.INTERVAL, seed=1).value == pytest.approx(0.009, abs=0.0005)
    assert found.absolute.value == pytest.approx(0.135, abs=0.0005)
    assert found.consistent.value == pytest.approx(0.368, abs=0.0005)


MARKS = st.lists(
    st.lists(st.sampled_from([NO, 0.0, 1.0, 2.0, 3.0, 10.0]), min_size=3, max_size=3),
    min_size=2,
    max_size=6,
)


@given(marks=MARKS, level=st.sampled_from(Level))
def test_alpha_is_what_its_definition_says(marks: list[list[float]], level: Level) -> None:
    expected = _by_hand(marks, level)
    found = alpha(np.array(marks).T, level, seed=3, samples=20)
    assert found.value == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(marks=MARKS, level=st.sampled_from(Level), data=st.data())
def test_no_order_of_units_or_raters_changes_a_bit_of_alpha(
    marks: list[list[float]], level: Level, data: st.DataObject
) -> None:
    units = data.draw(st.permutations(marks))
    raters = data.draw(st.permutations(range(3)))
    shuffled = np.array(units).T[list(raters)]
    assert alpha(np.array(marks).T, level, seed=7) == alpha(shuffled, level, seed=7)


def test_no_order_of_targets_or_raters_changes_a_bit_of_icc() -> None:
    ratings = np.random.default_rng(4).normal(60, 15, (9, 5))
    whole = icc(ratings)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        assert icc(ratings[rng.permutation(9)][:, rng.permutation(5)]) == whole


def test_where_nothing_differs_there_is_nothing_to_agree_about() -> None:
    assert alpha(np.full((3, 4), 7.0), Level.INTERVAL, seed=1).value is None
    assert alpha(np.full((3, 0), 7.0), Level.INTERVAL, seed=1).units == 0
    with pytest.raises(ValueError, match="do not differ"):
        icc(np.full((3, 4), 7.0))


def test_only_severity_differs() -> None:
    ratings = np.array([[50.0, 60.0], [60.0, 70.0], [70.0, 80.0]])
    found = icc(ratings)
    assert found.consistent == Estimate(1.0, 1.0, 1.0)
    assert 0 < found.absolute.value < 1


@pytest.mark.parametrize(
    ("values", "level", "reason"),
    [
        (np.array([1.0, 2.0]), Level.INTERVAL, "raters x units"),
        (np.array([[1.0, math.inf]]), Level.INTERVAL, "finite"),
        (np.array([[1.0, -1.0]]), Level.RATIO, "never negative"),
    ],
)
def test_alpha_refuses_what_it_cannot_read(values: Array, level: Level, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        alpha(values, level, seed=1)


@pytest.mark.parametrize("ratings", [np.array([[1.0, 2.0]]), np.array([[1.0, NO], [2.0, 3.0]])])
def test_icc_refuses_an_incomplete_panel(ratings: Array) -> None:
    with pytest.raises(ValueError, match=r"at least two|every rater"):
        icc(ratings)


def test_reliability_of_the_mean_of_four() -> None:
    assert spearman_brown(0.25, 4) == pytest.approx(4 / 7)  # 4 * .25 / (1 + 3 * .25)
    assert spearman_brown(0.4, 1) == pytest.approx(0.4)
    assert spearman_brown(-0.5, 4) == -math.inf


def _by_hand(marks: list[list[float]], level: Level) -> float | None:
    """Return alpha by every pair of values, without a matrix."""
    units = [[value for value in unit if not math.isnan(value)] for unit in marks]
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]
    expected = sum(_apart(a, b, level, every) for a, b in itertools.permutations(every, 2))
    if not expected:
        return None
    observed = sum(
        _apart(a, b, level, every) / (len(unit) - 1)
        for unit in units
        for a, b in itertools.permutations(unit, 2)
    )
    return 1 - observed * (len(every) - 1) / expected


def _apart(a: float, b: float, level: Level, every: list[float]) -> float:
    if a == b:
        return 0.0
    if level is Level.ORDINAL:
        between = sum(min(a, b) <= value <= max(a, b) for value in every)
        return (between - (every.count(a) + every.count(b)) / 2) ** 2
    distances = {Level.NOMINAL: 1.0, Level.INTERVAL: (a - b) ** 2}
    return distances[level] if level in distances else ((a - b) / (a + b)) ** 2
