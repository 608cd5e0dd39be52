"""Scores of jurors as arrays, in an order that only the scores themselves decide.

Calibration and ranking sum floating point numbers and draw random ones, so an order of files
would leave its trace in the last bits. :func:`arranged` orders by what was given to whom, and
looks at a name only between files (or jurors) that nothing else distinguishes.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Score:
    """What one juror gave one file, in points (any scale; this application: 0-100).

    ``weight``: how sure the juror is against other scores; above zero, 1 is ordinary.
    """

    file: str
    juror: str
    value: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Arranged:
    """Scores as arrays of one length, one element per score, and the names behind the places.

    ``file``, ``juror``: places in ``files`` and ``jurors``. ``alike``: per file a number that
    it shares with the files from which only its name distinguishes it.
    """

    files: tuple[str, ...]
    jurors: tuple[str, ...]
    file: Places
    juror: Places
    value: Array
    weight: Array
    alike: Places

    def means(self) -> Array:
        """Return the plain mean per file, without weights."""
        sums = np.bincount(self.file, self.value, len(self.files))
        return np.divide(sums, np.bincount(self.file, minlength=len(self.files)))

    def reviews(self) -> Places:
        """Return how many files each juror scored."""
        return np.bincount(self.juror, minlength=len(self.jurors))


def arranged(scores: Iterable[Score]) -> Arranged:
    """Return the scores in their own order; that of ``scores`` has no influence.

    Raises ``ValueError`` for no score at all, two scores of one juror for one file, a value that
    is not finite, or a weight that is not above zero.
    """
    given = sorted(scores, key=lambda score: (score.file, score.juror))
    _check(given)
    files, jurors = _colours(given)
    file_names = _in_order(files)
    juror_names = _in_order(jurors)
    rows = sorted(
        (file_names[s.file], juror_names[s.juror], float(s.value), float(s.weight)) for s in given
    )
    return Arranged(
        files=tuple(file_names),
        jurors=tuple(juror_names),
        file=np.array([row[0] for row in rows], dtype=np.intp),
        juror=np.array([row[1] for row in rows], dtype=np.intp),
        value=np.array([row[2] for row in rows]),
        weight=np.array([row[3] for row in rows]),
        alike=np.array([files[name] for name in file_names], dtype=np.intp),
    )


def components(found: Arranged) -> Places:
    """Return per juror the number (from 0) of the group that shares files, directly or not."""
    size = len(found.files)
    edges = coo_array(
        (np.ones(len(found.value)), (found.file, found.juror + size)),
        shape=(size + len(found.jurors),) * 2,
    )
    _, groups = connected_components(edges, directed=False)
    _, numbered = np.unique(groups[size:], return_inverse=True)
    return numbered.astype(np.intp)


def _check(given: Sequence[Score]) -> None:
    if not given:
        raise ValueError("there are no scores")
    if len({(score.file, score.juror) for score in given}) != len(given):
        raise ValueError("a juror scores a file once")
    if not np.isfinite([score.value for score in given]).all():
        raise ValueError("a score is a finite number")
    if not all(0 < score.weight < np.inf for score in given):
        raise ValueError("a weight is a finite number above zero")


def _colours(given: Sequence[Score]) -> tuple[dict[str, int], dict[str, int]]:
    """Colour files and jurors until what they gave or got, and to whom, tells no more apart.

    Refinement as of Weisfeiler and Leman: each round the colour becomes the own one with those
    of all neighbours. Files of one colour have the same estimate.
    """
    files = dict.fromkeys((score.file for score in given), 0)
    jurors = dict.fromkeys((score.juror for score in given), 0)
    number = 0
    while number < (number := len({*files.values()}) + len({*jurors.values()})):
        files, jurors = (
            _finer(files, [(s.file, s.value, s.weight, jurors[s.juror]) for s in given]),
            _finer(jurors, [(s.juror, s.value, s.weight, files[s.file]) for s in given]),
        )
    return files, jurors


def _finer(colours: Mapping[str, int], seen: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Return the next colour of each name: its own with what it sees, numbered in order."""
    sights: dict[str, list[tuple[Any, ...]]] = {name: [] for name in colours}
    for name, *sight in seen:
        sights[name].append(tuple(sight))
    keys: dict[str, Hashable] = {
        name: (colours[name], tuple(sorted(found))) for name, found in sights.items()
    }
    numbers = {key: number for number, key in enumerate(sorted(set(keys.values())))}  # type: ignore[type-var]  # all tuples of numbers
    return {name: numbers[key] for name, key in keys.items()}


def _in_order(colours: Mapping[str, int]) -> dict[str, int]:
    """Return the place of each name: by colour, names only within one."""
    ordered = sorted(colours, key=lambda name: (colours[name], name))
    return {name: place for place, name in enumerate(ordered)}
