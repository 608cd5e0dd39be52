"""The model of a score: mean + quality of the file + shift of the juror + chance.

y_ij = mu + q_i + s_j + e_ij, with q ~ N(0, tau^2), s ~ N(0, sigma_s^2) and e ~ N(0, sigma^2 /
weight). Henderson's equations solve it for given variances; files are eliminated, which leaves
one equation per juror, and its eigenvectors serve every sigma_s at once. With the ratios known,
the restricted likelihood of sigma is closed (Patterson and Thompson 1971; Searle, Casella and
McCulloch, Variance Components, chapters 6-8).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import coo_array, csr_array, diags_array

from subsidy.scoring.domain.scores import Arranged, Array

REACH = 7.0  # of the logarithm of a standard deviation against sigma: beyond it, none or all
STEP = 0.1
GRID = np.arange(-REACH, REACH + STEP, STEP)
TINY = 1e-12
SAME = 1e-6  # of a deviance: no difference


@dataclass(frozen=True, slots=True)
class Variances:
    """Standard deviations in points: of files, of the shift of jurors, and of chance."""

    files: float
    jurors: float
    chance: float

    @property
    def one_review(self) -> float:
        """Return the reliability of one score (0-1): what of it is the file."""
        return self.files**2 / (self.files**2 + self.jurors**2 + self.chance**2)

    @property
    def one_calibrated(self) -> float:
        """Return the reliability of one score of which the shift of the juror is known."""
        return self.files**2 / (self.files**2 + self.chance**2)


class Model:
    """The sums that every solution needs. Values are kept around their mean ``middle``."""

    def __init__(self, found: Arranged) -> None:
        weights, values = found.weight, found.value
        size = len(found.files), len(found.jurors)
        self.files, self.jurors = size
        self.scores = len(values)
        self.middle = float(np.average(values, weights=weights))
        given = weights * (values - self.middle)
        self.table = csr_array(coo_array((weights, (found.file, found.juror)), shape=size))
        self.file_weights = np.bincount(found.file, weights, self.files)
        self.file_sums = np.bincount(found.file, given, self.files)
        self.juror_weights = np.bincount(found.juror, weights, self.jurors)
        self.juror_sums = np.bincount(found.juror, given, self.jurors)
        self.square = float(given @ (values - self.middle))
        if self.scores < 3 or self.square <= TINY * self.scores:  # noqa: PLR2004 - one mean, two sd
            raise ValueError("the scores are too few, or all the same")


class Reduced:
    """Henderson's equations at one ratio of tau to sigma, with files and mean eliminated.

    ``log_ratio``: log(tau / sigma). What remains are ``eigenvalues`` and ``eigenvectors`` of the
    equations of the jurors, to which sigma^2 / sigma_s^2 is only added.
    """

    def __init__(self, model: Model, log_ratio: float) -> None:
        self.model = model
        self.log_ratio = log_ratio
        self.ridge = float(np.exp(-2 * log_ratio))
        self.shrink = 1 / (model.file_weights + self.ridge)
        self.mean_weight = self.ridge * float(model.file_weights @ self.shrink)
        self.mean_sum = self.ridge * float(model.file_sums @ self.shrink)
        logs = np.log1p(model.file_weights / self.ridge)  # log |.| of the files, less their prior
        self.log_files = float(logs.sum()) + float(np.log(self.mean_weight))
        gained = float(model.file_sums**2 @ self.shrink) + self.mean_sum**2 / self.mean_weight
        self.square = max(model.square - gained, TINY * model.square)

    @cached_property
    def crossed(self) -> "csr_array[np.float64, tuple[int, int]]":
        """Return how a shift of each juror moves the estimate of each file: files x jurors."""
        return csr_array(diags_array(self.shrink) @ self.model.table)

    @cached_property
    def border(self) -> Array:
        """Return the row of the mean: its product with each juror."""
        model = self.model
        return np.asarray(model.juror_weights - self.crossed.T @ model.file_weights)

    @cached_property
    def _eigen(self) -> tuple[Array, Array]:
        model = self.model
        shared = (model.table.T @ self.crossed).toarray()
        matrix = np.diag(model.juror_weights) - shared
        matrix -= np.outer(self.border, self.border) / self.mean_weight
        values, vectors = np.linalg.eigh(matrix)
        return np.maximum(values, 0.0), vectors

    @property
    def eigenvalues(self) -> Array:
        return self._eigen[0]

    @property
    def eigenvectors(self) -> Array:
        return self._eigen[1]

    @cached_property
    def sums(self) -> Array:
        """Return what the jurors gave, free of files and mean, along the eigenvectors."""
        model = self.model
        own = model.juror_sums - self.crossed.T @ model.file_sums
        own -= self.border * (self.mean_sum / self.mean_weight)
        return np.asarray(self.eigenvectors.T @ own)

    def squares(self, log_ratios: Array) -> Array:
        """Return y'Py * sigma^2 for each log(sigma_s / sigma)."""
        ridges = np.exp(-2 * log_ratios)[:, None]
        found = self.square - (self.sums**2 / (self.eigenvalues + ridges)).sum(axis=1)
        return np.asarray(np.maximum(found, TINY * self.model.square))

    def log_jurors(self, log_ratios: Array) -> Array:
        """Return log |.| of the equations of the jurors less their prior, for each ratio."""
        ridges = np.exp(-2 * log_ratios)[:, None]
        return np.asarray(np.log1p(self.eigenvalues / ridges).sum(axis=1))

    def deviances(self, log_ratios: Array) -> Array:
        """Return -2 log restricted likelihood, less a constant, at the best sigma for each."""
        return self._deviance(self.squares(log_ratios)) + self.log_jurors(log_ratios)

    def deviance_alone(self) -> float:
        """Return the same where jurors have no shift at all."""
        return float(self._deviance(np.array([self.square]))[0])

    def _deviance(self, squares: Array) -> Array:
        freedom = self.model.scores - 1
        return np.asarray(freedom * np.log(squares / freedom) + self.log_files)


