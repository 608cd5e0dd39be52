"""The best set that holds a certain file, found among the few files of which that is not certain.

Exact: a set that differs in what is fixed has less merit (:mod:`.narrowing`), and CP-SAT proves the
rest. Of five hundred files some tens stay open, so it takes a tenth of a question about all.
"""

from collections.abc import Collection, Mapping, Sequence

from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.merit import most
from subsidy.scoring.domain.narrowing import SCALE, Fixed, Narrow
from subsidy.scoring.domain.portfolio import Portfolio, UndecidedError

OPEN = 40  # files that are open at first
WIDER = 4


def most_holding(
    ordered: Sequence[Candidate], rules: Rules, near: Narrow, candidate: Candidate
) -> frozenset[str] | None:
    """Return a set with most merit that holds the candidate, None when no set can."""
    try:
        return _narrowed(ordered, rules, near, candidate)
    except UndecidedError:
        found = most(ordered, rules, [candidate.id])
        return None if found is None else found[0]


def portfolio_holding(
    ordered: Sequence[Candidate], rules: Rules, fixed: Fixed, candidate: Candidate
) -> Portfolio:
    """Return what is still open of the sets that hold the candidate."""
    return Portfolio(ordered, rules, _amounts(ordered, fixed, candidate), out=fixed.out)


def as_good_as(near: Narrow, candidate: Candidate, merit: int, saved_cents: int = 0) -> Fixed:
    """Return what is certain in each set that holds the candidate and has so much merit.

    ``saved_cents``: how much less the candidate may get than it asks.
    """
    bound = near.holding(candidate.id, saved_cents)
    return near.fixed(candidate.id, bound - merit * SCALE)


def _narrowed(
    ordered: Sequence[Candidate], rules: Rules, near: Narrow, candidate: Candidate
) -> frozenset[str] | None:
    number, hint = OPEN, None
    room = near.widest(candidate.id, number)
    while True:
        fixed = near.fixed(candidate.id, room)
        found = _search(portfolio_holding(ordered, rules, fixed, candidate), hint)
        if found is None:
            if not (fixed.inside or fixed.out):
                return None
            number *= WIDER
            room = near.widest(candidate.id, number)
            continue
        hint, merit = found
        lost = near.holding(candidate.id) - merit * SCALE
        if lost <= room:
            return hint
        room = lost


def _search(
    portfolio: Portfolio, hint: Collection[str] | None
) -> tuple[frozenset[str], int] | None:
    portfolio.model.maximize(portfolio.merit)
    found, proven = portfolio.search(hint)
    if not proven:
        raise UndecidedError
    return None if found is None else (found[0], found[1])


def _amounts(ordered: Sequence[Candidate], fixed: Fixed, candidate: Candidate) -> Mapping[str, int]:
    inside = {candidate.id, *fixed.inside}
    return {each.id: each.amount_cents for each in ordered if each.id in inside}
