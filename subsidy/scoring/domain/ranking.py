"""How sure a ranking is: expected ranks, intervals, and the probability of being funded.

No Markov chain: the variances have a closed likelihood, so they are drawn from a grid that is
exact to its fineness; given these, shifts of jurors and qualities of files are Gaussian and
drawn without approximation. The model is that of :mod:`.mixed_model`, with uniform standard
deviations, as Heyard, Ott, Salanti and Egger, "Rethinking the Funding Line at the SNSF",
Statistics and Public Policy 9 (2022) 110-121. Zones follow probabilities, not their rule on
whole quantiles of ranks, which the seed can tip.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from subsidy.scoring.domain.figures import Zone
from subsidy.scoring.domain.mixed_model import Model
from subsidy.scoring.domain.scores import Arranged, Array, Score, arranged
from subsidy.scoring.domain.variance_draws import Batch, Prior, batches

__all__ = ["Asked", "Drawn", "Estimated", "Flags", "Funding", "Ranks", "Zone", "ranks"]

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SURE = 0.9
BATCH = 1_000  # draws at once, for memory


@dataclass(frozen=True, slots=True)
class Drawn:
    """Qualities of files in many draws: ``values`` (points), draws x ``files``."""

    files: tuple[str, ...]
    values: Array


Funding = Callable[[Drawn], Flags]
"""The rule of funding, done again: draws x files -> which files it funds in each draw."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """What can be said of the place of a file.

    ``expected``: mean rank, from 1. ``low``, ``high``: ranks between which it lies with the
    confidence asked. ``sucra``: (n - expected) / (n - 1), 1 is surely first. ``top``:
    probability of a rank up to k. ``funded``: probability of being funded.
    """

    file: str
    expected: float
    low: int
    high: int
    sucra: float
    top: float
    funded: float
    zone: Zone


@dataclass(frozen=True, slots=True)
class Ranks:
    """The estimates in order of expected rank; ``draws`` and ``seed`` make them again."""

    files: tuple[Estimated, ...]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the draws.

    ``seed``; ``draws``: how many; ``prior``: of the standard deviations (SNSF: limit 2 on a scale
    of 1-6, two fifths); ``top``: the k of the probability of a rank up to k; ``confidence`` of
    the interval of a rank; ``sure``: the probability from which a file is safe in, and its
    opposite.
    """

    seed: int
    prior: Prior
    top: int
    draws: int = 20_000
    confidence: float = 0.9
    sure: float = SURE


def ranks(
    scores: Iterable[Score],
    asked: Asked,
    *,
    funding: Funding | None = None,
    equal: Mapping[str, int] | None = None,
) -> Ranks:
    """Return the estimates of every file; neither order nor name of anything has influence.

    ``funding``: None funds the first k. ``equal``: file -> score; files with the same one get
    the same zone, the wider of theirs. Files that only their name distinguishes get the mean of
    their estimates. Raises ``ValueError`` for fewer than five scores, scores that are all the
    same, or a number of draws or k below one.
    """
    if min(asked.draws, asked.top) < 1:
        raise ValueError("ask for one draw or more, and for the first file or more")
    found = arranged(scores)
    model = Model(found)
    rng = np.random.default_rng(asked.seed)
    tally = _Tally(found.files, asked.top, funding)
    for batch in batches(model, asked.draws, asked.prior, rng):
        for values in _qualities(batch, rng):
            tally.add(model.middle + values)
    return Ranks(tuple(_estimates(found, tally, asked, equal)), asked.draws, asked.seed)


