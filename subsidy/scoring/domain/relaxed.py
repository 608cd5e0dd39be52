"""A good set of files by a fast solver of fractions (HiGHS): found here, never believed.

Its numbers are rounded: a set that is one cent too expensive may pass. So whoever asks checks the
set in whole numbers and has it certified (:mod:`subsidy.scoring.domain.merit`).
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from subsidy.scoring.domain.constraints import Candidate, Rules, is_eligible

SECONDS = 5.0
Row = tuple[Mapping[int, float], float, float]
"""Column -> coefficient, and the least and the most of the sum."""


def most_merit(
    candidates: Sequence[Candidate], rules: Rules, inside: Collection[str] = ()
) -> frozenset[str] | None:
    """Return ids of a set with much merit that holds ``inside``, None when none is found."""
    eligible = [c for c in candidates if c.id in inside or is_eligible(c, rules)]
    if not eligible:
        return frozenset()
    names = sorted(rules.small_municipalities)
    rows = rows_of(eligible, names, rules)
    size = len(eligible) + len(names)
    merit = [-float(c.merit) for c in eligible] + [0.0] * len(names)
    least = [1.0 if c.id in inside else 0.0 for c in eligible] + [0.0] * len(names)
    whole = [1] * len(eligible) + [0] * len(names)
    found = milp(
        np.array(merit),
        integrality=np.array(whole),
        bounds=Bounds(np.array(least), np.ones(size)),
        constraints=_constraint(rows, size),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    values: npt.NDArray[np.float64] = found.x
    return frozenset(c.id for c, value in zip(eligible, values, strict=False) if value > 0.5)  # noqa: PLR2004 - halfway


def rows_of(candidates: Sequence[Candidate], names: Sequence[str], rules: Rules) -> list[Row]:
    """Return every rule; a column per candidate, then one per name of a small municipality."""
    return [
        *_limits(candidates, rules),
        *_minimums(candidates, rules),
        *_reach(candidates, names, rules),
    ]


def _limits(candidates: Sequence[Candidate], rules: Rules) -> list[Row]:
    whole = {i: float(c.amount_cents) for i, c in enumerate(candidates)}
    rows: list[Row] = [(whole, -np.inf, float(rules.envelope_cents))]
    if rules.max_projects is not None:
        rows.append((dict.fromkeys(range(len(candidates)), 1.0), -np.inf, rules.max_projects))
    if rules.max_per_lead is not None:
        leads: dict[str, dict[int, float]] = {}
        for i, candidate in enumerate(candidates):
            leads.setdefault(candidate.lead, {})[i] = 1.0
        rows += [(own, -np.inf, rules.max_per_lead) for own in leads.values()]
    for group in rules.groups:
        rivals = {i: 1.0 for i, c in enumerate(candidates) if c.id in set(group)}
        rows.append((rivals, -np.inf, 1.0))
    return rows


def _minimums(candidates: Sequence[Candidate], rules: Rules) -> list[Row]:
    rows: list[Row] = []
    for region, least in sorted(rules.region_minimum_projects.items()):
        there = {i: 1.0 for i, c in enumerate(candidates) if c.region_cents.get(region, 0)}
        rows.append((there, float(least), np.inf))
    for region, cents in sorted(rules.region_minimum_cents.items()):
        spent = {i: float(c.region_cents.get(region, 0)) for i, c in enumerate(candidates)}
        rows.append((spent, float(cents), np.inf))
    return rows


def _reach(candidates: Sequence[Candidate], names: Sequence[str], rules: Rules) -> list[Row]:
    """Return: a small municipality is reached by a chosen file, and enough of them are."""
    size = len(candidates)
    reached: dict[str, dict[int, float]] = {name: {} for name in names}
    for i, candidate in enumerate(candidates):
        for name in reached.keys() & set(candidate.municipalities):
            reached[name][i] = -1.0
    rows: list[Row] = [
        ({size + j: 1.0, **reached[name]}, -np.inf, 0.0) for j, name in enumerate(names)
    ]
    all_small = {size + j: 1.0 for j in range(len(names))}
    return [*rows, (all_small, float(rules.minimum_small_reached), np.inf)]


def _constraint(rows: Sequence[Row], size: int) -> LinearConstraint:
    least = np.array([low for _, low, _ in rows])
    most = np.array([high for _, _, high in rows])
    return LinearConstraint(matrix_of(rows, size), least, most)


def matrix_of(rows: Sequence[Row], size: int) -> csr_array:
    entries = [(i, j, value) for i, (row, _, _) in enumerate(rows) for j, value in row.items()]
    at = [i for i, _, _ in entries], [j for _, j, _ in entries]
    return csr_array(([value for _, _, value in entries], at), shape=(len(rows), size))
