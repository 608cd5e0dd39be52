"""Compares two distributions for the simulation page: who gains, who loses, how wide the spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the most of a list. A middle between two values is exact."""

    least: Fraction
    median: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Summary:
    """One distribution in figures, all in cents.

    ``per_inhabitant``: cents per inhabitant, over the recipients whose number of inhabitants is
    known and above zero. Both spreads are None when there is nobody to count.
    """

    recipients: int
    total_cents: int
    amount: Spread | None
    per_inhabitant: Spread | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one recipient has before and after, in cents; absent counts as nothing received."""

    id: str
    before_cents: int
    after_cents: int

    @property
    def difference_cents(self) -> int:
        return self.after_cents - self.before_cents


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two distributions side by side. ``changes``: the largest gain first, then by id."""

    before: Summary
    after: Summary
    changes: tuple[Change, ...]

    @property
    def gaining(self) -> int:
        return sum(change.difference_cents > 0 for change in self.changes)

    @property
    def losing(self) -> int:
        return sum(change.difference_cents < 0 for change in self.changes)

    @property
    def unchanged(self) -> int:
        return len(self.changes) - self.gaining - self.losing

    @property
    def moved_cents(self) -> int:
        """What all who gain receive more, together."""
        return sum(max(change.difference_cents, 0) for change in self.changes)


def spread(numbers: Sequence[Fraction | int]) -> Spread | None:
    """Return least, median and most of ``numbers``; None when there are none."""
    if not numbers:
        return None
    ordered = sorted(Fraction(number) for number in numbers)
    half = len(ordered) // 2
    middle = (ordered[half] + ordered[-half - 1]) / 2
    return Spread(ordered[0], middle, ordered[-1])


def summary(amounts: Mapping[str, int], inhabitants: Mapping[str, int]) -> Summary:
    """Return the figures of one distribution: ``amounts`` in cents per id."""
    each = [
        Fraction(cents, inhabitants[id_])
        for id_, cents in amounts.items()
        if inhabitants.get(id_, 0) > 0
    ]
    return Summary(
        recipients=len(amounts),
        total_cents=sum(amounts.values()),
        amount=spread(list(amounts.values())),
        per_inhabitant=spread(each),
    )


def compare(
    before: Mapping[str, int],
    after: Mapping[str, int],
    inhabitants: Mapping[str, int],
) -> Comparison:
    """Return two distributions side by side: ``before`` and ``after`` in cents per id."""
    changes = [
        Change(id_, before.get(id_, 0), after.get(id_, 0)) for id_ in before.keys() | after.keys()
    ]
    changes.sort(key=lambda change: (-change.difference_cents, change.id))
    return Comparison(summary(before, inhabitants), summary(after, inhabitants), tuple(changes))
