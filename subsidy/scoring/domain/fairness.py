"""Max-min fair assignment: the file that is served worst is served as well as can be.

PeerReview4All (Stelmakh, Shah and Singh, ALT 2019; JMLR 22 (2021) 1-66). Exact max-min is NP-hard.
For every number kappa the highest floor is sought at which each file has kappa jurors on or above
it; under that floor the total is maximised; the best of these has a worst file of at least
max over kappa of kappa times its floor, hence of at least the exact max-min divided by the demand.
Then the files that are worst off are fixed and the rest is done again.

Other than in the paper, the kappa jurors and the rest of a file come from one flow: so minimum
loads, conflicts and organisations never leave a round without an answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from subsidy.scoring.domain.network import Bools, Floor, Problem, Reals, best, can_be_met

ROUNDS = 8  # after these the files that are left keep what they have: the worst are served by then
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class _Found:
    """An assignment with the affinity of each file."""

    chosen: Bools
    values: Reals

    def key(self, asked: Bools) -> tuple[float, float]:
        among = self.values[asked]
        return round(float(among.min()), 9), round(float(among.sum()), 9)


def fair(problem: Problem, base: Reals, rounds: int = ROUNDS) -> Bools | None:
    """Return the pairs (jurors x files), or None where there are none.

    ``base`` (files): the affinity that each file has already. The result depends on nothing but
    the problem.
    """
    first = best(problem)
    if first is None:
        return None
    found = _valued(problem, base, first)
    asked = problem.demand > 0
    for _ in range(rounds):
        if not asked.any():
            break
        found = _improved(problem, base, found, asked)
        asked = asked & (found.values > found.values[asked].min() + SAME)
    return found.chosen


def _valued(problem: Problem, base: Reals, chosen: Bools) -> _Found:
    return _Found(chosen, base + np.where(chosen, problem.affinity, 0.0).sum(axis=0))


def _improved(problem: Problem, base: Reals, found: _Found, asked: Bools) -> _Found:
    """Return the best assignment that changes nothing of the files that are not asked about."""
    settled = found.chosen & ~asked
    rest = _without(problem, settled, asked)
    for floor in _floors(rest):
        more = best(rest, floor)
        if more is None:
            continue
        other = _valued(problem, base, settled | more)
        if other.key(asked) > found.key(asked):
            found = other
    return found


def _without(problem: Problem, settled: Bools, asked: Bools) -> Problem:
    given = settled.sum(axis=1)
    return replace(
        problem,
        open=problem.open & asked,
        demand=np.where(asked, problem.demand, 0),
        low=np.maximum(problem.low - given, 0),
        high=problem.high - given,
    )


def _floors(problem: Problem) -> Iterator[Floor]:
    """Return for each number of jurors the highest floor that all files can have."""
    values = np.unique(problem.affinity[problem.open])
    top = len(values) - 1
    for number in range(1, int(problem.demand.max()) + 1):
        top, least = _highest(problem, values, number, top)
        if top < 0:
            return
        yield Floor(float(values[top]), number, float(values[least]))


def _highest(problem: Problem, values: Reals, number: int, top: int) -> tuple[int, int]:
    """Return the places of the highest floor <= ``top`` and of the highest that the rest can have.

    The first search looks only at the pairs above the floor, which are few. In the rare case that
    the whole cannot be met with what it finds, it is done again on the whole.
    """

    def above_alone(place: int) -> bool:
        return can_be_met(_only_above(problem, float(values[place]), number))

    def whole(place: int) -> bool:
        return can_be_met(problem, Floor(float(values[place]), number))

    found = _last(top, above_alone)
    least = _least(problem, values, number, found)
    if least < 0 <= found:
        found = _last(found - 1, whole)
        least = _least(problem, values, number, found)
    return found, least


def _least(problem: Problem, values: Reals, number: int, top: int) -> int:
    def holds(place: int) -> bool:
        return can_be_met(problem, Floor(float(values[top]), number, float(values[place])))

    return _last(top, holds)


def _last(top: int, holds: Callable[[int], bool]) -> int:
    """Return the last place 0..top where ``holds``, or -1; it holds up to there and not beyond.

    High places have few pairs and cost little: so the search comes from above in growing steps.
    """
    step = top // 64 + 1
    low, high = top - step, top
    while low >= 0 and not holds(low):
        step *= 2
        low, high = low - step, low - 1
    low = max(low, -1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _only_above(problem: Problem, value: float, number: int) -> Problem:
    return replace(
        problem,
        open=problem.open & (problem.affinity >= value),
        demand=np.minimum(problem.demand, number),
        low=np.zeros_like(problem.low),
        burden=problem.burden[:, :0],
    )
