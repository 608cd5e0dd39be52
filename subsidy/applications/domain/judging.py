"""What an officer finds of the rules of a call, beside what the application computed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.calls.domain.rules import RULES, Finding, Outcome
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

LONGEST_REASON = 1_000


class Verdict(Labelled):
    """What the officer says of what was computed."""

    CONFIRMED = "confirmed", N_("confirmed by the officer"), "grey"
    MET = "met", N_("met, by judgement of the officer"), "green"
    NOT_MET = "not_met", N_("not met, by judgement of the officer"), "red"


OUTCOMES = {Verdict.MET: Outcome.MET, Verdict.NOT_MET: Outcome.NOT_MET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an officer chooses for one rule."""

    rule: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Judgement):
    """A judgement that is kept: who, when, and what was computed then.

    ``number``: how many were kept of this file by then, this one included.
    """

    computed: Outcome
    by: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule as computed, with the judgement beside it: never instead of it."""

    finding: Finding
    given: Given | None = None

    @property
    def outcome(self) -> Outcome:
        """What counts: the judgement that differs, else what was computed."""
        if self.given is None:
            return self.finding.outcome
        return OUTCOMES.get(self.given.verdict, self.finding.outcome)

    @property
    def overridden(self) -> bool:
        return self.given is not None and self.given.verdict is not Verdict.CONFIRMED

    @property
    def blocks(self) -> bool:
        return not self.finding.advice and self.outcome is not Outcome.MET

    @property
    def name(self) -> Text:
        return Text(RULES[self.finding.rule].name)


def beside(findings: Sequence[Finding], given: Mapping[str, Given]) -> tuple[Ruled, ...]:
    """Set the judgements beside what was computed."""
    return tuple(Ruled(one, given.get(one.rule)) for one in findings)


def number_kept(given: Mapping[str, Given]) -> int:
    """Return how many judgements of a file were ever kept; ``given``: the last of each rule."""
    return max((one.number for one in given.values()), default=0)


def choices(finding: Finding) -> tuple[Verdict, ...]:
    """Return what an officer can say: confirm, or say something else than what was computed."""
    others = (v for v, outcome in OUTCOMES.items() if outcome is not finding.outcome)
    return (Verdict.CONFIRMED, *others)


def unfit(findings: Sequence[Finding], judgements: Sequence[Judgement]) -> Iterator[Refusal]:
    """Say all that is wrong with judgements, each at its place."""
    known = {one.rule: one for one in findings}
    for one in judgements:
        found = known.get(one.rule)
        if found is None or one.verdict not in choices(found):
            yield Refusal(Text("Choose from the list."), f"verdict-{one.rule}")
        elif one.verdict is not Verdict.CONFIRMED and not one.reason.strip():
            text = N_("Write why you judge this rule differently.")
            yield Refusal(Text(text), f"reason-{one.rule}")
        if len(one.reason) > LONGEST_REASON:
            text = N_("Use at most %(limit)s characters.")
            yield Refusal(Text(text, limit=LONGEST_REASON), f"reason-{one.rule}")


def standing(ruled: Sequence[Ruled]) -> Iterator[Refusal]:
    """Say which conditions stand in the way of an admission."""
    for one in ruled:
        if one.blocks:
            text = N_(
                "“%(rule)s” is %(outcome)s. Judge this rule as met with a reason, "
                "or declare the application inadmissible."
            )
            named = Text(text, rule=one.name, outcome=one.outcome.label)
            yield Refusal(named, f"verdict-{one.finding.rule}")


def changed(judgements: Sequence[Judgement], given: Mapping[str, Given]) -> Iterator[Judgement]:
    """Return the judgements that say something else than the last one of their rule."""
    for one in judgements:
        last = given.get(one.rule)
        reason = one.reason.strip()
        if last is None or (last.verdict, last.reason) != (one.verdict, reason):
            yield Judgement(rule=one.rule, verdict=one.verdict, reason=reason)
