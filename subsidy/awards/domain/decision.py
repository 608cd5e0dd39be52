"""The life of a decision: prepared by one, approved by another."""

from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action


class Outcome(Labelled):
    """What is decided."""

    AWARD = "award", N_("awarded"), "green"
    REJECTION = "rejection", N_("not awarded"), "red"
    INADMISSIBLE = "inadmissible", N_("inadmissible"), "red"


class Status(Labelled):
    """Where a decision is between the two people who make it."""

    PREPARED = "prepared", N_("prepared, waits for approval"), "yellow"
    APPROVED = "approved", N_("approved"), "green"
    RETURNED = "returned", N_("returned to its author"), "grey"
    GIVEN_UP = "given_up", N_("given up, the money is back"), "grey"


FINAL = (Status.APPROVED, Status.GIVEN_UP)  # the beneficiaries may know it


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a transition of a decision may depend on."""

    prepared_by_id: int
    actor_id: int
    reason: str = ""


def two_people(facts: Facts) -> Sequence[Refusal]:
    """Who prepared does not approve (house rule: two people for every act on money)."""
    if facts.prepared_by_id != facts.actor_id:
        return ()
    return [Refusal(Text("You prepared this decision. Ask a colleague to approve it."))]


def with_reason(facts: Facts) -> Sequence[Refusal]:
    if facts.reason.strip():
        return ()
    return [Refusal(Text("Write why you return the decision."), "reason")]


LIFECYCLE: Lifecycle[Status, Action, Facts] = Lifecycle(
    Status.PREPARED,
    Transition(Action.APPROVE_DECISION, frozenset({Status.PREPARED}), Status.APPROVED, two_people),
    Transition(Action.RETURN_DECISION, frozenset({Status.PREPARED}), Status.RETURNED, with_reason),
    Transition(Action.CONFIRM_WAIVER, frozenset({Status.APPROVED}), Status.GIVEN_UP),
)
