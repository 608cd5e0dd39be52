"""The rule library: every rule a call can have, and the judgement of a dossier by a call's rules.

A new rule is one ``Rule`` in one of the files beside this one, and its name in ``_LIBRARY``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules.amounts import AMOUNT_BETWEEN, MINIMUM_PER_PARTNER, PERIOD_WITHIN
from subsidy.calls.domain.rules.base import (
    Finding,
    Kind,
    Outcome,
    Parameter,
    Params,
    Rule,
    Terms,
)
from subsidy.calls.domain.rules.cooperation import (
    LARGE_AND_SMALL,
    LEAD_LOCAL_AUTHORITY,
    MINIMUM_MUNICIPALITIES,
    WITHIN_REGIONS,
)
from subsidy.calls.domain.rules.lasting import (
    CONTINUITY_PLAN_COMPLETE,
    SCALING_PLAN_COMPLETE,
    promise_gaps,
    realisation_gaps,
)
from subsidy.core.errors import Refusal
from subsidy.core.text import Text

__all__ = [
    "RULES",
    "Finding",
    "Kind",
    "Outcome",
    "Parameter",
    "Params",
    "Requirement",
    "Rule",
    "Terms",
    "evaluate",
    "explain",
    "promise_gaps",
    "realisation_gaps",
    "requirement_faults",
]

_LIBRARY = (
    LEAD_LOCAL_AUTHORITY,
    MINIMUM_MUNICIPALITIES,
    LARGE_AND_SMALL,
    WITHIN_REGIONS,
    AMOUNT_BETWEEN,
    MINIMUM_PER_PARTNER,
    PERIOD_WITHIN,
    CONTINUITY_PLAN_COMPLETE,
    SCALING_PLAN_COMPLETE,
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in _LIBRARY})


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule that a call uses, with the numbers the call fills in."""

    rule: str
    params: Params


def evaluate(
    requirements: Iterable[Requirement], dossier: Dossier, terms: Terms
) -> tuple[Finding, ...]:
    """Judge a dossier by every rule of its call, in the order of the call."""
    return tuple(
        RULES[requirement.rule].evaluate(dossier, terms, requirement.params)
        for requirement in requirements
    )


def explain(requirement: Requirement, terms: Terms) -> Text:
    """Return the rule as the regulation states it, numbers filled in."""
    return RULES[requirement.rule].explain(terms, requirement.params)


def requirement_faults(requirements: Sequence[Requirement]) -> list[Refusal]:
    """Return why these rules cannot be those of a call, all reasons at once."""
    return [fault for requirement in requirements for fault in _faults(requirement)] + [
        Refusal(Text("This rule is there twice. Leave one out."), f"rules.{key}")
        for key in sorted(_repeated(requirement.rule for requirement in requirements))
    ]


def _repeated(keys: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {key for key in keys if key in seen or seen.add(key)}  # type: ignore[func-returns-value]  # add returns None on purpose


def _faults(requirement: Requirement) -> Iterator[Refusal]:
    place = f"rules.{requirement.rule}"
    rule = RULES.get(requirement.rule)
    if rule is None:
        yield Refusal(
            Text(
                "There is no rule “%(rule)s”. Choose from: %(rules)s.",
                rule=requirement.rule,
                rules=tuple(RULES),
            ),
            place,
        )
        return
    for key, text in rule.objections(requirement.params):
        yield Refusal(text, f"{place}.{key}")
