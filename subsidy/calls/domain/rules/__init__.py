"""The rule library: every rule a call can have, and the judgement of a dossier by a call's rules.

A rule is one file beside this one with one ``RULE``; nothing else has to know of it. Pages,
documents, letters, exports and ``docs/rules.md`` read the library.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules
from types import MappingProxyType

from subsidy.calls.domain.dossier import Dossier, Fact
from subsidy.calls.domain.rules.base import (
    Example,
    Finding,
    Kind,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
    Weight,
)
from subsidy.calls.domain.rules.gaps import promise_gaps, realisation_gaps
from subsidy.core.errors import Refusal
from subsidy.core.text import Text

__all__ = [
    "RULES",
    "Example",
    "Finding",
    "Kind",
    "Outcome",
    "Parameter",
    "Params",
    "Requirement",
    "Rule",
    "Sentences",
    "Terms",
    "Theme",
    "Verdict",
    "Weight",
    "asked_facts",
    "by_theme",
    "evaluate",
    "explain",
    "outcome_of",
    "promise_gaps",
    "realisation_gaps",
    "requirement_faults",
    "rule_of_word",
    "scan",
]

_LIBRARY: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_LIBRARY)
"""The rules by their key, in the order in which every page and document shows them."""


def scan() -> None:
    """Find the rules again: every module of this package that has a ``RULE``."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    rules: list[Rule] = [module.RULE for module in modules if hasattr(module, "RULE")]
    _LIBRARY.clear()
    _LIBRARY.update((rule.key, rule) for rule in sorted(rules, key=lambda rule: rule.place))


scan()


def by_theme() -> tuple[tuple[Theme, tuple[Rule, ...]], ...]:
    """Return the library as the editor shows it; a theme without a rule is left out."""
    return tuple(
        (theme, tuple(rules))
        for theme, rules in groupby(RULES.values(), key=lambda rule: rule.theme)
    )


def rule_of_word(word: str) -> Rule | None:
    """Return the rule with this Dutch name in a regulation file."""
    return next((rule for rule in RULES.values() if rule.word == word), None)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule that a call uses, with the numbers the call fills in and what it weighs."""

    rule: str
    params: Params
    weight: Weight = Weight.KNOCK_OUT


def evaluate(
    requirements: Iterable[Requirement], dossier: Dossier, terms: Terms
) -> tuple[Finding, ...]:
    """Judge a dossier by every rule of its call, in the order of the call."""
    return tuple(
        RULES[requirement.rule].judge(dossier, terms, requirement.params, requirement.weight)
        for requirement in requirements
    )


def outcome_of(requirement: Requirement, dossier: Dossier, terms: Terms) -> Outcome:
    """Return what a rule finds, without the words for it: a trial asks it thousands of times."""
    return RULES[requirement.rule].evaluate(dossier, terms, requirement.params).outcome


def explain(requirement: Requirement, terms: Terms) -> Text:
    """Return the rule as the regulation states it, numbers filled in."""
    return RULES[requirement.rule].explain(terms, requirement.params)


def asked_facts(requirements: Iterable[Requirement]) -> frozenset[Fact]:
    """Return the facts that are asked or looked up only for some of these rules."""
    return frozenset(fact for each in requirements for fact in RULES[each.rule].asks)


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
