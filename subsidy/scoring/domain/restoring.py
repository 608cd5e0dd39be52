"""Whether minimums that are no longer met can be met again (for the reserve list)."""

from collections.abc import Mapping, Sequence

from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.portfolio import Portfolio


def can_be_met(ordered: Sequence[Candidate], rules: Rules, amounts: Mapping[str, int]) -> bool:
    """Whether some set that breaks no rule holds all of ``amounts``; exact, in whole numbers.

    Files that are out for good must not be among ``ordered``. Raises UndecidedError when the
    solver does not come to an answer.
    """
    return Portfolio(ordered, rules, amounts).solve() is not None