def _qualities(batch: Batch, rng: np.random.Generator) -> Iterator[Array]:
    """Yield mean + quality of the files, draws x files, by Gaussian draws of all unknowns."""
    reduced, model = batch.reduced, batch.reduced.model
    slope = reduced.border / reduced.mean_weight
    own = 1 - reduced.shrink * model.file_weights
    for at in range(0, len(batch.chance), BATCH):
        chance = batch.chance[at : at + BATCH, None]
        stiff = reduced.eigenvalues + batch.juror_ridge[at : at + BATCH, None]
        along = reduced.sums / stiff
        along += chance / np.sqrt(stiff) * rng.standard_normal(along.shape)
        shifts = along @ reduced.eigenvectors.T
        mean = reduced.mean_sum / reduced.mean_weight - shifts @ slope
        mean += chance[:, 0] / np.sqrt(reduced.mean_weight) * rng.standard_normal(len(mean))
        values = rng.standard_normal((len(mean), model.files))
        values *= chance * np.sqrt(reduced.shrink)
        values += reduced.shrink * model.file_sums - (reduced.crossed @ shifts.T).T
        values += np.outer(mean, own)
        yield values


class _Tally:
    """How often each file had each rank, and how often it was funded."""

    def __init__(self, files: tuple[str, ...], top: int, funding: Funding | None) -> None:
        self.files, self.top, self.funding = files, top, funding
        self.counts: Counts = np.zeros((len(files), len(files)), dtype=np.int64)
        self.funded: Counts = np.zeros(len(files), dtype=np.int64)

    def add(self, values: Array) -> None:
        size = len(self.files)
        order = np.argsort(-values, axis=1)
        cells = order * size + np.arange(size)
        self.counts += np.bincount(cells.ravel(), minlength=size**2).reshape(size, size)
        if self.funding is None:
            self.funded += np.bincount(order[:, : self.top].ravel(), minlength=size)
        else:
            self.funded += self.funding(Drawn(self.files, values)).sum(axis=0)


def _estimates(
    found: Arranged, tally: _Tally, asked: Asked, equal: Mapping[str, int] | None
) -> Iterator[Estimated]:
    counts = _pooled(tally.counts.astype(np.float64), found.alike) / asked.draws
    funded = _pooled(tally.funded[:, None].astype(np.float64), found.alike)[:, 0] / asked.draws
    size = len(found.files)
    expected = counts @ np.arange(1, size + 1)
    below = np.cumsum(counts, axis=1)
    tail = (1 - asked.confidence) / 2
    low, high = ((below < at - 1e-12).sum(axis=1) + 1 for at in (tail, 1 - tail))
    zones = _zones(found.files, funded, asked.sure, equal)
    for at in sorted(range(size), key=lambda at: (round(float(expected[at]), 9), found.files[at])):
        yield Estimated(
            file=found.files[at],
            expected=float(expected[at]),
            low=int(low[at]),
            high=min(int(high[at]), size),
            sucra=float((size - expected[at]) / (size - 1)) if size > 1 else 1.0,
            top=float(below[at, min(asked.top, size) - 1]),
            funded=float(funded[at]),
            zone=zones[found.files[at]],
        )


def _pooled(rows: Array, alike: npt.NDArray[np.intp]) -> Array:
    """Return the rows with those of files that are alike replaced by their mean."""
    sums = np.zeros((int(alike.max()) + 1, rows.shape[1]))
    np.add.at(sums, alike, rows)
    return np.asarray((sums / np.bincount(alike)[:, None])[alike])


def _zones(
    files: tuple[str, ...], funded: Array, sure: float, equal: Mapping[str, int] | None
) -> dict[str, Zone]:
    zones = {file: _zone(chance, sure) for file, chance in zip(files, funded.tolist(), strict=True)}
    scores = equal or {}
    classes: dict[int, set[Zone]] = {}
    for file in scores:
        classes.setdefault(scores[file], set()).add(zones[file])
    wide = {score for score, found in classes.items() if len(found) > 1}
    return {file: Zone.GREY if scores.get(file) in wide else zone for file, zone in zones.items()}


def _zone(chance: float, sure: float) -> Zone:
    if chance >= sure:
        return Zone.SAFE_IN
    return Zone.SAFE_OUT if chance <= 1 - sure else Zone.GREY
