"""An order of jurors and files that does not hang on the order in which they came, and lots.

Everything is sorted by a SHA-256 of the published seed and the name before it is solved, so that
the same input in another order is the same problem to the solver. Who gives no names gets names
of content: two jurors have the same name only when nothing tells them apart.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from subsidy.scoring.domain.network import Bools, Integers, Problem, Reals
from subsidy.scoring.domain.shortage import Shortage

T = TypeVar("T", bound=np.generic)
Bits = npt.NDArray[np.uint64]
LOOKS = 3  # how far around it a name of content looks: own numbers, those it meets, and theirs


@dataclass(frozen=True, slots=True)
class Sealed:
    """The names in canonical order, and where each stood in the arrays as they came."""

    seed: str
    jurors: tuple[str, ...]
    files: tuple[str, ...]
    from_jurors: Integers
    from_files: Integers

    def ordered(self, problem: Problem) -> Problem:
        return replace(
            problem,
            affinity=self._both(problem.affinity),
            open=self._both(problem.open),
            demand=problem.demand[self.from_files],
            low=problem.low[self.from_jurors],
            high=problem.high[self.from_jurors],
            units=problem.units[self.from_jurors],
            worth=self._both(problem.worth),
            burden=problem.burden[self.from_jurors],
        )

    def _both(self, table: npt.NDArray[T]) -> npt.NDArray[T]:
        return table[np.ix_(self.from_jurors, self.from_files)]

    def of_pairs(self, table: Bools) -> Bools:
        return self._both(table)

    def of_files(self, values: Reals) -> Reals:
        return values[self.from_files]

    def original(self, chosen: Bools) -> Bools:
        table = np.zeros_like(chosen)
        table[np.ix_(self.from_jurors, self.from_files)] = chosen
        return table

    def unordered(self, found: Shortage) -> Shortage:
        return replace(
            found,
            jurors=tuple(sorted(int(self.from_jurors[place]) for place in found.jurors)),
            files=tuple(sorted(int(self.from_files[place]) for place in found.files)),
        )

    def lots(self, count: int) -> Integers:
        """Return a lot 0 <= lot < count per pair; of what is equally good the lowest lots win.

        A lot is mixed from the SHA-256 of ``seed|juror`` and of ``seed|file``.
        """
        rows, columns = _bits(self.jurors, self.seed), _bits(self.files, self.seed)
        mixed = _mixed(_mixed(rows)[:, None] + columns[None, :])
        return (mixed % np.uint64(count)).astype(np.int64)


def seal(jurors: Sequence[str], files: Sequence[str], seed: str) -> Sealed:
    """Return the canonical order of these names."""
    rows, columns = _order(jurors, seed), _order(files, seed)
    return Sealed(
        seed,
        tuple(jurors[place] for place in rows),
        tuple(files[place] for place in columns),
        np.array(rows, dtype=np.int64),
        np.array(columns, dtype=np.int64),
    )


def _order(names: Sequence[str], seed: str) -> list[int]:
    return sorted(range(len(names)), key=lambda place: (_digest(seed, names[place]), names[place]))


def _bits(names: Sequence[str], seed: str) -> Bits:
    return np.array([int.from_bytes(_digest(seed, name)[:8]) for name in names], dtype=np.uint64)


def _digest(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}|{name}".encode()).digest()


def names_of(table: Reals, loads: Integers, demand: Integers) -> tuple[list[str], list[str]]:
    """Return a name of content per row and per column of ``table``.

    Colour refinement (Weisfeiler and Leman 1968): a name is mixed from the numbers of a row and
    the names of the columns that it meets, and the other way around; sums hide the order.
    """
    cells = _mixed(np.rint(table * 1e9).astype(np.int64).astype(np.uint64))
    rows = _mixed(_mixed(loads[0].astype(np.uint64)) + loads[1].astype(np.uint64))
    columns = _mixed(demand.astype(np.uint64))
    for _ in range(LOOKS):
        met = _mixed(cells + columns[None, :]).sum(axis=1, dtype=np.uint64)
        read = _mixed(cells + rows[:, None]).sum(axis=0, dtype=np.uint64)
        rows, columns = _mixed(rows + met), _mixed(columns + read)
    return [f"{name:x}" for name in rows], [f"{name:x}" for name in columns]


def _mixed(bits: Bits) -> Bits:
    """Return 64 well mixed bits for each number (the finaliser of SplitMix64)."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
