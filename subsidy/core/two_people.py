"""An act of two people: one proposes it with a reason, another confirms it, or it is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text

A = TypeVar("A", bound=StrEnum)


class ActStatus(Labelled):
    """Where an act is between the two people who make it."""

    PROPOSED = "proposed", N_("waits for a second person"), "yellow"
    CONFIRMED = "confirmed", N_("confirmed by a second person"), "green"
    DROPPED = "dropped", N_("dropped"), "grey"


@dataclass(frozen=True, slots=True)
class ActFacts:
    """Everything a transition may depend on. ``faults``: why it cannot be confirmed now."""

    proposed_by_id: int
    actor_id: int
    faults: Sequence[Refusal] = ()


def two_people(confirm: A, drop: A, own: Text) -> Lifecycle[ActStatus, A, ActFacts]:
    """Return the life of an act: who proposed does not confirm; then whether it still can be.

    ``own``: what somebody reads who confirms an own proposal.
    """

    def guard(facts: ActFacts) -> Sequence[Refusal]:
        return [Refusal(own)] if facts.proposed_by_id == facts.actor_id else facts.faults

    proposed = frozenset({ActStatus.PROPOSED})
    return Lifecycle(
        ActStatus.PROPOSED,
        Transition(confirm, proposed, ActStatus.CONFIRMED, guard),
        Transition(drop, proposed, ActStatus.DROPPED),
    )
