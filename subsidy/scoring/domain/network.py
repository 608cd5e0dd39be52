"""The flow network under an assignment: from jurors, through organisations, to files.

Taylor (2008) and Charlin, Zemel and Boutilier (2011): an assignment of maximum total affinity is a
flow of minimum cost. What the agency adds stays a flow, as its families of pairs are nested: at
most one juror per organisation per file, and at most so many jurors of a file under a floor of
affinity. Costs are integers; the solver is OR-Tools.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Reals = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Nodes = npt.NDArray[np.int32]

SOURCE, SPARE, SINK, FIRST = 0, 1, 2, 3  # SPARE: what goes out above everybody's minimum


@dataclass(frozen=True, slots=True)
class Problem:
    """Who can still judge what, and what a pair is worth.

    ``affinity`` (jurors x files, 0-1), ``open`` (jurors x files): the pairs that can be made;
    ``demand`` (files): jurors that a file needs; ``low``, ``high`` (jurors): the files that a juror
    must and may get; ``units`` (jurors): a number per organisation, -1 for none; ``worth`` (jurors
    x files): the integer that counts; ``burden`` (jurors x number of files): the integer cost of
    one file more for who has so many, or no columns at all.
    """

    affinity: Reals
    open: Bools
    demand: Integers
    low: Integers
    high: Integers
    units: Integers
    worth: Integers
    burden: Integers


@dataclass(frozen=True, slots=True)
class Floor:
    """Of every file, at least ``number`` jurors (or all it needs) have affinity >= ``value``.

    The other jurors have affinity >= ``least``.
    """

    value: float
    number: int
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs, of which those from ``first_pair`` on are the pairs (``jurors``, ``files``)."""

    tails: Nodes
    heads: Nodes
    capacities: Integers
    costs: Integers
    jurors: Nodes
    files: Nodes
    first_pair: int
    demand: int


def can_be_met(problem: Problem, floor: Floor | None = None) -> bool:
    """Return whether an assignment exists."""
    network = build(problem, floor)
    return network.demand >= 0 and highest_flow(network).optimal_flow() == network.demand


def best(problem: Problem, floor: Floor | None = None) -> Bools | None:
    """Return the pairs (jurors x files) of the highest worth, or None where there are none."""
    network = build(problem, floor)
    if network.demand < 0:
        return None
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tails, network.heads, network.capacities, network.costs
    )
    solver.set_nodes_supplies(np.array([SOURCE, SINK]), np.array([network.demand, -network.demand]))
    status = solver.solve()
    if status == SimpleMinCostFlow.INFEASIBLE:
        return None
    if status != SimpleMinCostFlow.OPTIMAL:
        raise ArithmeticError(f"the flow solver answered {status}")
    used = solver.flows(arcs)[network.first_pair :] > 0
    chosen = np.zeros(problem.open.shape, dtype=np.bool_)
    chosen[network.jurors[used], network.files[used]] = True
    return chosen


def highest_flow(network: Network) -> SimpleMaxFlow:
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(network.tails, network.heads, network.capacities)
    if solver.solve(SOURCE, SINK) != SimpleMaxFlow.OPTIMAL:
        raise ArithmeticError("the flow solver found no highest flow")
    return solver


def juror_nodes(problem: Problem) -> Nodes:
    return np.arange(len(problem.low), dtype=np.int32) + np.int32(FIRST)


def file_nodes(problem: Problem) -> Nodes:
    first = FIRST + len(problem.low)
    return np.arange(len(problem.demand), dtype=np.int32) + np.int32(first)


def build(problem: Problem, floor: Floor | None = None) -> Network:
    """Return the network; its highest flow is the demand exactly when an assignment exists."""
    demand = int(problem.demand.sum())
    lanes = _lanes(problem, floor)
    parts = [*_to_jurors(problem, demand), *_to_sink(problem, floor), lanes.onward, lanes.pairs]
    tails, heads, capacities, costs = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Network(
        tails.astype(np.int32),
        heads.astype(np.int32),
        capacities,
        costs,
        lanes.jurors.astype(np.int32),
        lanes.files.astype(np.int32),
        len(tails) - len(lanes.jurors),
        demand if demand >= problem.low.sum() else -1,
    )


