"""What a pair weighs, in whole numbers: the solver knows no fractions and multiplies in 64 bits."""

from dataclasses import dataclass

import numpy as np

from subsidy.scoring.domain.network import Integers, Reals

EVENNESS = 0.05  # balanced: for one file more than another, a juror must suit 0.1 better
KEPT = 2.0  # what it is worth to leave a pair as it was: more than any affinity
LARGEST = 2**61  # of a cost multiplied by the nodes, which is what the solver works with
FINE, COARSE = 10**9, 10**6  # steps of affinity that count, for a panel and for an enormous one
MOST_LOTS = 2**20


@dataclass(frozen=True, slots=True)
class Scale:
    """How many steps an affinity of 1 has, what a step weighs, and how many lots there are.

    All lots of an assignment together weigh less than one step.
    """

    steps: int
    step: int
    lots: int

    def weigh(self, values: Reals) -> Integers:
        return np.rint(values * self.steps).astype(np.int64) * self.step


def scale(nodes: int, pairs: int, most: float) -> Scale:
    """Return the finest scale for a network of so many nodes, pairs to make, and highest weight."""
    room = int(LARGEST / (nodes + 1) / most)
    steps = FINE if room >= FINE * (pairs + 1) else COARSE
    lots = max(1, min(room // steps // (pairs + 1), MOST_LOTS))
    return Scale(steps, lots * (pairs + 1), lots)


def burden(load: Integers, width: int) -> Reals:
    """Return per juror what one file more weighs, for who has so many: in all, the square.

    ``load`` (jurors): the files that a juror has already.
    """
    return np.asarray(EVENNESS * (2 * (load[:, None] + np.arange(width)) + 1), dtype=np.float64)
