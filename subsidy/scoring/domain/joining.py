"""Of assignments that are equally good, one in which all jurors can be compared.

A draw between equals may leave two groups of jurors without a shared file, though another draw
would not. Two pairs of different groups then change files: (a, f) and (b, g) become (a, g) and
(b, f). When (a, f) lies on a cycle of its group, two groups become one: the switch with which
degree sequences are realised (Ryser, "Combinatorial properties of matrices of zeros and ones",
1957).
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from subsidy.scoring.domain.network import Bools, Integers, Problem
from subsidy.scoring.domain.review_graph import bipartite

Pair = tuple[int, int]
Places = npt.NDArray[np.intp]


def joined(problem: Problem, chosen: Bools, begun: Bools) -> Bools:
    """Return the pairs (jurors x files) with as few groups of jurors as switches can reach.

    ``problem``: its worth without lots; ``begun``: pairs that stay, which are not in ``chosen``.
    Loads, the worth of every file and of every pair that is kept stay as they are. Each switch
    joins two groups, so there are fewer switches than jurors.
    """
    chosen = chosen.copy()
    while (switch := _switch(problem, chosen, begun)) is not None:
        (one, file), (other, second) = switch
        chosen[one, file] = chosen[other, second] = False
        chosen[one, second] = chosen[other, file] = True
    return chosen


def _switch(problem: Problem, chosen: Bools, begun: Bools) -> tuple[Pair, Pair] | None:
    """Return two pairs that join two groups by changing files, or None."""
    graph = bipartite(chosen | begun)
    _, group = connected_components(graph, directed=False)
    if len(np.unique(group[graph.row])) < 2:  # noqa: PLR2004 - two groups
        return None
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    spare = chosen.copy()
    spare[tree.row, tree.col - len(chosen)] = False  # what is left lies on a cycle
    ones, seconds = np.nonzero(chosen)
    sits = _sits(chosen, problem.units)
    for one, file in np.argwhere(spare):
        fits = _fits(problem, sits, (int(one), int(file)), (ones, seconds))
        found = np.flatnonzero(fits & (group[ones] != group[one]))
        if len(found):
            return (int(one), int(file)), (int(ones[found[0]]), int(seconds[found[0]]))
    return None


def _fits(problem: Problem, sits: Bools, pair: Pair, others: tuple[Places, Places]) -> Bools:
    """Return which of the other pairs can change files with this one without any loss."""
    one, file = pair
    ones, seconds = others
    worth, units = problem.worth, problem.units
    equal = (worth[ones, file] == worth[one, file]) & (worth[one, seconds] == worth[ones, seconds])
    may = problem.open[one, seconds] & problem.open[ones, file]
    alike = (units[ones] == units[one]) & (units[one] >= 0)  # of one organisation: one for another
    full = sits[one, seconds] | sits[ones, file]
    return np.asarray(equal & may & (alike | ~full), dtype=np.bool_)


def _sits(chosen: Bools, units: Integers) -> Bools:
    """Return (jurors x files) whether somebody of the organisation of this juror has this file."""
    table = np.zeros_like(chosen)
    for unit in np.unique(units[units >= 0]):
        table[units == unit] = chosen[units == unit].any(axis=0)
    return table
