"""Which files are funded, by the method that the regulation names (decision 21).

STOP, the only method so far: down the ranking until the first file that does not fit. A file does
not fit when it breaks the envelope, the number of projects, the number per lead partner or an
exclusion. Minimums (per region, of small municipalities) cannot change a strict rank order: STOP
does not act on them, it states which of them it leaves unmet.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from subsidy.core.errors import refuse
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text, plural
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules, in_rank_order
from subsidy.scoring.domain.explanation import Explanation, explained
from subsidy.scoring.domain.rank_order import Outcome, Verdict, stop_at_first

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
    "select",
    "verdicts",
]


class Method(Labelled):
    """How the regulation selects."""

    STOP = "stop", N_("down the ranking, stop at the first file that does not fit")


_METHODS: Mapping[str, Callable[[Sequence[Candidate], Rules], dict[str, Verdict]]] = {
    Method.STOP: stop_at_first
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome of a selection.

    ``funded``: ids in rank order; ``amounts``: cents per funded id; ``merit``: the sum of their
    merit in hundredths; ``spent_cents``. ``optimal``: proven to be what the method prescribes;
    ``bound``: no outcome of the method has more merit; ``unique``: no other outcome follows from
    the same ranking. STOP leaves no choice: always optimal and unique.
    ``unmet``: minimums of the rules that this outcome does not reach.
    """

    funded: tuple[str, ...]
    amounts: Mapping[str, int]
    merit: int
    spent_cents: int
    optimal: bool
    bound: int
    unique: bool
    unmet: tuple[Text, ...] = ()


def select(
    candidates: Iterable[Candidate],
    rules: Rules,
    method: Method,
    seed: str,
) -> Selection:
    """Return which candidates are funded, and with how much.

    ``seed``: published; breaks the last ties. The order of ``candidates`` has no influence.
    Raises ``ValueError`` for impossible numbers, ``RefusedError`` for a method that is not there.
    """
    ordered = in_rank_order(candidates, seed)
    found = _method(method)(ordered, _checked(rules))
    funded = [candidate for candidate in ordered if _is_funded(found[candidate.id])]
    amounts = {candidate.id: found[candidate.id].awarded_cents for candidate in funded}
    merit = sum(candidate.merit for candidate in funded)
    return Selection(
        funded=tuple(amounts),
        amounts=MappingProxyType(amounts),
        merit=merit,
        spent_cents=sum(amounts.values()),
        optimal=True,
        bound=merit,
        unique=True,
        unmet=tuple(_unmet(funded, amounts, rules)),
    )


def verdicts(
    candidates: Iterable[Candidate],
    rules: Rules,
    method: Method,
    seed: str,
) -> Mapping[str, Verdict]:
    """Return the verdict of every candidate, in rank order. Arguments and errors as select."""
    return _method(method)(in_rank_order(candidates, seed), _checked(rules))


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
    return explained(ordered, _checked(rules), _method(method), seed, positions[id])


def _method(method: Method) -> Callable[[Sequence[Candidate], Rules], dict[str, Verdict]]:
    found = _METHODS.get(method)
    if found is None:
        raise refuse(Text("This selection method is not available yet. Choose another."), "method")
    return found


def _checked(rules: Rules) -> Rules:
    limits = (rules.envelope_cents, rules.threshold, rules.minimum_small_reached)
    optional = (rules.max_projects, rules.max_per_lead)
    if min(*limits, *(limit for limit in optional if limit is not None)) < 0:
        raise ValueError("a limit must be zero or more")
    return rules


def _is_funded(verdict: Verdict) -> bool:
    return verdict.outcome in {Outcome.FUNDED, Outcome.PARTIAL}


def _unmet(
    funded: Sequence[Candidate],
    amounts: Mapping[str, int],
    rules: Rules,
) -> Iterable[Text]:
    for region, least in sorted(rules.region_minimum_projects.items()):
        count = sum(candidate.region_cents.get(region, 0) > 0 for candidate in funded)
        if count < least:
            yield plural(
                "Region %(region)s must have at least one project and has %(count)s.",
                "Region %(region)s must have at least %(n)s projects and has %(count)s.",
                least,
                region=region,
                count=count,
            )
    for region, cents in sorted(rules.region_minimum_cents.items()):
        spent = sum(_spent(candidate, region, amounts) for candidate in funded)
        if spent < cents:
            yield Text(
                "Region %(region)s must receive at least %(least)s and receives %(spent)s.",
                region=region,
                least=Money(cents),
                spent=Money(spent),
            )
    yield from _small_unmet(funded, rules)


def _spent(candidate: Candidate, region: str, amounts: Mapping[str, int]) -> int:
    """Return the cents spent in a region; of a partial award the same part, rounded down."""
    full = candidate.region_cents.get(region, 0)
    asked = candidate.amount_cents
    return full * amounts[candidate.id] // asked if asked else full


def _small_unmet(funded: Sequence[Candidate], rules: Rules) -> Iterable[Text]:
    reached = {name for candidate in funded for name in candidate.municipalities}
    count = len(reached & set(rules.small_municipalities))
    if count < rules.minimum_small_reached:
        yield plural(
            "At least one small municipality must be reached; %(count)s is reached.",
            "At least %(n)s small municipalities must be reached; %(count)s are reached.",
            rules.minimum_small_reached,
            count=count,
        )