Arcs = tuple[Integers, Integers, Integers, Integers]  # tails, heads, capacities, costs


def _arcs(
    tails: npt.ArrayLike, heads: npt.ArrayLike, capacities: npt.ArrayLike, costs: npt.ArrayLike = 0
) -> Arcs:
    made = np.broadcast_arrays(tails, heads, capacities, costs)
    first, second, third, fourth = (np.atleast_1d(each).astype(np.int64) for each in made)
    return first, second, third, fourth


def _to_jurors(problem: Problem, demand: int) -> list[Arcs]:
    nodes = juror_nodes(problem)
    spare = max(0, demand - int(problem.low.sum()))
    first = [_arcs(SOURCE, [SPARE], spare), _arcs(SOURCE, nodes, problem.low)]
    above = problem.high - problem.low
    if not problem.burden.shape[1]:
        return [*first, _arcs(SPARE, nodes, above)]
    more = np.minimum(above, problem.open.sum(axis=1))
    jurors = np.repeat(np.arange(len(nodes)), more)
    nth = np.arange(len(jurors)) - np.repeat(np.cumsum(more) - more, more)
    costs = problem.burden[jurors, problem.low[jurors] + nth]
    return [*first, _arcs(SPARE, nodes[jurors], 1, costs)]


def _to_sink(problem: Problem, floor: Floor | None) -> list[Arcs]:
    files = file_nodes(problem)
    arcs = [_arcs(files, SINK, problem.demand)]
    if floor is not None:
        under = problem.demand - np.minimum(problem.demand, floor.number)
        arcs.append(_arcs(files + len(files), files, under))
    return arcs


@dataclass(frozen=True, slots=True)
class _Lanes:
    """The arcs of the pairs, and those onward from a node of one organisation at one file."""

    pairs: Arcs
    onward: Arcs
    jurors: Integers
    files: Integers


def _lanes(problem: Problem, floor: Floor | None) -> _Lanes:
    """Lead every pair to its file, under the floor by way of the node of what is under it.

    An organisation that has a juror above the floor for a file sends none from under it, so that
    the families stay nested.
    """
    can = problem.open if floor is None else problem.open & (problem.affinity >= floor.least)
    jurors, files = np.nonzero(can)
    firsts, group, sizes = _groups(problem.units[jurors], files, problem.open.shape[1])
    target = file_nodes(problem)[files].astype(np.int64)
    keep = np.ones(len(jurors), dtype=np.bool_)
    if floor is not None:
        above = problem.affinity[jurors, files] >= floor.value
        group_above = (np.bincount(group, above, len(sizes)) > 0)[group]
        target = np.where(group_above, target, target + problem.open.shape[1])
        keep = above | ~group_above
    shared = sizes > 1
    place = FIRST + len(problem.low) + 2 * problem.open.shape[1] + np.cumsum(shared) - 1
    heads = np.where(shared[group], place[group], target)
    return _Lanes(
        _arcs(jurors[keep] + FIRST, heads[keep], 1, -problem.worth[jurors, files][keep]),
        _arcs(place[shared], target[firsts[shared]], 1),
        jurors[keep],
        files[keep],
    )


def _groups(units: Integers, files: Integers, width: int) -> tuple[Integers, Integers, Integers]:
    """Group the pairs by organisation and file; who has no organisation is a group alone.

    Return the first pair of each group, the group of each pair, and the size of each group.
    """
    alone = units < 0
    if alone.all():
        each = np.arange(len(units))
        return each, each, np.ones_like(each)
    keys = units * width + files
    keys[alone] = -1 - np.arange(np.count_nonzero(alone))
    _, firsts, group, sizes = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    return firsts, group, sizes
