"""Selection in rank order (STOP and SKIP): whole numbers only, so a page can do it at once.

QUOTA and MERIT need solvers: :mod:`subsidy.scoring.domain.selection` knows all four.
"""

from collections.abc import Iterable, Mapping

from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.scoring.domain.constraints import Candidate, Rules, in_rank_order
from subsidy.scoring.domain.explanation import Explanation, explained
from subsidy.scoring.domain.methods import Method, Selection, checked, outcome
from subsidy.scoring.domain.rank_order import (
    FUNDED,
    RankOrder,
    Verdict,
    skip_what_does_not_fit,
    stop_at_first,
)

RANK_ORDER: Mapping[Method, RankOrder] = {
    Method.STOP: stop_at_first,
    Method.SKIP: skip_what_does_not_fit,
}


def select(candidates: Iterable[Candidate], rules: Rules, method: Method, seed: str) -> Selection:
    """Return which candidates are funded, and with how much.

    ``seed``: published; breaks the last ties. The order of ``candidates`` has no influence.
    Raises ``ValueError`` for impossible numbers, ``RefusedError`` for another method.
    """
    ordered = in_rank_order(candidates, seed)
    found = _of(method)(ordered, checked(rules))
    amounts = {id_: each.awarded_cents for id_, each in found.items() if each.outcome in FUNDED}
    return outcome(ordered, amounts, rules)


def verdicts(
    candidates: Iterable[Candidate], rules: Rules, method: Method, seed: str
) -> Mapping[str, Verdict]:
    """Return the verdict of every candidate, in rank order. Arguments and errors as select."""
    return _of(method)(in_rank_order(candidates, seed), checked(rules))


def explain(
    candidates: Iterable[Candidate],
    rules: Rules,
    method: Method,
    seed: str,
    id: str,  # noqa: A002 - the name is part of the contract of the project
) -> Explanation:
    """Return why candidate ``id`` is in or out, and what would have changed it.

    Arguments and errors as :func:`select`; ``KeyError`` for an id that is not a candidate.
    """
    ordered = in_rank_order(candidates, seed)
    positions = {candidate.id: position for position, candidate in enumerate(ordered)}
    return explained(ordered, checked(rules), _of(method), seed, positions[id])


def _of(method: Method) -> RankOrder:
    found = RANK_ORDER.get(method)
    if found is None:
        raise refuse(Text("This selection method is not available yet. Choose another."), "method")
    return found
