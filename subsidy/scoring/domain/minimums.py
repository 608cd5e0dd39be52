"""The minimums of the rules: whether they are reached, and which cannot be met together."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.portfolio import Portfolio

Minimum = tuple[str, str]
"""Kind ("projects", "cents", "small") and region; "" for the small municipalities."""


def minimums(rules: Rules) -> tuple[Minimum, ...]:
    """Return the minimums above zero, in a fixed order."""
    return (
        *(("projects", region) for region, n in sorted(rules.region_minimum_projects.items()) if n),
        *(("cents", region) for region, n in sorted(rules.region_minimum_cents.items()) if n),
        *((("small", ""),) if rules.minimum_small_reached else ()),
    )


def keeping(rules: Rules, kept: Sequence[Minimum]) -> Rules:
    """Return the rules with only these minimums."""
    projects = {r: n for r, n in rules.region_minimum_projects.items() if ("projects", r) in kept}
    cents = {r: n for r, n in rules.region_minimum_cents.items() if ("cents", r) in kept}
    return replace(
        rules,
        region_minimum_projects=MappingProxyType(projects),
        region_minimum_cents=MappingProxyType(cents),
        minimum_small_reached=rules.minimum_small_reached if ("small", "") in kept else 0,
    )


def impossible(candidates: Sequence[Candidate], rules: Rules) -> RefusedError:
    """Return the refusal that names minimums that cannot be met together.

    Of these none can be left out: without any one of them the others can be met.
    """
    kept = list(minimums(rules))
    for one in tuple(kept):
        fewer = [each for each in kept if each != one]
        if Portfolio(candidates, keeping(rules, fewer)).solve() is None:
            kept = fewer
    together = tuple(in_words(rules, one) for one in kept)
    if len(together) == 1:
        return refuse(
            Text("The rules of the call cannot be met: %(minimum)s.", minimum=together[0])
        )
    return refuse(
        Text("The rules of the call cannot be met together: %(minimums)s.", minimums=together)
    )


def in_words(rules: Rules, minimum: Minimum) -> Text:
    """Return a minimum as a part of a sentence."""
    kind, region = minimum
    if kind == "projects":
        return plural(
            "at least one project in region %(region)s",
            "at least %(n)s projects in region %(region)s",
            rules.region_minimum_projects[region],
            region=region,
        )
    if kind == "cents":
        return Text(
            "at least %(least)s for region %(region)s",
            least=Money(rules.region_minimum_cents[region]),
            region=region,
        )
    return plural(
        "at least one small municipality",
        "at least %(n)s small municipalities",
        rules.minimum_small_reached,
    )
