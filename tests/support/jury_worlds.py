"""An invented jury of which quality, severity and chance are known, to measure estimates by."""

from dataclasses import dataclass

import numpy as np

from subsidy.scoring.domain.scores import Array, Score


@dataclass(frozen=True, slots=True)
class World:
    """True qualities and shifts (as many standard deviations as asked), with the scores."""

    quality: Array
    shift: Array
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Size:
    files: int = 1_000
    jurors: int = 200
    each: int = 4  # jurors per file


def world(seed: int, severity: float, size: Size = Size()) -> World:
    """Return a jury of which files differ by 0.8, jurors by ``severity`` and chance by 0.9."""
    rng = np.random.default_rng(seed)
    quality = rng.normal(0, 0.8, size.files)
    shift = severity * rng.standard_normal(size.jurors)
    scores = []
    for file in range(size.files):
        for juror in rng.choice(size.jurors, size.each, replace=False).tolist():
            value = quality[file] + shift[juror] + rng.normal(0, 0.9)
            scores.append(Score(f"f{file:04}", f"j{juror:03}", float(value)))
    return World(quality, shift, tuple(scores))
