"""Draws of the three standard deviations from what the scores say of them.

On a grid of log(tau / sigma)
and log(sigma_s / sigma) the rest is a gamma distribution of 1 / sigma^2, cut off where a
standard deviation would pass the limit: its mass and its draws are exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammainccinv, gammaln

from subsidy.scoring.domain.mixed_model import REACH, Model, Reduced
from subsidy.scoring.domain.scores import Array, Places

FINE = 0.02  # of the grid of log(sigma_s / sigma)
POINTS = 15  # of the grid of log(tau / sigma), each time it closes in
LAST = 25, 0.1  # of its last grid: at least so many points, and no step wider
DEPTH = 12.0  # e^-12 of the highest density is left out
JURORS = np.arange(-REACH, REACH + FINE, FINE)


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of the standard deviations before the scores are known, in points.

    Each is uniform from zero to ``limit``. With ``juror`` that of the shift is known instead,
    and chance has two uniform parts: the model that the SNSF published.
    """

    limit: float
    juror: float | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Draws that share one log(tau / sigma): per draw sigma, and sigma^2 / sigma_s^2."""

    reduced: Reduced
    chance: Array
    juror_ridge: Array


def batches(model: Model, draws: int, prior: Prior, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield together ``draws`` draws.

    Systematic sampling: the number of each grid point is right to within one. Raises
    ``ValueError`` for fewer than five scores or a limit that is not above zero.
    """
    if model.scores < 5 or prior.limit <= 0:  # noqa: PLR2004 - three variances, a mean, one left
        raise ValueError("give five scores or more, and a limit above zero")
    lines = _lines(model, prior)
    weights = np.array([line.weights for line in lines])
    chosen = _systematic(weights.ravel() / weights.sum(), draws, rng)
    for line, own in zip(lines, chosen.reshape(weights.shape), strict=True):
        ratios = np.repeat(JURORS, own)
        if len(ratios):
            chance = line.chances(ratios, np.repeat(line.squares, own), rng)
            yield Batch(line.reduced, chance, np.exp(-2 * ratios))


class _Line:
    """The posterior along log(sigma_s / sigma) at one log(tau / sigma)."""

    def __init__(self, model: Model, log_ratio: float, prior: Prior) -> None:
        self.reduced = Reduced(model, log_ratio)
        self.prior = prior
        self.squares = self.reduced.squares(JURORS)
        self.weights = np.zeros(len(JURORS))
        self.shape = (model.scores - 4) / 2
        with np.errstate(divide="ignore"):
            rest = self._free() if prior.juror is None else self._known(prior.juror)
        self.logs = rest + log_ratio - (self.reduced.log_files + self._log_jurors) / 2

    @property
    def _log_jurors(self) -> Array:
        return self.reduced.log_jurors(JURORS)

    def _free(self) -> Array:
        """Return the logarithm of the mass over every sigma under the limit."""
        inside = gammaincc(self.shape, self._least(JURORS) * self.squares / 2)
        mass = np.log(inside) + float(gammaln(self.shape)) - self.shape * np.log(self.squares / 2)
        return np.asarray(JURORS + mass)

    def _known(self, juror: float) -> Array:
        """Return the logarithm of the density at the one sigma that the ratio leaves.

        The length of two uniform parts has a density that grows with it: a quarter of a circle
        in the square of both, of which the corners stick out above the limit.
        """
        chance = juror * np.exp(-JURORS)
        limit = self.prior.limit
        arc = np.pi / 2 - 2 * np.arccos(np.minimum(1.0, limit / chance))
        arc = np.where(chance * np.exp(self.reduced.log_ratio) > limit, 0.0, np.maximum(arc, 0.0))
        powers = (4 - self.reduced.model.scores) * np.log(chance)
        return np.asarray(powers - self.squares / (2 * chance**2) + np.log(arc))

    def _least(self, ratios: Array) -> Array:
        """Return the least 1 / sigma^2 that keeps all three under the limit."""
        highest = np.exp(np.maximum(np.maximum(ratios, self.reduced.log_ratio), 0.0))
        return np.asarray((highest / self.prior.limit) ** 2)

    def chances(self, ratios: Array, squares: Array, rng: np.random.Generator) -> Array:
        """Return a sigma for each ratio."""
        if self.prior.juror is not None:
            return np.asarray(self.prior.juror * np.exp(-ratios))
        mass = gammaincc(self.shape, self._least(ratios) * squares / 2)
        drawn = gammainccinv(self.shape, mass * rng.random(len(ratios)))
        return np.asarray(np.sqrt(squares / 2 / drawn))


def _lines(model: Model, prior: Prior) -> list[_Line]:
    """Return the lines of a grid over where the density is."""
    low, high = _closed_in(model, prior)
    points = max(LAST[0], int(np.ceil((high - low) / LAST[1])) + 1)
    lines = [_Line(model, float(at), prior) for at in np.linspace(low, high, points)]
    highest = max(float(line.logs.max()) for line in lines)
    for line in lines:
        line.weights = np.exp(line.logs - highest)
    return lines


def _closed_in(model: Model, prior: Prior) -> tuple[float, float]:
    """Return between which log(tau / sigma) the density is not negligible."""
    low, high = -REACH, REACH
    while True:
        grid = np.linspace(low, high, POINTS)
        tops = np.array([_Line(model, float(at), prior).logs.max() for at in grid])
        inside = np.flatnonzero(tops > tops.max() - DEPTH)
        low = float(grid[max(inside[0] - 1, 0)])
        high = float(grid[min(inside[-1] + 1, POINTS - 1)])
        if len(inside) > POINTS // 2:
            return low, high


def _systematic(parts: Array, draws: int, rng: np.random.Generator) -> Places:
    """Return how often each part is drawn: its share of ``draws``, to within one."""
    ends = np.floor(np.cumsum(parts) * draws + rng.random())
    ends[-1] = draws
    return np.diff(np.minimum(ends, draws), prepend=0.0).astype(np.intp)
