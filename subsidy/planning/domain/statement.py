"""The life of what a line says of the time after its money: one writes, another publishes."""

from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.budget.domain import StatementStatus
from subsidy.core.errors import Refusal
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import Text
from subsidy.policy import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """Everything that publishing the text of a line may depend on."""

    actor_id: int
    prepared_by_id: int
    stays: str
    expected: str


def complete_and_of_another(facts: StatementFacts) -> Sequence[Refusal]:
    """Let a colleague publish, and nothing but a whole text."""
    refusals = []
    if not facts.stays.strip():
        refusals.append(Refusal(Text("Write first what stays when the money stops.")))
    if not facts.expected.strip():
        refusals.append(Refusal(Text("Write first what local authorities must do then.")))
    if facts.prepared_by_id == facts.actor_id:
        refusals.append(Refusal(Text("You wrote this text. Ask a colleague to publish it.")))
    return refusals


DRAFT, PUBLISHED = StatementStatus.DRAFT, StatementStatus.PUBLISHED

# action                     from                to         if
STATEMENT_LIFECYCLE: Lifecycle[StatementStatus, Action, StatementFacts] = Lifecycle(
    DRAFT,
    Transition(Action.PUBLISH_STATEMENT, frozenset({DRAFT}), PUBLISHED, complete_and_of_another),
)
