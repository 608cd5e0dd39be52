"""A state machine is a table of transitions and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from subsidy.core.errors import Refusal, RefusedError, refuse_if
from subsidy.core.labels import Labelled
from subsidy.core.text import Text

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)
F = TypeVar("F")
Guard = Callable[[F], Sequence[Refusal]]


def always(_facts: object) -> Sequence[Refusal]:
    return ()


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, A, F]):
    """``action`` leads from any of ``sources`` to ``target`` unless ``guard`` objects."""

    action: A
    sources: frozenset[S]
    target: S
    guard: Guard[F] = always


class Lifecycle(Generic[S, A, F]):
    """The whole life of a kind of record: which action leads from where to where."""

    def __init__(self, initial: S, *transitions: Transition[S, A, F]) -> None:
        self.initial = initial
        self._table = {(source, t.action): t for t in transitions for source in sorted(t.sources)}
        if len(self._table) != sum(len(t.sources) for t in transitions):
            raise ValueError("two transitions share a source and an action")

    @property
    def table(self) -> Mapping[tuple[S, A], S]:
        return {key: transition.target for key, transition in self._table.items()}

    def fire(self, state: S, action: A, facts: F) -> S:
        """Return the next state. Raises RefusedError with every objection of the guard."""
        transition = self._table.get((state, action))
        if transition is None:
            name = state.label if isinstance(state, Labelled) else Text(state)
            raise RefusedError(
                [Refusal(Text("This is not possible any more: the status is “%(s)s”.", s=name))]
            )
        refuse_if(transition.guard(facts))
        return transition.target

    def actions(self, state: S) -> tuple[A, ...]:
        return tuple(action for source, action in self._table if source == state)

    def mermaid(self) -> str:
        rows = (f"    {s} --> {t.target}: {a}" for (s, a), t in self._table.items())
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *rows])
