"""Giving up an award: a reason and two people, and what is not paid returns to the envelope."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.awards.domain.decision import Outcome, Status
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.policy import Action


class WaiverStatus(Labelled):
    """Where giving up an award is between the two people who make it."""

    PROPOSED = "proposed", N_("waits for a second person"), "yellow"
    CONFIRMED = "confirmed", N_("confirmed by a second person"), "green"
    DROPPED = "dropped", N_("dropped"), "grey"


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """Everything a transition may depend on. ``faults``: why the award cannot be given up."""

    proposed_by_id: int
    actor_id: int
    faults: Sequence[Refusal] = ()


def two_people(facts: WaiverFacts) -> Sequence[Refusal]:
    """Who proposed does not confirm; then whether it still can be."""
    if facts.proposed_by_id == facts.actor_id:
        text = Text("You proposed to give up this award. Ask a colleague to confirm it.")
        return [Refusal(text)]
    return facts.faults


PROPOSED = frozenset({WaiverStatus.PROPOSED})
WAIVER_LIFECYCLE: Lifecycle[WaiverStatus, Action, WaiverFacts] = Lifecycle(
    WaiverStatus.PROPOSED,
    Transition(Action.CONFIRM_WAIVER, PROPOSED, WaiverStatus.CONFIRMED, two_people),
    Transition(Action.DROP_WAIVER, PROPOSED, WaiverStatus.DROPPED),
)


@dataclass(frozen=True, slots=True)
class Award:
    """What is asked of a decision. ``left``: committed, not paid yet."""

    outcome: Outcome
    status: Status
    is_of_call: bool
    left: Money


def faults(award: Award) -> list[Refusal]:
    """Say why nobody can give this up; the first reason that holds is enough."""
    if award.status is Status.GIVEN_UP:
        return [Refusal(Text("This award is given up already. The money is back."))]
    if award.outcome is not Outcome.AWARD or award.status is not Status.APPROVED:
        return [Refusal(Text("Only an approved award can be given up."))]
    if not award.is_of_call:
        text = N_(
            "This award belongs to an allocation round. Only an award of a call can be given up."
        )
        return [Refusal(Text(text))]
    if not award.left:
        text = N_("This award is paid in full. Nothing of it can return to the envelope.")
        return [Refusal(Text(text))]
    return []


def digest_of(decision: str, reason: str) -> str:
    """Return the hash of a proposal to give up the decision with hash ``decision``."""
    data = {"decision": decision, "reason": reason}
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
