"""Award criteria: what the jury weighs, how heavily, and what each mark means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.text import Text

WHOLE = 10_000
"""All weights together, in basis points."""
LOWEST, HIGHEST = 0, 10
ANCHORS = (0, 3, 5, 8, 10)
"""The marks that must have a text; a mark in between lies between two texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """``levels`` says in words what a mark means; ``minimum_mark`` excludes whoever is under it."""

    key: str
    name: str
    description: str
    weight_basis_points: int
    levels: Mapping[int, str]
    minimum_mark: int | None = None


def shown_percent(basis_points: int) -> str:
    """Write basis points as a Dutch percentage: 25, 12,5 or 33,33."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


def weights_faults(criteria: Sequence[Criterion]) -> list[Refusal]:
    """Return why these weights cannot be: each above zero, together exactly 100 %."""
    refusals = [
        Refusal(
            Text("Give “%(name)s” a weight above 0 %%.", name=criterion.name),
            f"criteria[{number}].gewicht",
        )
        for number, criterion in enumerate(criteria)
        if criterion.weight_basis_points <= 0
    ]
    total = sum(criterion.weight_basis_points for criterion in criteria)
    if criteria and total != WHOLE:
        text = Text(
            "The weights are %(total)s %% together. Make that 100 %%.", total=shown_percent(total)
        )
        refusals.append(Refusal(text, "criteria"))
    return refusals


def levels_faults(criteria: Sequence[Criterion]) -> list[Refusal]:
    """Return which criteria do not say what their marks mean."""
    return [
        Refusal(
            Text(
                "Write for “%(name)s” what these marks mean: %(marks)s.",
                name=criterion.name,
                marks=missing,
            ),
            f"criteria[{number}].niveaus",
        )
        for number, criterion in enumerate(criteria)
        if (missing := tuple(str(m) for m in ANCHORS if not criterion.levels.get(m, "").strip()))
    ]
