"""Which files are funded, by the method that the regulation names (decision 21).

STOP: down the ranking until the first file that does not fit. SKIP: pass over what does not fit
and go on. A file does not fit when it breaks the envelope, the number of projects, the number per
lead partner or an exclusion. Minimums (per region, of small municipalities) cannot change a strict
rank order: STOP and SKIP do not act on them, they state which of them they leave unmet.

QUOTA: down the ranking; a file is funded if and only if some set that satisfies all rules contains
it and all that is funded before it. Without minimums it is SKIP. MERIT: the most merit of all sets
that satisfy all rules. Minimums that cannot be met together are refused by both.

In part: STOP, SKIP and QUOTA award the first file that does not fit in full what is left (QUOTA:
what the minimums leave), if that is at least its stated minimum. MERIT awards nothing in part.

This module loads solvers, so no page imports it: :mod:`subsidy.scoring.domain.in_order` has STOP
and SKIP, `python -m subsidy.scoring.jobs selecting` all four.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules, in_rank_order
from subsidy.scoring.domain.explanation import Explanation
from subsidy.scoring.domain.in_order import RANK_ORDER
from subsidy.scoring.domain.merit import Best, best
from subsidy.scoring.domain.methods import Method, Selection, checked, outcome
from subsidy.scoring.domain.portfolio import EFFORT, UndecidedError
from subsidy.scoring.domain.quota import as_reserved
from subsidy.scoring.domain.rank_order import FUNDED, Outcome, Verdict, under
from subsidy.scoring.domain.reasons import Reasons

__all__ = [
    "Candidate",
    "Explanation",
    "Method",
    "Obstacle",
    "Outcome",
    "Rules",
    "Selection",
    "Verdict",
    "explain",
    "judged",
    "reasons",
    "select",
    "verdicts",
]


def select(
    candidates: Iterable[Candidate],
    rules: Rules,
    method: Method,
    seed: str,
    *,
    effort: float = EFFORT,
) -> Selection:
    """Return which candidates are funded, and with how much.

    ``seed``: published; breaks the last ties. The order of ``candidates`` has no influence.
    ``effort``: of each question of MERIT to the solver, in its own time; with too little the
    outcome breaks no rule and is stated not to be proven optimal.
    Raises ``ValueError`` for impossible numbers, ``RefusedError`` for a method that is not there,
    minimums that cannot be met together, or a question that is too hard.
    """
    return judged(candidates, rules, method, seed, effort=effort)[0]


def verdicts(
    candidates: Iterable[Candidate], rules: Rules, method: Method, seed: str
) -> Mapping[str, Verdict]:
    """Return the verdict of every candidate, in rank order. Arguments and errors as select."""
    return judged(candidates, rules, method, seed)[1]


def judged(
    candidates: Iterable[Candidate],
    rules: Rules,
    method: Method,
    seed: str,
    *,
    effort: float = EFFORT,
) -> tuple[Selection, dict[str, Verdict]]:
    """Return the selection and the verdict of every candidate. Arguments and errors as select."""
    return _judged(in_rank_order(candidates, seed), checked(rules), method, effort)


def reasons(candidates: Iterable[Candidate], rules: Rules, method: Method, seed: str) -> Reasons:
    """Return the reasons for every file: the selection is made once. Errors as select."""

    def judge(
        ordered: Sequence[Candidate], rules: Rules
    ) -> tuple[Selection, Mapping[str, Verdict]]:
        return _judged(ordered, rules, method, EFFORT)

    return Reasons(in_rank_order(candidates, seed), checked(rules), method, seed, judge)


def _judged(
    ordered: Sequence[Candidate], rules: Rules, method: Method, effort: float
) -> tuple[Selection, dict[str, Verdict]]:
    if method is Method.MERIT:
        found = _best(ordered, rules, effort)
        amounts = {c.id: c.amount_cents for c in ordered if c.id in found.funded}
        made = outcome(ordered, amounts, rules)
        made = replace(made, optimal=found.optimal, bound=found.bound, unique=found.unique)
        return made, _chosen(ordered, rules, found.funded)
    said = _down(ordered, rules, method)
    amounts = {id_: each.awarded_cents for id_, each in said.items() if each.outcome in FUNDED}
    return outcome(ordered, amounts, rules), said


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
    why = reasons(candidates, rules, method, seed)
    positions = {candidate.id: position for position, candidate in enumerate(why.ordered)}
    return why.explain(positions[id])


def _down(ordered: Sequence[Candidate], rules: Rules, method: Method) -> dict[str, Verdict]:
    if method is Method.QUOTA:
        return _in_time(ordered, rules)
    found = RANK_ORDER.get(method)
    if found is None:
        raise refuse(Text("This selection method is not available yet. Choose another."), "method")
    return found(ordered, rules)


def _in_time(ordered: Sequence[Candidate], rules: Rules) -> dict[str, Verdict]:
    try:
        return as_reserved(ordered, rules)
    except UndecidedError:
        raise _too_hard() from None


def _best(ordered: Sequence[Candidate], rules: Rules, effort: float) -> Best:
    try:
        return best(ordered, rules, effort=effort)
    except UndecidedError:
        raise _too_hard() from None


def _chosen(
    ordered: Sequence[Candidate], rules: Rules, funded: frozenset[str]
) -> dict[str, Verdict]:
    left = rules.envelope_cents - sum(c.amount_cents for c in ordered if c.id in funded)

    def verdict(candidate: Candidate) -> Verdict:
        if candidate.id in funded:
            return Verdict(Outcome.FUNDED, candidate.amount_cents, left)
        return under(candidate, rules, left) or Verdict(Outcome.NOT_CHOSEN, 0, left)

    return {candidate.id: verdict(candidate) for candidate in ordered}


def _too_hard() -> Exception:
    return refuse(
        Text(
            "The selection is too hard to compute with these rules. "
            "Make a rule simpler, or choose another method."
        )
    )
