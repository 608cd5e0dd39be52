"""The life of a review: a file in the hands of one juror."""

from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action


class ReviewStatus(Labelled):
    """Where a review is. Content can be read from CLEARED on."""

    ASSIGNED = "assigned", N_("waits for your declaration"), "yellow"
    CLEARED = "cleared", N_("to score"), "blue"
    BLOCKED = "blocked", N_("conflict of interest"), "red"
    SUBMITTED = "submitted", N_("scored"), "green"
    RELEASED = "released", N_("the juror dropped out"), "grey"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a transition of a review may depend on.

    ``were_in``: the marks were handed in before a conflict of interest took them away.
    """

    has_conflict: bool = False
    were_in: bool = False
    faults: Sequence[Refusal] = ()


def complete(facts: Facts) -> Sequence[Refusal]:
    return facts.faults


def were_in(facts: Facts) -> Sequence[Refusal]:
    return () if facts.were_in else (Refusal(Text("The marks for this file were never in.")),)


ASSIGNED, CLEARED = ReviewStatus.ASSIGNED, ReviewStatus.CLEARED
BLOCKED, SUBMITTED = ReviewStatus.BLOCKED, ReviewStatus.SUBMITTED

# DECLARE_CONFLICT leads to BLOCKED from anywhere, also after handing in; SCORE is the declaration
# that there is none, made before any content is shown. Only a chair who lifts a conflict opens a
# file again. Then the juror declares again; but marks that were in come back as they were, as the
# juror read what colleagues gave. Who drops out halfway keeps nothing that counts.
LIFECYCLE: Lifecycle[ReviewStatus, Action, Facts] = Lifecycle(
    ASSIGNED,
    Transition(Action.SCORE, frozenset({ASSIGNED}), CLEARED, complete),
    Transition(Action.DECLARE_CONFLICT, frozenset({ASSIGNED, CLEARED, SUBMITTED}), BLOCKED),
    Transition(Action.RULE_ON_CONFLICT, frozenset({BLOCKED}), ASSIGNED),
    Transition(Action.RULE_ON_CONFLICT, frozenset({ASSIGNED}), SUBMITTED, were_in),
    Transition(Action.SUBMIT_REVIEW, frozenset({CLEARED}), SUBMITTED, complete),
    Transition(Action.MANAGE_JURY, frozenset({CLEARED}), ReviewStatus.RELEASED),
)
