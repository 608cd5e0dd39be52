"""The funding rule done again on many draws of quality: what `ranking.ranks` asks.

Down the ranking, as :mod:`.rank_order`, on all draws at once. Minimums and quotas are left out:
solving them thousands of times takes hours, and a page must say that they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from subsidy.scoring.domain.ranking import Drawn, Flags, Funding
from subsidy.scoring.domain.scores import Array

Cents = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Costs:
    """What a file asks, and the least with which it can be carried out (None: all or nothing)."""

    amount_cents: int
    minimum_cents: int | None = None


def down_the_ranking(
    costs: Mapping[str, Costs], envelope_cents: int, threshold: float = 0.0, *, skips: bool
) -> Funding:
    """Return the rule that funds by quality, best first, while the envelope lasts.

    ``threshold`` in the points of the scores: who is below it takes no part. ``skips``: whether
    a file that does not fit is passed over, or ends it. A partial award counts as funded.
    """

    def funded(drawn: Drawn) -> Flags:
        amounts = np.array([costs[file].amount_cents for file in drawn.files], dtype=np.int64)
        least = np.array([_least(costs[file]) for file in drawn.files], dtype=np.int64)
        return _funded(drawn.values, amounts, least, _Limits(envelope_cents, threshold, skips))

    return funded


@dataclass(frozen=True, slots=True)
class _Limits:
    envelope_cents: int
    threshold: float
    skips: bool


def _least(costs: Costs) -> int:
    """Return from how much left a file is funded; of a partial award at least a cent is left."""
    if costs.minimum_cents is None:
        return costs.amount_cents
    return min(max(costs.minimum_cents, 1), costs.amount_cents)


def _funded(values: Array, amounts: Cents, least: Cents, limits: _Limits) -> Flags:
    order = np.argsort(-values, axis=1)
    draws = np.arange(len(values))
    left = np.full(len(values), limits.envelope_cents, dtype=np.int64)
    going = np.ones(len(values), dtype=np.bool_)
    found = np.zeros(values.shape, dtype=np.bool_)
    for at in order.T:
        takes_part = going & (values[draws, at] >= limits.threshold)
        gets = takes_part & (least[at] <= left)
        found[draws, at] = gets
        whole = amounts[at] <= left
        left -= np.where(gets, np.minimum(amounts[at], left), 0)
        if not limits.skips:
            going &= ~takes_part | (gets & whole)
    return found