Deviance = Callable[[Reduced], float]


@dataclass(frozen=True, slots=True)
class Peak:
    """The variances at which the restricted likelihood is highest.

    ``log_ratio``: log(sigma_s / sigma); None where jurors have no shift. ``drop``: how much lower
    -2 log likelihood is than at the best model without shifts.
    """

    reduced: Reduced
    log_ratio: float | None
    variances: Variances
    drop: float


def peak(model: Model) -> Peak:
    """Return the REML estimate: a grid finds the hills, bisection their tops; deterministic."""
    reduced = _refined(
        model,
        lambda at: float(at.deviances(GRID).min()),
        lambda at: _best(at)[1],
    )
    log_ratio, deviance = _best(reduced)
    alone = _refined(model, Reduced.deviance_alone, Reduced.deviance_alone)
    drop = alone.deviance_alone() - deviance
    if drop < SAME:
        return Peak(alone, None, _variances(alone, None), 0.0)
    return Peak(reduced, log_ratio, _variances(reduced, log_ratio), drop)


def _best(reduced: Reduced) -> tuple[float, float]:
    """Return the best log(sigma_s / sigma) at one ratio of the files, and its deviance."""
    rough = float(GRID[np.argmin(reduced.deviances(GRID))])
    return _bisected(lambda at: float(reduced.deviances(np.array([at]))[0]), rough, STEP)


def _refined(model: Model, rough: Deviance, fine: Deviance) -> Reduced:
    """Return the equations at the log(tau / sigma) where the deviance is lowest.

    A few scores can have two valleys: each is followed down, for the grid does not say which is
    the deeper one.
    """
    whole = np.arange(-REACH, REACH + 1)
    heights = np.array([rough(Reduced(model, at)) for at in whole.tolist()])
    around = np.concatenate([[np.inf], heights, [np.inf]])
    valleys = whole[(heights < around[:-2]) & (heights <= around[2:])]
    bottoms = [
        _bisected(lambda at: fine(Reduced(model, at)), near, 1.0) for near in valleys.tolist()
    ]
    return Reduced(model, min(bottoms, key=itemgetter(1))[0])


def _bisected(deviance: Callable[[float], float], rough: float, step: float) -> tuple[float, float]:
    found = minimize_scalar(
        deviance, bounds=(rough - step, rough + step), method="bounded", options={"xatol": 1e-5}
    )
    return float(found.x), float(found.fun)


def _variances(reduced: Reduced, log_ratio: float | None) -> Variances:
    square = reduced.square
    if log_ratio is not None:
        square = float(reduced.squares(np.array([log_ratio]))[0])
    chance = float(np.sqrt(square / (reduced.model.scores - 1)))
    files = chance * float(np.exp(reduced.log_ratio))
    return Variances(files, 0.0 if log_ratio is None else chance * float(np.exp(log_ratio)), chance)
