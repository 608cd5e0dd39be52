"""The invitation to sit in a jury: accepted, or refused with a reason; a stand-in waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action

LONGEST_WHY = 1_000


class SeatKind(Labelled):
    """As what somebody is invited."""

    MEMBER = "member", N_("member")
    CHAIR = "chair", N_("chair")
    STAND_IN = "stand_in", N_("stand-in, who takes a seat when somebody drops out")


class OfferStatus(Labelled):
    """Where an invitation is. CALLED: the stand-in took a seat."""

    SENT = "sent", N_("waits for an answer"), "yellow"
    ACCEPTED = "accepted", N_("invitation accepted"), "green"
    REFUSED = "refused", N_("invitation refused"), "red"
    CALLED = "called", N_("took a seat"), "blue"


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What a transition of an invitation may depend on."""

    reason: str = ""


def says_why(facts: OfferFacts) -> Sequence[Refusal]:
    if facts.reason.strip():
        return ()
    return (Refusal(Text("Write why you cannot sit in this jury."), "reason"),)


SENT, ACCEPTED = OfferStatus.SENT, OfferStatus.ACCEPTED
OFFERING: Lifecycle[OfferStatus, Action, OfferFacts] = Lifecycle(
    SENT,
    Transition(Action.ACCEPT_SEAT, frozenset({SENT}), ACCEPTED),
    Transition(Action.REFUSE_SEAT, frozenset({SENT}), OfferStatus.REFUSED, says_why),
    Transition(Action.MANAGE_JURY, frozenset({ACCEPTED}), OfferStatus.CALLED),
)
