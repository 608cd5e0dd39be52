"""How severe each juror is, and what a file would have got from the average juror.

Shown beside the plain mean, never instead of it: the regulation says which ranking counts.
Random effects, so that a juror of few files is believed little and no severity means no change;
fixed corrections per juror are known to do harm. Model and solution: :mod:`.mixed_model`.
Lineage: Ge, Welling and Ghahramani 2013; MacKay, Kenna, Low and Parker, "Calibration with
confidence", Royal Society Open Science 4 (2017) 160760.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from subsidy.scoring.domain.figures import Guard
from subsidy.scoring.domain.mixed_model import Model, Peak, Variances, peak
from subsidy.scoring.domain.scores import Arranged, Array, Score, arranged, components

__all__ = ["Calibrated", "Fit", "Guard", "Severity", "fit"]

FEWEST = 3  # files of a juror, below which the severity says little
LEVEL = 0.05  # of the test on severity


@dataclass(frozen=True, slots=True)
class Severity:
    """What a juror gives more than the others, in points; below zero: severe.

    ``error``: standard error. ``reviews``: files scored. ``kept``: the part (0-1) of the raw
    difference that is believed. ``group``: jurors of two groups cannot be compared.
    """

    juror: str
    shift: float
    error: float
    reviews: int
    kept: float
    group: int


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The mean of a file as it was given, and as the average juror would have given it.

    In points. ``error``: standard error of ``calibrated``. ``shift``: the mean shift of its own
    jurors. ``kept``: the part (0-1) of its distance to the mean of all that is believed.
    """

    file: str
    raw: float
    calibrated: float
    error: float
    shift: float
    kept: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The estimate, with what forbids its use.

    ``probability``: of a difference in severity at least as clear when there is none (test of
    the likelihood ratio, half chi-squared with 0 and half with 1 degree of freedom).
    """

    mean: float
    variances: Variances
    probability: float
    groups: int
    guards: tuple[Guard, ...]
    files: tuple[Calibrated, ...]
    jurors: tuple[Severity, ...]

    @property
    def is_usable(self) -> bool:
        return not self.guards


def fit(scores: Iterable[Score]) -> Fit:
    """Return the REML fit of all scores; neither their order nor a name has influence.

    Files and jurors come in order of name. ``mean``: of the average juror over all files, in
    the points of the scores. Raises ``ValueError`` as :func:`.scores.arranged`, and for fewer
    than three scores or scores that are all the same.
    """
    found = arranged(scores)
    model = Model(found)
    best = peak(model)
    solved = _Solved(model, best)
    probability = float(chi2.sf(best.drop, 1)) / 2 if best.drop else 1.0
    groups = components(found)
    return Fit(
        mean=model.middle + solved.mean,
        variances=best.variances,
        probability=probability,
        groups=int(groups.max()) + 1,
        guards=_guards(found, int(groups.max()) + 1, probability),
        files=_files(found, model, solved),
        jurors=_jurors(found, solved, best, groups.tolist()),
    )


def _guards(found: Arranged, groups: int, probability: float) -> tuple[Guard, ...]:
    holds = {
        Guard.APART: groups > 1,
        Guard.FEW: int(found.reviews().min()) < FEWEST,
        Guard.EQUAL: probability > LEVEL,
    }
    return tuple(guard for guard, stands in holds.items() if stands)


class _Solved:
    """Best predictions with the variance of their error, at the peak."""

    def __init__(self, model: Model, best: Peak) -> None:
        reduced, self.chance = best.reduced, best.variances.chance
        self.spread = np.zeros(model.jurors)
        self.shifts = np.zeros(model.jurors)
        self.vectors = np.zeros((model.jurors, 0))
        if best.log_ratio is not None:
            inverse = 1 / (reduced.eigenvalues + np.exp(-2 * best.log_ratio))
            self.vectors = reduced.eigenvectors * np.sqrt(inverse)
            self.shifts = reduced.eigenvectors @ (reduced.sums * inverse)
            self.spread = self.chance * np.sqrt((self.vectors**2).sum(axis=1))
        slope = reduced.border / reduced.mean_weight
        self.mean = float(reduced.mean_sum / reduced.mean_weight - slope @ self.shifts)
        own = 1 - reduced.shrink * model.file_weights  # how much of the mean is in a file
        self.files = (
            reduced.shrink * model.file_sums + own * self.mean - reduced.crossed @ self.shifts
        )
        through = reduced.crossed @ self.vectors + np.outer(own, slope @ self.vectors)
        square = reduced.shrink + own**2 / reduced.mean_weight + (through**2).sum(axis=1)
        self.errors: Array = self.chance * np.sqrt(square)
        self.kept = 1 - own


def _files(found: Arranged, model: Model, solved: _Solved) -> tuple[Calibrated, ...]:
    raw = found.means()
    counts = np.bincount(found.file, minlength=model.files)
    shifts = np.bincount(found.file, solved.shifts[found.juror], model.files) / counts
    return tuple(
        Calibrated(
            file=found.files[at],
            raw=float(raw[at]),
            calibrated=model.middle + float(solved.files[at]),
            error=float(solved.errors[at]),
            shift=float(shifts[at]),
            kept=float(solved.kept[at]),
        )
        for at in sorted(range(model.files), key=found.files.__getitem__)
    )


def _jurors(
    found: Arranged, solved: _Solved, best: Peak, groups: list[int]
) -> tuple[Severity, ...]:
    known = best.variances.jurors**2
    kept = 1 - solved.spread**2 / known if known else np.zeros(len(found.jurors))
    reviews = found.reviews()
    return tuple(
        Severity(
            juror=found.jurors[at],
            shift=float(solved.shifts[at]),
            error=float(solved.spread[at]),
            reviews=int(reviews[at]),
            kept=float(kept[at]),
            group=groups[at],
        )
        for at in sorted(range(len(found.jurors)), key=found.jurors.__getitem__)
    )
