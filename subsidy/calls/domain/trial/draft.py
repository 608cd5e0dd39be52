"""The part of a draft that can be tried out: what cannot be read is named and left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from subsidy.calls.domain.regulation import Regulation, faults, readable
from subsidy.calls.domain.rules import RULES, Requirement, Terms, explain
from subsidy.calls.domain.trial.unwritten import partly
from subsidy.core.errors import Refusal
from subsidy.core.text import Text

# Which part of the data each of the terms stands in.
_PLACES: Mapping[str, str] = {
    "bedragen.minimum": "minimum",
    "bedragen.maximum": "maximum",
    "bedragen.minimum_per_partner": "partner_minimum",
    "project.eerste_dag": "first_day",
    "project.laatste_dag": "last_day",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a trial runs: the rules that can be read, and the terms as far as they can be read.

    ``unreadable``: everything that the draft does not say, or says in a way that cannot be read.
    ``whole``: whether all of the terms can be read.
    """

    requirements: tuple[Requirement, ...]
    terms: Terms
    unreadable: tuple[Refusal, ...] = ()
    whole: bool = True

    def says(self, requirement: Requirement) -> Text:
        """Return the rule as the regulation states it; its name while amounts or days lack."""
        if self.whole:
            return explain(requirement, self.terms)
        return Text(RULES[requirement.rule].name)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The keys of the rules that cannot be tried, as their numbers cannot be read."""
        return tuple(rule.key for rule in RULES.values() if _of(rule.word, self.unreadable))


def draft_of(data: Mapping[str, object]) -> Draft:
    """Read a draft as far as it goes; nothing is refused."""
    regulation, found = readable(data), faults(data)
    lacking = tuple(_unreadable_terms(found))
    return Draft(
        requirements=tuple(_readable_rules(regulation, found)),
        terms=partly(regulation.terms, lacking),
        unreadable=found,
        whole=not lacking,
    )


def _readable_rules(regulation: Regulation, found: Sequence[Refusal]) -> Iterator[Requirement]:
    for requirement in regulation.requirements:
        if not _of(RULES[requirement.rule].word, found):
            yield requirement


def _of(word: str, found: Sequence[Refusal]) -> bool:
    place = f"regels.{word}"
    return any(f"{fault.place}.".startswith(f"{place}.") for fault in found)


def _unreadable_terms(found: Sequence[Refusal]) -> Iterator[str]:
    for fault in found:
        if (term := _PLACES.get(fault.place or "")) is not None:
            yield term
