"""Why every file is in or out, by any method: from one JSON to another, with progress.

Many files go to two processes, which end with this one: each makes the selection for itself, so
nothing but places in the ranking and answers goes from one to the other.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from subsidy.scoring.domain.explanation import Explanation
from subsidy.scoring.domain.frozen import question
from subsidy.scoring.domain.reasons import Reasons
from subsidy.scoring.domain.selection import reasons

MANY = 100  # files: fewer take less time than it takes to start processes
PROCESSES = 2
_ours: list[Reasons] = []  # of a process that helps: the one selection that it explains


def run(data: Mapping[str, Any], tell: Callable[[int, int], None]) -> Mapping[str, Any]:
    why = reasons(*question(data))
    number = len(why.ordered)
    tell(0, number)
    _ = why.made  # a refusal comes from here
    found: dict[str, Any] = {}
    for done, made in enumerate(_explanations(why, data)):
        found[why.ordered[done].id] = made
        tell(done + 1, number)
    return {"explanations": found}


def _explanations(why: Reasons, data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if len(why.ordered) < MANY or (os.cpu_count() or 1) < PROCESSES:
        yield from (_data(why.explain(position)) for position in range(len(why.ordered)))
        return
    with _helpers(data) as pool:
        without = list(pool.map(_funded_without, range(len(why.single_rules))))
        freed = [why.freed(each, without) for each in why.ordered]
        yield from pool.map(_explained, range(len(freed)), freed, chunksize=2)


@contextmanager
def _helpers(data: Mapping[str, Any]) -> Iterator[ProcessPoolExecutor]:
    """Give processes that start anew: a solver may have left threads in this one."""
    pool = ProcessPoolExecutor(PROCESSES, get_context("spawn"), _begin, (data,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(data: Mapping[str, Any]) -> None:
    _ours[:] = [reasons(*question(data))]


def _funded_without(number: int) -> frozenset[str]:
    return _ours[0].funded_without(number)


def _explained(position: int, freed: Sequence[int]) -> Mapping[str, Any]:
    return _data(_ours[0].explain(position, freed))


def _data(made: Explanation) -> dict[str, Any]:
    return {
        "sentences": [text.to_data() for text in made.sentences],
        "points_short": made.points_short,
        "fitting_cents": made.fitting_cents,
        "displaced": list(made.displaced),
        "freeing": [text.to_data() for text in made.freeing],
    }
