"""How far jurors agree: Krippendorff's alpha and the intraclass correlations, with intervals.

Both look only at what was given, never at who gave it or in which order: the same marks give
the same bits. Written here because the packages that compute them are GPL.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique

import numpy as np
import numpy.typing as npt
from scipy.stats import f as fisher

Array = npt.NDArray[np.float64]


@unique
class Level(StrEnum):
    """What a difference between two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha with its bootstrap interval.

    1: perfect, 0: as by chance, below 0: systematic disagreement. None where all values are
    equal: then there is nothing to agree about. ``units``: those with two values or more;
    ``values``: how many they hold together.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    values: int


def alpha(
    values: Array,
    level: Level,
    *,
    seed: int,
    samples: int = 2_000,
    confidence: float = 0.95,
) -> Alpha:
    """Return alpha = 1 - observed / expected disagreement, over values given by anybody.

    ``values``: raters x units, NaN where a rater gave none; of level RATIO never below zero. A
    unit with fewer than two values says nothing and is left out. The interval: percentiles of
    ``samples`` samples of units, drawn with replacement from ``seed``.
    Krippendorff, Content Analysis (4th ed. 2018), chapter 12; Hayes and Krippendorff 2007.
    Raises ``ValueError`` for an array of other than two dimensions, an infinite value, or a
    negative one of level RATIO.
    """
    units = _units(values, level)
    held = sum(len(unit) for unit in units)
    if len({value for unit in units for value in unit}) < 2:  # noqa: PLR2004 - two differ
        return Alpha(None, None, None, len(units), held)
    scale, counts = _counted(units)
    whole = _alphas(np.ones((1, len(units))), counts, scale, level)[0]
    drawn = np.random.default_rng(seed).multinomial(
        len(units), [1 / len(units)] * len(units), size=samples
    )
    found = _alphas(drawn.astype(np.float64), counts, scale, level)
    low, high = _percentiles(found, confidence)
    return Alpha(float(whole), low, high, len(units), held)


def _units(values: Array, level: Level) -> list[tuple[float, ...]]:
    """Return the values of every unit that has a pair, in an order that only they decide."""
    if values.ndim != 2:  # noqa: PLR2004 - raters and units
        raise ValueError("give the values as raters x units")
    if np.isinf(values).any():
        raise ValueError("a value is a finite number, or NaN when it is missing")
    if level is Level.RATIO and np.nanmin(values, initial=0.0) < 0:
        raise ValueError("a value on a ratio scale is never negative")
    given = (tuple(sorted(unit[~np.isnan(unit)].tolist())) for unit in values.T)
    return sorted(unit for unit in given if len(unit) > 1)


def _counted(units: list[tuple[float, ...]]) -> tuple[Array, Array]:
    """Return the distinct values, and how often each unit holds each: units x values."""
    scale = np.unique(np.array([value for unit in units for value in unit]))
    counts = np.zeros((len(units), len(scale)))
    for row, unit in enumerate(units):
        np.add.at(counts[row], np.searchsorted(scale, unit), 1)
    return scale, counts


def _alphas(weights: Array, counts: Array, scale: Array, level: Level) -> Array:
    """Return alpha per sample; NaN where a sample holds one value only.

    ``weights``: samples x units, how often each sample holds each unit.
    """
    totals = weights @ counts
    if level is Level.ORDINAL:
        pairs = [
            _ordinal(weight, total, counts) for weight, total in zip(weights, totals, strict=True)
        ]
        observed, expected = np.array(pairs).T
    else:
        squares = _DISTANCES[level](scale)
        within = np.einsum("uv,uv->u", counts @ squares, counts) / (counts.sum(axis=1) - 1)
        observed = weights @ within
        expected = np.einsum("sv,sv->s", totals @ squares, totals) / (totals.sum(axis=1) - 1)
    kept = expected > 0
    found = np.full(len(weights), np.nan)
    found[kept] = 1 - observed[kept] / expected[kept]
    return found


def _ordinal(weight: Array, total: Array, counts: Array) -> tuple[float, float]:
    """Return observed and expected disagreement where a distance counts the values in between.

    The sum of n over what lies from a to b, less half of both ends, is the distance between
    their middle ranks: so ordinal is interval on those ranks, which each sample has of its own.
    """
    ranks = np.cumsum(total) - total / 2
    sizes = counts.sum(axis=1)
    spread = 2 * (sizes * (counts @ ranks**2) - (counts @ ranks) ** 2) / (sizes - 1)
    number = total.sum()
    expected = 2 * (number * (total @ ranks**2) - (total @ ranks) ** 2) / (number - 1)
    return float(weight @ spread), float(expected)


def _nominal(scale: Array) -> Array:
    return np.not_equal.outer(scale, scale).astype(np.float64)


def _interval(scale: Array) -> Array:
    return np.asarray(np.subtract.outer(scale, scale) ** 2)


def _ratio(scale: Array) -> Array:
    together, apart = np.add.outer(scale, scale), np.subtract.outer(scale, scale)
    parts: Array = np.divide(apart, together, out=np.zeros_like(apart), where=together > 0)
    return np.asarray(parts**2)


_DISTANCES: dict[Level, Callable[[Array], Array]] = {
    Level.NOMINAL: _nominal,
    Level.INTERVAL: _interval,
    Level.RATIO: _ratio,
}


def _percentiles(found: Array, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail])
    return float(low), float(high)


