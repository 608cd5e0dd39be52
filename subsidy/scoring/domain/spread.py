"""How far jurors lie apart on one file, criterion by criterion; a missing mark is no mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from subsidy.scoring.domain.marks import Criterion, Review, half_even


@dataclass(frozen=True, slots=True)
class Spread:
    """The marks for one criterion: how many, the lowest, the mean and the highest (0-10)."""

    label: str
    given: int
    lowest: int
    mean: Fraction
    highest: int

    @property
    def hundredths(self) -> int:
        """The mean in hundredths (0-1000), rounded once, a half to the even neighbour."""
        return half_even(self.mean * 100)


def spreads(criteria: Sequence[Criterion], reviews: Iterable[Review]) -> tuple[Spread, ...]:
    """Return the spread per criterion that has a mark, in the order of the criteria."""
    rows = tuple(reviews)
    found = []
    for criterion in criteria:
        given = [mark for row in rows if (mark := row.get(criterion.key)) is not None]
        if given:
            mean = Fraction(sum(given), len(given))
            found.append(Spread(criterion.label, len(given), min(given), mean, max(given)))
    return tuple(found)
