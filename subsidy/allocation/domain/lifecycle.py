"""The lives of an allocation round and of a claim on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action


class RoundStatus(Labelled):
    """Where a round is."""

    DRAFT = "draft", N_("draft round"), "grey"
    PROPOSED = "proposed", N_("proposed round, waits for approval"), "yellow"
    OPENED = "opened", N_("opened round"), "green"


class ClaimStatus(Labelled):
    """Where a claim is."""

    DRAFT = "draft", N_("draft claim, not submitted yet"), "yellow"
    SUBMITTED = "submitted", N_("submitted claim"), "blue"
    WITHDRAWN = "withdrawn", N_("withdrawn claim"), "grey"


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """Everything a transition of a round may depend on."""

    actor_id: int
    prepared_by_id: int | None
    faults: Sequence[Refusal] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """Everything a transition of a claim may depend on."""

    now: datetime
    opens_at: datetime
    closes_at: datetime
    faults: Sequence[Refusal] = field(default=())


def complete(facts: RoundFacts) -> Sequence[Refusal]:
    return facts.faults


def approved_by_another(facts: RoundFacts) -> Sequence[Refusal]:
    """Who proposed does not open (house rule: two people for every act on money)."""
    own = facts.prepared_by_id == facts.actor_id
    refusals = list(facts.faults)
    if own:
        refusals.append(Refusal(Text("You proposed this round. Ask a colleague to open it.")))
    return refusals


def with_reason(facts: RoundFacts) -> Sequence[Refusal]:
    if facts.reason.strip():
        return ()
    return [Refusal(Text("Write why you return the round."), "reason")]


def in_time(facts: ClaimFacts) -> Sequence[Refusal]:
    if is_open(facts.opens_at, facts.closes_at, facts.now):
        return ()
    return [
        Refusal(
            Text(
                "You can claim from %(opens)s until %(closes)s. Your request arrived on %(now)s.",
                opens=facts.opens_at,
                closes=facts.closes_at,
                now=facts.now,
            )
        )
    ]


def ready_to_claim(facts: ClaimFacts) -> Sequence[Refusal]:
    return [*in_time(facts), *facts.faults]


ROUND_LIFECYCLE: Lifecycle[RoundStatus, Action, RoundFacts] = Lifecycle(
    RoundStatus.DRAFT,
    Transition(
        Action.PROPOSE_ROUND, frozenset({RoundStatus.DRAFT}), RoundStatus.PROPOSED, complete
    ),
    Transition(
        Action.RETURN_ROUND, frozenset({RoundStatus.PROPOSED}), RoundStatus.DRAFT, with_reason
    ),
    Transition(
        Action.OPEN_ROUND,
        frozenset({RoundStatus.PROPOSED}),
        RoundStatus.OPENED,
        approved_by_another,
    ),
)
CLAIM_LIFECYCLE: Lifecycle[ClaimStatus, Action, ClaimFacts] = Lifecycle(
    ClaimStatus.DRAFT,
    Transition(Action.CLAIM, frozenset({ClaimStatus.WITHDRAWN}), ClaimStatus.DRAFT, in_time),
    Transition(
        Action.SUBMIT_CLAIM, frozenset({ClaimStatus.DRAFT}), ClaimStatus.SUBMITTED, ready_to_claim
    ),
    Transition(
        Action.WITHDRAW_CLAIM,
        frozenset({ClaimStatus.DRAFT, ClaimStatus.SUBMITTED}),
        ClaimStatus.WITHDRAWN,
        in_time,
    ),
)
