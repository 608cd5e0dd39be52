"""The life of an application, as rules without I/O."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules import Finding
from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action


class Status(Labelled):
    """Where an application is."""

    DRAFT = "draft", N_("draft, not submitted yet"), "yellow"
    SUBMITTED = "submitted", N_("submitted"), "blue"
    WITHDRAWN = "withdrawn", N_("withdrawn"), "grey"
    ADMISSIBLE = "admissible", N_("admissible"), "green"
    INADMISSIBLE = "inadmissible", N_("inadmissible"), "red"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a transition of an application may depend on."""

    now: datetime
    opens_at: datetime
    closes_at: datetime
    dossier: Dossier
    findings: Sequence[Finding] = ()
    missing: Sequence[Refusal] = ()
    unsigned: Sequence[str] = field(default=())
    reason: str = ""
    obstacles: Sequence[Refusal] = ()  # what stands in the way of a judgement, found elsewhere


def in_time(facts: Facts) -> Sequence[Refusal]:
    """Hold to the half-open interval ``[opens_at, closes_at)``, by the instant of arrival."""
    if is_open(facts.opens_at, facts.closes_at, facts.now):
        return ()
    if facts.now < facts.opens_at:
        return [Refusal(Text("The call opens on %(at)s. Come back then.", at=facts.opens_at))]
    return [
        Refusal(
            Text(
                "The call closed on %(at)s. Your request arrived on %(now)s, so it is too late.",
                at=facts.closes_at,
                now=facts.now,
            )
        )
    ]


def ready_to_submit(facts: Facts) -> Sequence[Refusal]:
    """All that stands between a draft and its submission, at once."""
    refusals = [*in_time(facts), *facts.missing]
    refusals.extend(
        Refusal(finding.remedy or finding.sentence, "rules")
        for finding in facts.findings
        if finding.blocks
    )
    refusals.extend(
        Refusal(Text("%(partner)s must still sign the application.", partner=name), "signatures")
        for name in facts.unsigned
    )
    return refusals


def closed(facts: Facts) -> Sequence[Refusal]:
    if facts.now >= facts.closes_at:
        return ()
    return [Refusal(Text("Wait until the call has closed, on %(at)s.", at=facts.closes_at))]


def ready_to_judge(facts: Facts) -> Sequence[Refusal]:
    """Say all that stands between a submitted file and its judgement, at once."""
    return [*closed(facts), *facts.obstacles]


def ready_with_reason(facts: Facts) -> Sequence[Refusal]:
    refusals = list(ready_to_judge(facts))
    if not facts.reason.strip():
        refusals.append(Refusal(Text("Write why the application is not admissible."), "reason"))
    return refusals


DRAFT, SUBMITTED, WITHDRAWN = Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN
ADMISSIBLE, INADMISSIBLE = Status.ADMISSIBLE, Status.INADMISSIBLE

# action                        from                          to          if
LIFECYCLE: Lifecycle[Status, Action, Facts] = Lifecycle(
    DRAFT,
    Transition(Action.SUBMIT_APPLICATION, frozenset({DRAFT}), SUBMITTED, ready_to_submit),
    Transition(Action.WITHDRAW_APPLICATION, frozenset({DRAFT, SUBMITTED}), WITHDRAWN, in_time),
    Transition(Action.REOPEN_APPLICATION, frozenset({SUBMITTED, WITHDRAWN}), DRAFT, in_time),
    Transition(Action.ADMIT_APPLICATION, frozenset({SUBMITTED}), ADMISSIBLE, ready_to_judge),
    Transition(Action.REJECT_APPLICATION, frozenset({SUBMITTED}), INADMISSIBLE, ready_with_reason),
)
