"""Sorts figures into at most five classes of about equal size, for the colours of a map."""

from collections.abc import Mapping
from dataclasses import dataclass

STEPS = 5


@dataclass(frozen=True, slots=True)
class FigureClass:
    """What one colour stands for: from the least to the most that occurs in it."""

    step: int
    least: int
    most: int


def classified(figures: Mapping[str, int]) -> tuple[Mapping[str, int], tuple[FigureClass, ...]]:
    """Return the step (1 to 5) of every id, and the classes. Equal figures share a class."""
    steps: dict[str, int] = {}
    first: dict[int, int] = {}
    ordered = sorted(figures.items(), key=lambda item: item[1])
    for rank, (id_, figure) in enumerate(ordered):
        steps[id_] = 1 + STEPS * first.setdefault(figure, rank) // len(ordered)
    return steps, tuple(_class(step, steps, figures) for step in sorted(set(steps.values())))


def _class(step: int, steps: Mapping[str, int], figures: Mapping[str, int]) -> FigureClass:
    inside = [figures[id_] for id_, own in steps.items() if own == step]
    return FigureClass(step, min(inside), max(inside))
