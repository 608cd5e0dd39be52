"""Which files cannot be in, or out of, a set that is good enough: proven in whole numbers.

Any multipliers of the rules, none below zero, bound the merit of every allowed set (Lagrange): what
the rules allow, weighed, and of each file its merit less what it uses, weighed, when that is above
zero. Those of the linear program make the bound low. A file on the wrong side costs at least its
own part of it, so that a set with so much merit cannot afford it (reduced cost fixing; Nemhauser &
Wolsey, Integer and Combinatorial Optimization, 1988, II.5.2).

The program is solved in fractions, and its multipliers are then rounded to whole numbers: no
rounding makes the bound untrue, at worst it is high.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog

from subsidy.scoring.domain.constraints import Candidate, Rules, is_eligible
from subsidy.scoring.domain.relaxed import Row, matrix_of, rows_of

SCALE = 1 << 40
"""What a hundredth of a point is in the numbers of this module."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Ids that are in, and ids that are out, of every set that is good enough."""

    inside: frozenset[str]
    out: frozenset[str]


@dataclass(frozen=True, slots=True)
class Narrow:
    """``bound``: no allowed set has more merit; ``gains``: what a file adds to that, or takes.

    Both in hundredths of a point, times :data:`SCALE`. Files that are not eligible have a gain too.
    ``cent``: what a cent of the envelope is worth.
    """

    bound: int
    gains: Mapping[str, int]
    eligible: frozenset[str]
    cent: int

    def holding(self, id_: str, saved_cents: int = 0) -> int:
        """Return the bound of all sets that hold this file, at so many cents less or fewer."""
        gain = self.gains[id_]
        other = self.bound - (max(gain, 0) if id_ in self.eligible else 0)
        return other + gain + saved_cents * self.cent

    def fixed(self, id_: str, room: int) -> Fixed:
        """Return what is certain in each set with this file that lies at most ``room`` below."""
        others = [(each, self.gains[each]) for each in self.eligible if each != id_]
        return Fixed(
            frozenset(each for each, gain in others if gain > room),
            frozenset(each for each, gain in others if -gain > room),
        )

    def widest(self, id_: str, number: int) -> int:
        """Return the room that leaves so many other files open."""
        sizes = sorted(abs(self.gains[each]) for each in self.eligible if each != id_)
        return sizes[number] if number < len(sizes) else (sizes[-1] if sizes else 0)


def narrow(ordered: Sequence[Candidate], rules: Rules) -> Narrow:
    """Return the bound and the gains of these files by these rules; the envelope comes first."""
    names = sorted(rules.small_municipalities)
    rows = rows_of(ordered, names, rules)
    eligible = frozenset(c.id for c in ordered if is_eligible(c, rules))
    size = len(ordered) + len(names)
    worths = _multipliers(ordered, rows, eligible, size)
    uses, allowed = _weighed(rows, worths, size)
    gains = {c.id: c.merit * SCALE - uses[i] for i, c in enumerate(ordered)}
    reached = sum(max(0, -each) for each in uses[len(ordered) :])
    best = sum(max(0, gains[id_]) for id_ in eligible)
    return Narrow(allowed + reached + best, gains, eligible, worths[0])


def _multipliers(
    ordered: Sequence[Candidate], rows: Sequence[Row], eligible: frozenset[str], size: int
) -> list[int]:
    """Return what each rule is worth, times :data:`SCALE`; nothing when nothing is found."""
    merit = np.array([-float(c.merit) for c in ordered] + [0.0] * (size - len(ordered)))
    most = [1.0 if c.id in eligible else 0.0 for c in ordered]
    most += [1.0] * (size - len(ordered))
    above = np.array([-1.0 if _is_least(row) else 1.0 for row in rows])
    ends = np.array([-row[1] if _is_least(row) else row[2] for row in rows])
    table: Any = matrix_of(rows, size) * above[:, np.newaxis]  # stays sparse, which no stub says
    found = linprog(
        merit,
        A_ub=table,
        b_ub=ends,
        bounds=[(0.0, each) for each in most],
        method="highs",
    )
    if found.status != 0:
        return [0] * len(rows)
    return [max(0, round(-float(each) * SCALE)) for each in found.ineqlin.marginals]


def _is_least(row: Row) -> bool:
    """Whether a rule says at least; else it says at most."""
    return bool(np.isinf(row[2]))


def _weighed(
    rows: Sequence[Row], multipliers: Sequence[int], size: int
) -> tuple[Sequence[int], int]:
    """Return what each column uses of all rules, and what they allow, weighed; exactly."""
    uses, allowed = [0] * size, 0
    for row, worth in zip(rows, multipliers, strict=True):
        if not worth:
            continue
        sign = -1 if _is_least(row) else 1
        allowed += worth * sign * int(row[1] if _is_least(row) else row[2])
        for column, number in row[0].items():
            uses[column] += worth * sign * int(number)
    return uses, allowed
