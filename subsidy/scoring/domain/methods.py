"""The methods of selection, what each answers, and which minimums an outcome leaves unmet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text, plural
from subsidy.scoring.domain.constraints import Candidate, Rules


class Method(Labelled):
    """How the regulation selects (decision 21)."""

    STOP = "stop", N_("down the ranking, stop at the first file that does not fit")
    SKIP = "skip", N_("down the ranking, pass over what does not fit")
    QUOTA = "quota", N_("down the ranking, as far as the reserved minimums allow")
    MERIT = "merit", N_("the most points in all that the rules allow")


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome of a selection.

    ``funded``: ids in rank order; ``amounts``: cents per funded id; ``merit``: the sum of their
    merit in hundredths; ``spent_cents``. ``optimal``: proven to be what the method prescribes;
    ``bound``: no outcome of the method has more merit; ``unique``: no other outcome follows from
    the same ranking. STOP, SKIP and QUOTA leave no choice: always optimal and unique.
    ``unmet``: minimums of the rules that this outcome does not reach (STOP and SKIP only).
    """

    funded: tuple[str, ...]
    amounts: Mapping[str, int]
    merit: int
    spent_cents: int
    optimal: bool
    bound: int
    unique: bool
    unmet: tuple[Text, ...] = ()


def outcome(
    ordered: Sequence[Candidate],
    amounts: Mapping[str, int],
    rules: Rules,
) -> Selection:
    """Return the outcome in which these ids get these cents and nothing else is possible."""
    funded = [candidate for candidate in ordered if candidate.id in amounts]
    merit = sum(candidate.merit for candidate in funded)
    return Selection(
        funded=tuple(candidate.id for candidate in funded),
        amounts=MappingProxyType({candidate.id: amounts[candidate.id] for candidate in funded}),
        merit=merit,
        spent_cents=sum(amounts.values()),
        optimal=True,
        bound=merit,
        unique=True,
        unmet=tuple(unmet(funded, amounts, rules)),
    )


def checked(rules: Rules) -> Rules:
    """Return the rules; raises ``ValueError`` for a limit below zero."""
    limits = (
        rules.envelope_cents,
        rules.threshold,
        rules.minimum_small_reached,
        *rules.region_minimum_projects.values(),
        *rules.region_minimum_cents.values(),
    )
    optional = (rules.max_projects, rules.max_per_lead)
    if min(*limits, *(limit for limit in optional if limit is not None)) < 0:
        raise ValueError("a limit must be zero or more")
    return rules


def spent_in(candidate: Candidate, region: str, cents: int) -> int:
    """Return what ``cents`` awarded spends in a region; of a part the same part, rounded down."""
    full = candidate.region_cents.get(region, 0)
    asked = candidate.amount_cents
    return full * cents // asked if asked else full


def unmet(
    funded: Sequence[Candidate],
    amounts: Mapping[str, int],
    rules: Rules,
) -> Iterable[Text]:
    """Give each minimum that is not reached, with what is."""
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
        spent = sum(spent_in(candidate, region, amounts[candidate.id]) for candidate in funded)
        if spent < cents:
            yield Text(
                "Region %(region)s must receive at least %(least)s and receives %(spent)s.",
                region=region,
                least=Money(cents),
                spent=Money(spent),
            )
    yield from _small_unmet(funded, rules)


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
