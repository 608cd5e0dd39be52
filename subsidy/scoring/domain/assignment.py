"""Which juror judges which file: one exact flow with lower and upper loads.

Maximum total affinity is a min-cost flow (Taylor 2008; Charlin, Zemel and Boutilier 2011);
balanced adds a convex cost per juror; max-min fair is PeerReview4All (Stelmakh, Shah and Singh
2019). A conflict is a pair that is not there. Affinity is advice: the chair may decide otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

import numpy as np
import numpy.typing as npt

from subsidy.scoring.domain import network
from subsidy.scoring.domain.canonical import Sealed, names_of, seal
from subsidy.scoring.domain.division import Mode
from subsidy.scoring.domain.fairness import ROUNDS, fair
from subsidy.scoring.domain.joining import joined
from subsidy.scoring.domain.network import Bools, Integers, Problem, Reals
from subsidy.scoring.domain.review_graph import components
from subsidy.scoring.domain.shortage import Infeasible, Shortage, shortage
from subsidy.scoring.domain.weights import EVENNESS, KEPT, Scale, burden, scale

__all__ = ["Assignment", "Infeasible", "Mode", "Options", "Shortage", "assign"]

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Options:
    """What an assignment may heed besides its arrays. Pairs are (juror, file).

    ``seed``: published; of assignments that are equally good it draws one. ``jurors``, ``files``:
    lasting names, so that the draw does not hang on the order; left out, names of content are made.
    ``organisations``: per juror; of one organisation at most one juror judges a file (None: free).
    ``begun``: pairs that stay; ``given``: pairs that stay when they can. ``rounds``: how often
    fair serves the files that are then worst off.
    """

    seed: str = ""
    jurors: Sequence[str] | None = None
    files: Sequence[str] | None = None
    organisations: Sequence[str | None] | None = None
    begun: frozenset[Pair] = frozenset()
    given: frozenset[Pair] = frozenset()
    rounds: int = ROUNDS


@dataclass(frozen=True, slots=True)
class Assignment:
    """The pairs (juror, file) in order.

    ``total``: their affinity; ``worst``: the lowest sum of affinity of a file that needs jurors;
    ``loads``: files per juror; ``components``: groups of jurors without a shared file (1 is right).
    """

    pairs: tuple[Pair, ...]
    total: float
    worst: float
    loads: tuple[int, ...]
    components: int


def assign(  # noqa: PLR0913 - six things make an assignment, the seventh is what comes on top
    affinity: npt.ArrayLike,
    conflicts: npt.ArrayLike,
    demand: npt.ArrayLike,
    load_min: npt.ArrayLike,
    load_max: npt.ArrayLike,
    mode: Mode | str = Mode.TOTAL,
    *,
    options: Options = Options(),
) -> Assignment:
    """Return who judges what; the order of jurors and files has no influence.

    ``affinity``: jurors x files, 0-1; ``conflicts``: jurors x files, true where the pair may not
    be; ``demand``: jurors per file; ``load_min``, ``load_max``: files per juror. Affinity counts in
    steps of 1e-9 (of 1e-6 for an enormous panel); what is equal then is drawn by the seed, and of
    what is equal one in which the jurors can be compared goes first (``joining``).

    Raises ``Infeasible`` with the sentence and the sets of the minimum cut, ``ValueError`` for
    arrays of the wrong shape or numbers out of range.
    """
    case = _case(affinity, conflicts, demand, (load_min, load_max), options)
    units = _units(options.organisations, len(case.low))
    sealed = seal(case.names, case.files, options.seed)
    weight = _scale(case, Mode(mode), units)
    plain = sealed.ordered(_left(case, Mode(mode), units, weight))
    problem = _drawn(plain, sealed, weight)
    if mode == Mode.FAIR:
        chosen = fair(problem, sealed.of_files(case.begun_affinity), options.rounds)
    else:
        chosen = network.best(problem)
    if chosen is None:
        raise Infeasible(sealed.unordered(shortage(problem)))
    chosen = joined(plain, chosen, sealed.of_pairs(case.begun))
    return _result(case, sealed.original(chosen) | case.begun)


@dataclass(frozen=True, slots=True)
class _Case:
    """What was asked, checked; ``begun`` and ``given`` as arrays."""

    affinity: Reals
    conflicts: Bools
    demand: Integers
    low: Integers
    high: Integers
    begun: Bools
    given: Bools
    names: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def load(self) -> Integers:
        """The files per juror that are begun."""
        return np.asarray(self.begun.sum(axis=1), dtype=np.int64)

    @property
    def begun_affinity(self) -> Reals:
        return np.asarray(np.where(self.begun, self.affinity, 0.0).sum(axis=0), dtype=np.float64)


def _case(
    affinity: npt.ArrayLike,
    conflicts: npt.ArrayLike,
    demand: npt.ArrayLike,
    loads: tuple[npt.ArrayLike, npt.ArrayLike],
    options: Options,
) -> _Case:
    known = np.asarray(affinity, dtype=np.float64)
    barred = np.asarray(conflicts, dtype=np.bool_)
    if known.ndim != 2 or barred.shape != known.shape:  # noqa: PLR2004 - jurors and files
        raise ValueError("affinity and conflicts must both be jurors x files")
    if not np.all((known >= 0) & (known <= 1)):
        raise ValueError("an affinity is a number from 0 to 1")
    jurors, files = known.shape
    low, high = _whole(loads[0], jurors, "load_min"), _whole(loads[1], jurors, "load_max")
    if np.any(low > high):
        raise ValueError("load_min may not be above load_max")
    needed = _whole(demand, files, "demand")
    content = names_of(np.where(barred, -1.0, known), np.stack([low, high]), needed)
    return _Case(
        known,
        barred,
        needed,
        low,
        high,
        _table(options.begun, known.shape),
        _table(options.given, known.shape),
        _names(options.jurors, content[0]),
        _names(options.files, content[1]),
    )


def _whole(numbers: npt.ArrayLike, size: int, name: str) -> Integers:
    found = np.asarray(numbers)
    whole = not size or np.issubdtype(found.dtype, np.integer)
    if found.shape != (size,) or not whole or np.any(found < 0):
        raise ValueError(f"{name} must hold {size} whole numbers of zero or more")
    return found.astype(np.int64)


def _names(given: Sequence[str] | None, content: Sequence[str]) -> tuple[str, ...]:
    if given is None:
        return tuple(content)
    if len(set(given)) != len(content) or len(given) != len(content):
        raise ValueError("each juror and each file must have a name of its own")
    return tuple(given)


def _table(pairs: frozenset[Pair], shape: tuple[int, ...]) -> Bools:
    table = np.zeros(shape, dtype=np.bool_)
    for juror, file in pairs:
        table[juror, file] = True
    return table


def _left(case: _Case, mode: Mode, units: Integers, weight: Scale) -> Problem:
    """Return what is left to be assigned beside the pairs that are begun."""
    low = np.maximum(case.low - case.load, 0)
    width = len(case.demand) + int(low.max(initial=0)) if mode is Mode.BALANCED else 0
    return Problem(
        affinity=case.affinity,
        open=~(case.conflicts | case.begun | _taken(case.begun, units)),
        demand=np.maximum(case.demand - case.begun.sum(axis=0), 0),
        low=low,
        high=np.maximum(case.high - case.load, 0),
        units=units,
        worth=weight.weigh(case.affinity + np.where(case.given, KEPT, 0.0)),
        burden=weight.weigh(burden(case.load, width)),
    )


def _scale(case: _Case, mode: Mode, units: Integers) -> Scale:
    jurors, files = case.affinity.shape
    _, sizes = np.unique(units[units >= 0], return_counts=True)
    nodes = network.FIRST + jurors + files * (2 + int(np.count_nonzero(sizes > 1)))
    most = 1 + KEPT
    if mode is Mode.BALANCED:
        most = max(most, 2 * EVENNESS * (files + int(case.low.max(initial=0)) + 1))
    return scale(nodes, int(case.demand.sum()), most)


def _drawn(problem: Problem, sealed: Sealed, weight: Scale) -> Problem:
    return replace(problem, worth=problem.worth - sealed.lots(weight.lots))


def _units(organisations: Sequence[str | None] | None, jurors: int) -> Integers:
    """Return a number per organisation, -1 for who has none."""
    if organisations is None:
        return np.full(jurors, -1, dtype=np.int64)
    if len(organisations) != jurors:
        raise ValueError("each juror must have an organisation or None")
    numbers = {
        name: n for n, name in enumerate(sorted({o for o in organisations if o is not None}))
    }
    return np.array([-1 if o is None else numbers[o] for o in organisations], dtype=np.int64)


def _taken(begun: Bools, units: Integers) -> Bools:
    """Return the pairs of which the organisation has begun with the file already."""
    taken = np.zeros_like(begun)
    for unit in np.unique(units[units >= 0]):
        same = units == unit
        taken[same] = begun[same].any(axis=0)
    return taken


def _result(case: _Case, chosen: Bools) -> Assignment:
    pairs = tuple((int(juror), int(file)) for juror, file in np.argwhere(chosen))
    sums = np.where(chosen, case.affinity, 0.0).sum(axis=0)[case.demand > 0]
    return Assignment(
        pairs=pairs,
        total=fsum(float(case.affinity[pair]) for pair in pairs),
        worst=float(sums.min(initial=np.inf)) if len(sums) else 0.0,
        loads=tuple(int(load) for load in chosen.sum(axis=1)),
        components=components(pairs, *case.affinity.shape),
    )
