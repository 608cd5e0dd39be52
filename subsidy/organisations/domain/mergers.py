"""Who follows whom in law, from dated facts about codes of municipalities.

A code may survive its merger (Antwerpen kept 11002 when Borsbeek joined), so a fact may name the
same code twice; and a merged municipality may merge again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


class Merged(Protocol):
    """On a day, one municipality was followed by another."""

    @property
    def effective_on(self) -> date: ...
    @property
    def predecessor_nis(self) -> str: ...
    @property
    def successor_nis(self) -> str: ...


class NamedMerger(Merged, Protocol):
    """The same with the names of that day."""

    @property
    def predecessor_name(self) -> str: ...
    @property
    def successor_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SuccessionFact:
    """One line of a merger; the names are those of that day."""

    effective_on: date
    predecessor_nis: str
    predecessor_name: str
    successor_nis: str
    successor_name: str


def successor(nis: str, on: date, facts: Iterable[Merged]) -> str:
    """Return the code of who, on that day, has the rights and duties of ``nis``."""
    current = nis
    for fact in sorted(facts, key=lambda fact: fact.effective_on):
        if fact.effective_on <= on and fact.predecessor_nis == current:
            current = fact.successor_nis
    return current


def predecessors(nis: str, on: date, facts: Iterable[Merged]) -> frozenset[str]:
    """Return the codes of all whose rights and duties ``nis`` had taken over by that day."""
    found = {nis}
    for fact in sorted(facts, key=lambda fact: fact.effective_on, reverse=True):
        if fact.effective_on <= on and fact.successor_nis in found:
            found.add(fact.predecessor_nis)
    return frozenset(found - {nis})


N = TypeVar("N", bound=NamedMerger)


def taken_over(nis: str, on: date, facts: Iterable[N]) -> N | None:
    """Return the last merger by which another code took over from ``nis`` by that day, if any."""
    current, last = nis, None
    for fact in sorted(facts, key=lambda fact: fact.effective_on):
        if fact.effective_on <= on and fact.predecessor_nis == current != fact.successor_nis:
            current, last = fact.successor_nis, fact
    return last


def related(nis: str, facts: Iterable[Merged]) -> frozenset[str]:
    """Return ``nis`` and every code that a merger, of whatever day, ties it to.

    Predecessors, successors and whoever they merged with: for conflicts of interest, partners in
    a merger count as one, also before the day itself. So the relation holds both ways.
    """
    pairs = [{fact.predecessor_nis, fact.successor_nis} for fact in facts]
    found = {nis}
    while reached := set().union(*(pair for pair in pairs if pair & found)) - found:
        found |= reached
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Merger:
    """All who became one on a day, in the words of that day."""

    effective_on: date
    names: tuple[str, ...]
    successor_nis: str
    successor_name: str


def mergers_of(nis: str, facts: Iterable[NamedMerger]) -> tuple[Merger, ...]:
    """Return the mergers in which ``nis`` took part or from which it came, oldest first."""
    groups: dict[tuple[date, str], list[NamedMerger]] = {}
    for fact in facts:
        groups.setdefault((fact.effective_on, fact.successor_nis), []).append(fact)
    return tuple(
        Merger(day, tuple(sorted(f.predecessor_name for f in group)), code, group[0].successor_name)
        for (day, code), group in sorted(groups.items())
        if nis == code or any(fact.predecessor_nis == nis for fact in group)
    )
