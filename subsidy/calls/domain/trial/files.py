"""A draft regulation tried out on applications that exist: what each rule finds in each of them."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules import Outcome, Requirement, Weight
from subsidy.calls.domain.trial.court import Answer, judged
from subsidy.calls.domain.trial.draft import Draft
from subsidy.calls.domain.trial.unwritten import Writer, looked_up
from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Verdict(Labelled):
    """What would become of an application."""

    LET_IN = "let_in", N_("would be let in"), "green"
    KEPT_OUT = "kept_out", N_("would be kept out"), "red"
    UNKNOWN = "unknown", N_("cannot be said yet"), "yellow"


@dataclass(frozen=True, slots=True)
class TriedFile:
    """One application.

    ``answers``: what each rule of the draft finds; AGENCY: the rule cannot be tried.
    ``verdict``: whether the conditions that could be tried let it in (advice stops nobody).
    """

    answers: tuple[Answer, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many applications meet one rule; ``only``: for how many it is all that fails."""

    requirement: Requirement
    tried: bool
    met: int = 0
    not_met: int = 0
    unknown: int = 0
    only: int = 0


def try_file(draft: Draft, dossier: Dossier) -> TriedFile:
    asked = looked_up(dossier)
    answers = tuple(judged(each, asked, draft.terms) for each in draft.requirements)
    binding = {
        answer
        for answer, each in zip(answers, draft.requirements, strict=True)
        if each.weight is not Weight.ADVICE
    }
    return TriedFile(answers, _verdict(binding))


def _verdict(binding: AbstractSet[Answer]) -> Verdict:
    if Outcome.NOT_MET in binding:
        return Verdict.KEPT_OUT
    return Verdict.UNKNOWN if Outcome.UNKNOWN in binding else Verdict.LET_IN


def per_rule(draft: Draft, files: Sequence[TriedFile]) -> tuple[RuleCount, ...]:
    """Return what each rule does to the applications, in the order of the draft."""
    alone = Counter(place for file in files for place in _alone(draft, file))
    return tuple(
        _count(requirement, [file.answers[place] for file in files], alone[place])
        for place, requirement in enumerate(draft.requirements)
    )


def _alone(draft: Draft, file: TriedFile) -> Sequence[int]:
    """Return the place of the one condition that keeps an application out; advice keeps nobody."""
    failing = [
        place
        for place, requirement in enumerate(draft.requirements)
        if requirement.weight is not Weight.ADVICE and file.answers[place] is Outcome.NOT_MET
    ]
    return failing if len(failing) == 1 else ()


def _count(requirement: Requirement, answers: Sequence[Answer], only: int) -> RuleCount:
    found = Counter(answers)
    return RuleCount(
        requirement,
        tried=Writer.AGENCY not in found,
        met=found[Outcome.MET],
        not_met=found[Outcome.NOT_MET],
        unknown=found[Outcome.UNKNOWN],
        only=only,
    )


def strictest(counts: Sequence[RuleCount]) -> RuleCount | None:
    """Return the rule that keeps out most applications."""
    excluding = [
        each for each in counts if each.not_met and each.requirement.weight is not Weight.ADVICE
    ]
    return max(excluding, key=lambda each: (each.not_met, each.only), default=None)
