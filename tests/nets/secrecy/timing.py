"""Whether the time of an answer tells a secret: pairs of requests in the two worlds, by rank.

What is measured is the work of the thread that answers, so that other work of the machine does not
count: an answer waits for nothing but that. A difference counts when the ranks of both worlds
differ (Mann and Whitney, 1947), by a millisecond or more, in the same direction, in three
measurements of which each is larger than the one before: 2,000 pairs in all.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import erfc, sqrt
from statistics import median
from time import thread_time

from tests.nets.secrecy.asking import Request
from tests.nets.secrecy.worlds import Looker, Side, Twins

ROUNDS = (100, 300, 1600)  # pairs; the next round only when the one before it is telling
LEAST = 0.001  # of a second: less cannot be told over a network
WARMING = 3
Pair = tuple[float, float]
Measure = Callable[[int], Sequence[Pair]]


@dataclass(frozen=True, slots=True)
class Compared:
    """``effect``: how much longer the other world takes, in seconds."""

    pairs: int
    effect: float
    p: float

    def is_telling(self, level: float) -> bool:
        return self.p < level and abs(self.effect) >= LEAST

    def agrees_with(self, earlier: "Compared") -> bool:
        return self.effect * earlier.effect > 0


def judge(measure: Measure, level: float) -> tuple[bool, Compared]:
    """Measure until nothing is left of a difference; return whether it stood, and the last one."""
    earlier = None
    for pairs in ROUNDS:
        found = compare(measure(pairs))
        if not found.is_telling(level) or (earlier and not found.agrees_with(earlier)):
            return False, found
        earlier = found
    return True, found


def compare(pairs: Sequence[Pair]) -> Compared:
    plain, other = zip(*pairs, strict=True)
    effect = median(after - before for before, after in pairs)
    return Compared(len(pairs), effect, rank_test(plain, other))


def rank_test(one: Sequence[float], other: Sequence[float]) -> float:
    """Return p of the two-sided test of Mann and Whitney, by the normal distribution.

    With the correction for ties and for continuity.
    """
    count, others = len(one), len(other)
    both = count + others
    ranks, ties = _ranks([*one, *other])
    u = sum(ranks[:count]) - count * (count + 1) / 2
    spread = count * others / 12 * (both + 1 - ties / (both * (both - 1)))
    if spread <= 0:  # all are equal
        return 1.0
    away = max(abs(u - count * others / 2) - 0.5, 0)
    return erfc(away / sqrt(spread) / sqrt(2))


def _ranks(values: Sequence[float]) -> tuple[list[float], float]:
    """Return the rank of each value, equals sharing theirs, and the sum of t**3 - t over ties."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, ties, done = [0.0] * len(values), 0.0, 0
    for _, group in groupby(order, key=values.__getitem__):
        equal = list(group)
        for place in equal:
            ranks[place] = done + (len(equal) + 1) / 2
        ties += len(equal) ** 3 - len(equal)
        done += len(equal)
    return ranks, ties


# The measurement ----------------------------------------------------------------------------------


def measuring(twins: Twins, looker: Looker, request: Request) -> Measure:
    """Return how to measure one address: both worlds in turn, in an order by lot."""
    lot = random.Random(str(request))  # noqa: S311 - no secret

    def seconds(side: Side) -> float:
        start = thread_time()
        side.ask(looker.cookie, request)
        return thread_time() - start

    def pair() -> Pair:
        if lot.random() < 0.5:
            before = seconds(twins.plain)
            return before, seconds(twins.other)
        after = seconds(twins.other)
        return seconds(twins.plain), after

    def measure(pairs: int) -> list[Pair]:
        for _ in range(WARMING):
            pair()
        return [pair() for _ in range(pairs)]

    return measure