# Intraclass correlations --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Estimate:
    """A correlation (at most 1; below 0: less alike than chance) with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Icc:
    """The six correlations of Shrout and Fleiss; the last three are of the mean of all raters.

    ``one_way``: every target has raters of its own. ``absolute``: a severe rater counts as
    disagreement. ``consistent``: severity is left out.
    """

    one_way: Estimate
    absolute: Estimate
    consistent: Estimate
    one_way_mean: Estimate
    absolute_mean: Estimate
    consistent_mean: Estimate


def icc(ratings: Array, *, confidence: float = 0.95) -> Icc:
    """Return ICC(1,1), (2,1), (3,1), (1,k), (2,k) and (3,k) of a complete panel.

    ``ratings``: targets x raters, at least 2 x 2, no NaN. Shrout and Fleiss, Psychological
    Bulletin 86 (1979) 420-428; interval of (2,1) as McGraw and Wong 1996.
    Raises ``ValueError`` for another shape, a missing rating, or ratings that do not differ.
    """
    squares = _mean_squares(ratings)
    tail = (1 + confidence) / 2
    one_way, consistent = _one_way(squares, tail), _consistent(squares, tail)
    absolute = _absolute(squares, tail)
    raters = squares.raters
    return Icc(
        one_way=one_way,
        absolute=absolute,
        consistent=consistent,
        one_way_mean=_of_mean(one_way, raters),
        absolute_mean=_of_mean(absolute, raters),
        consistent_mean=_of_mean(consistent, raters),
    )


def spearman_brown(reliability: float, raters: float) -> float:
    """Return the reliability of the mean of ``raters`` ratings from that of one.

    Minus infinity where it has no bound: at -1 / (raters - 1).
    """
    below = 1 + (raters - 1) * reliability
    return raters * reliability / below if below > 0 else -math.inf


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of an analysis of variance, with its sizes."""

    targets: int
    raters: int
    between: float
    within: float
    judges: float
    rest: float


def _mean_squares(ratings: Array) -> _Squares:
    """Return the mean squares; sums are exactly rounded, so no order changes a bit."""
    if ratings.ndim != 2 or min(ratings.shape) < 2:  # noqa: PLR2004 - pairs
        raise ValueError("give at least two targets x two raters")
    if not np.isfinite(ratings).all():
        raise ValueError("every rater must rate every target with a finite number")
    targets, raters = ratings.shape
    mean = math.fsum(ratings.ravel()) / ratings.size
    of_targets = [math.fsum(row) / raters - mean for row in ratings]
    of_judges = [math.fsum(column) / targets - mean for column in ratings.T]
    total = math.fsum((value - mean) ** 2 for value in ratings.ravel())
    if not total:
        raise ValueError("the ratings do not differ")
    between = raters * math.fsum(each**2 for each in of_targets)
    judges = targets * math.fsum(each**2 for each in of_judges)
    return _Squares(
        targets=targets,
        raters=raters,
        between=between / (targets - 1),
        within=max(total - between, 0.0) / (targets * (raters - 1)),
        judges=judges / (raters - 1),
        rest=max(total - between - judges, 0.0) / ((targets - 1) * (raters - 1)),
    )


def _one_way(squares: _Squares, tail: float) -> Estimate:
    targets, raters = squares.targets, squares.raters
    freedom = targets - 1, targets * (raters - 1)
    return _from_ratio(squares.between, squares.within, raters, freedom, tail)


def _consistent(squares: _Squares, tail: float) -> Estimate:
    targets, raters = squares.targets, squares.raters
    freedom = targets - 1, (targets - 1) * (raters - 1)
    return _from_ratio(squares.between, squares.rest, raters, freedom, tail)


def _from_ratio(
    between: float, error: float, raters: int, freedom: tuple[int, int], tail: float
) -> Estimate:
    """Return (F - 1) / (F + k - 1) for F and for both ends of its interval."""
    above, under = freedom
    width = float(fisher.ppf(tail, above, under)), float(fisher.ppf(tail, under, above))
    value, low, high = (
        (between - error * by) / (between + (raters - 1) * error * by)
        for by in (1.0, width[0], 1 / width[1])
    )
    return Estimate(value, low, high)


def _absolute(squares: _Squares, tail: float) -> Estimate:
    n, k = squares.targets, squares.raters
    between, judges, rest = squares.between, squares.judges, squares.rest
    value = (between - rest) / (between + (k - 1) * rest + k * (judges - rest) / n)
    if rest <= 0:  # the raters differ in severity alone: the approximation has no degrees left
        return Estimate(value, value, value)
    ratio = judges / rest
    part = k * value * ratio + n * (1 + (k - 1) * value) - k * value
    under = (n - 1) * k**2 * value**2 * ratio**2 + (n * (1 + (k - 1) * value) - k * value) ** 2
    freedom = max((k - 1) * (n - 1) * part**2 / under, 1e-9)
    upper = float(fisher.ppf(tail, n - 1, freedom))
    lower = float(fisher.ppf(tail, freedom, n - 1))
    spread = k * judges + (k * n - k - n) * rest
    low = n * (between - upper * rest) / (upper * spread + n * between)
    high = n * (lower * between - rest) / (spread + n * lower * between)
    return Estimate(value, low, high)


def _of_mean(one: Estimate, raters: int) -> Estimate:
    return Estimate(*(spearman_brown(each, raters) for each in (one.value, one.low, one.high)))
