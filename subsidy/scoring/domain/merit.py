"""The most merit under all rules, proven in whole numbers (decision 21, MERIT).

HiGHS finds, whole numbers verify, CP-SAT certifies: it proves that no allowed set has one hundredth
more. Of sets with equally much merit: most small municipalities reached, then least spent, then the
best by rank (of two sets, the one with the highest file in which they differ). Nothing is awarded
in part. Nemhauser & Wolsey, Integer and Combinatorial Optimization (1988), for the no-good cut.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from subsidy.scoring.domain.constraints import Candidate, Rules, is_eligible
from subsidy.scoring.domain.methods import unmet
from subsidy.scoring.domain.minimums import impossible
from subsidy.scoring.domain.portfolio import EFFORT, Portfolio, UndecidedError
from subsidy.scoring.domain.relaxed import most_merit

BLOCK = 40  # files of which one question decides who is best by rank


@dataclass(frozen=True, slots=True)
class Best:
    """The set with most merit. ``bound``: no allowed set has more; ``unique``: before rank."""

    funded: frozenset[str]
    merit: int
    bound: int
    optimal: bool
    unique: bool


@dataclass(frozen=True, slots=True)
class Value:
    """What is compared before rank: merit in hundredths, small municipalities, cents."""

    merit: int
    small: int
    spent: int


def best(
    ordered: Sequence[Candidate],
    rules: Rules,
    inside: Collection[str] = (),
    effort: float = EFFORT,
) -> Best:
    """Return the best set (that holds ``inside``).

    ``effort``: of each question to the solver; too little gives ``optimal`` False, never a set
    that breaks a rule. Raises RefusedError when no set meets the rules, UndecidedError when the
    effort was too little to find any.
    """
    found = most(ordered, rules, inside, effort)
    if found is None:
        raise impossible(ordered, rules)
    funded, bound = found
    value = value_of(ordered, rules, funded)
    if bound > value.merit:
        return Best(funded, value.merit, bound, optimal=False, unique=False)
    try:
        funded, unique = _ties(ordered, rules, inside, funded)
    except UndecidedError:
        return Best(funded, value.merit, bound, optimal=False, unique=False)
    return Best(funded, value.merit, bound, optimal=True, unique=unique)


def most(
    ordered: Sequence[Candidate],
    rules: Rules,
    inside: Collection[str] = (),
    effort: float = EFFORT,
) -> tuple[frozenset[str], int] | None:
    """Return a set with most merit and the most that any set can have, None when there is none."""
    found = most_merit(ordered, rules, inside)
    if found is None or not allowed(ordered, rules, found):
        return _searched(ordered, rules, inside, found, effort)
    reached = value_of(ordered, rules, found).merit
    more = _holding(ordered, rules, inside)
    more.model.add(more.merit >= reached + 1)
    better, proven = more.search(effort=effort)
    if better is None and proven:
        return found, reached
    return _searched(ordered, rules, inside, found if better is None else better[0], effort)


def _searched(
    ordered: Sequence[Candidate],
    rules: Rules,
    inside: Collection[str],
    hint: Collection[str] | None,
    effort: float,
) -> tuple[frozenset[str], int] | None:
    """Return what CP-SAT alone finds."""
    portfolio = _holding(ordered, rules, inside)
    portfolio.model.maximize(portfolio.merit)
    found, proven = portfolio.search(hint, effort)
    if found is not None:
        return found[0], found[1] if proven else found[2]
    if proven:
        return None
    if hint is None or not allowed(ordered, rules, hint):
        raise UndecidedError
    return frozenset(hint), _ceiling(ordered, rules)


def _ceiling(ordered: Sequence[Candidate], rules: Rules) -> int:
    """Return merit that no set passes, without solving: of as many files as may be funded."""
    merits = sorted((c.merit for c in ordered if is_eligible(c, rules)), reverse=True)
    return sum(merits[: rules.max_projects])


def allowed(ordered: Sequence[Candidate], rules: Rules, funded: Collection[str]) -> bool:
    """Whether a set breaks no rule, in whole numbers."""
    chosen = [c for c in ordered if c.id in funded]
    amounts = {c.id: c.amount_cents for c in chosen}
    leads = [c.lead for c in chosen]
    broken = (
        sum(amounts.values()) > rules.envelope_cents,
        rules.max_projects is not None and len(chosen) > rules.max_projects,
        rules.max_per_lead is not None
        and max(map(leads.count, leads), default=0) > rules.max_per_lead,
        any(len(amounts.keys() & set(group)) > 1 for group in rules.groups),
        any(unmet(chosen, amounts, rules)),
    )
    return not any(broken)


def value_of(ordered: Sequence[Candidate], rules: Rules, funded: Collection[str]) -> Value:
    chosen = [c for c in ordered if c.id in funded]
    reached = {name for c in chosen for name in c.municipalities}
    return Value(
        merit=sum(c.merit for c in chosen),
        small=len(reached & set(rules.small_municipalities)),
        spent=sum(c.amount_cents for c in chosen),
    )


def _holding(ordered: Sequence[Candidate], rules: Rules, inside: Collection[str]) -> Portfolio:
    amounts = {c.id: c.amount_cents for c in ordered if c.id in inside}
    return Portfolio(ordered, rules, amounts)


def _ties(
    ordered: Sequence[Candidate],
    rules: Rules,
    inside: Collection[str],
    funded: frozenset[str],
) -> tuple[frozenset[str], bool]:
    """Return the best of all sets with this merit, and whether it is so before rank."""
    merit = value_of(ordered, rules, funded).merit
    alone = _holding(ordered, rules, inside)
    alone.model.add(alone.merit == merit)
    alone.forbid(funded)
    if alone.solve() is None:
        return funded, True
    portfolio = _holding(ordered, rules, inside)
    portfolio.model.add(portfolio.merit == merit)
    if rules.small_municipalities:
        portfolio.model.maximize(portfolio.small)
        funded = portfolio.solve(funded) or funded
        portfolio.model.add(portfolio.small == value_of(ordered, rules, funded).small)
    portfolio.model.minimize(portfolio.spent)
    funded = portfolio.solve(funded) or funded
    portfolio.model.add(portfolio.spent == value_of(ordered, rules, funded).spent)
    other = _another(ordered, rules, inside, funded)
    if other is None:
        return funded, True
    return _by_rank(ordered, rules, portfolio), False


def _another(
    ordered: Sequence[Candidate],
    rules: Rules,
    inside: Collection[str],
    funded: frozenset[str],
) -> frozenset[str] | None:
    """Return another set that is as good before rank, None when there is none."""
    value = value_of(ordered, rules, funded)
    portfolio = _holding(ordered, rules, inside)
    portfolio.model.add(portfolio.merit == value.merit)
    portfolio.model.add(portfolio.small == value.small)
    portfolio.model.add(portfolio.spent == value.spent)
    portfolio.forbid(funded)
    return portfolio.solve()


def _by_rank(ordered: Sequence[Candidate], rules: Rules, portfolio: Portfolio) -> frozenset[str]:
    """Return the best by rank of the sets that are left."""
    coming = [c for c in ordered if c.id in portfolio.chosen and is_eligible(c, rules)]
    found: frozenset[str] = frozenset()
    for start in range(0, len(coming), BLOCK):
        block = coming[start : start + BLOCK]
        found = portfolio.heaviest({c.id: 1 << (BLOCK - 1 - i) for i, c in enumerate(block)})
        for candidate in block:
            portfolio.model.add(portfolio.chosen[candidate.id] == int(candidate.id in found))
    return found
