"""Splits an envelope among recipients: Sainte-Lague divisors on cents, between floor and ceiling.

Every recipient starts at its floor. Each next cent goes to the recipient with the highest
quotient ``weight / (amount + 1/2)`` that is still below its ceiling; at the same quotient, to the
smallest id (compared as text). That is Webster's method with minimum and maximum requirements
(Balinski and Young, *Fair Representation*, 2nd ed. 2001, appendix A, sections 3 and 4; Pukelsheim,
*Proportional Representation*, 2nd ed. 2017, sections 4.5 and 12.4). Three properties follow
from the rule, not from care: the cents add up, the bounds hold, and a larger envelope never gives
anyone less, because it only adds cents to the same sequence.

The cents are not handed out one by one. :class:`_Race` jumps to the water level at which the
amounts would add up, rounds, and settles the few cents that differ with two heaps. The jump is
only a head start: the settling alone makes the answer exact, whatever it starts from.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.core.text import Text

_HALF = Fraction(1, 2)
# The smallest relative width of the interval from which a divisor is chosen. A spreadsheet
# calculates with doubles (2^-53) and its ROUND looks at 15 digits; a thousand times wider is safe.
_WIDTH = 2**40
_HEAD_START = 24  # bits of precision of the jump, beyond those of the amounts


@dataclass(frozen=True, slots=True)
class Share:
    """What one recipient brings to the distribution.

    ``weight``: zero or more, in any unit, exact. Weight zero gets the floor and no more.
    ``floor_cents`` and ``ceiling_cents``: inclusive bounds in cents; None: no ceiling.
    Checked by :func:`distribute`.
    """

    id: str
    weight: Fraction
    floor_cents: int = 0
    ceiling_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """The outcome, with what a person needs to do the sum again.

    ``amounts``: cents per id, in the order of the ids.
    ``remainder_cents``: what nobody may receive, when everyone is at the ceiling (or has weight
    zero).
    ``divisor``: a decimal number; ``ROUND(weight / divisor, 0)``, held between floor and ceiling,
    plus ``corrections`` is the amount of every recipient, also when a spreadsheet calculates it
    with doubles. The quotient of no recipient lies near a half.
    ``corrections``: cents per id that no divisor can give: the quotients were equal, or too close
    for a spreadsheet, and the id decided. Mostly empty.
    """

    amounts: Mapping[str, int]
    remainder_cents: int
    divisor: Fraction
    corrections: Mapping[str, int]


class Infeasible(RefusedError):  # noqa: N818 - the name is part of the contract of the project
    """The floors need ``shortfall_cents`` more than the envelope holds."""

    def __init__(self, shortfall_cents: int) -> None:
        text = Text(
            "The minimum amounts together are %(shortfall)s more than the envelope. "
            "Lower the minimum or raise the envelope.",
            shortfall=Money(shortfall_cents),
        )
        super().__init__([Refusal(text, "floor")])
        self.shortfall_cents = shortfall_cents


def distribute(envelope_cents: int, shares: Iterable[Share]) -> Distribution:
    """Split ``envelope_cents`` among ``shares``; the sum is the envelope or the sum of ceilings.

    The order of ``shares`` has no influence. About a second for 100,000 recipients.
    Raises :class:`Infeasible` when the floors exceed the envelope, ``ValueError`` for a duplicate
    id, a negative weight, a floor above its ceiling, a negative amount or anything inexact.
    """
    ordered = _checked(envelope_cents, shares)
    spare = envelope_cents - sum(share.floor_cents for share in ordered)
    if spare < 0:
        raise Infeasible(-spare)
    race = _Race(ordered, spare)
    race.run()
    amounts = {share.id: share.floor_cents for share in ordered} | race.outcome()
    divisor, corrections = race.divisor()
    return Distribution(
        amounts=MappingProxyType(amounts),
        remainder_cents=envelope_cents - sum(amounts.values()),
        divisor=divisor,
        corrections=MappingProxyType(corrections),
    )


def recomputed(share: Share, divisor: Fraction) -> int:
    """Return the amount in cents that the workbook's formula gives, before any correction."""
    rounded = math.floor(share.weight / divisor + _HALF)
    capped = rounded if share.ceiling_cents is None else min(rounded, share.ceiling_cents)
    return max(share.floor_cents, capped)


def _checked(envelope_cents: int, shares: Iterable[Share]) -> list[Share]:
    _check_cents(envelope_cents, "the envelope")
    found = list(shares)
    for share in found:
        _check(share)
    found.sort(key=attrgetter("id"))
    for before, after in pairwise(found):
        if before.id == after.id:
            raise ValueError(f"{after.id!r} stands in the list twice")
    return found


def _check(share: Share) -> None:
    if type(share.id) is not str:
        raise ValueError(f"an id is text, not {share.id!r}")
    if type(share.weight) not in {Fraction, int} or share.weight.numerator < 0:
        raise ValueError(f"the weight of {share.id!r} must be an exact fraction, zero or more")
    _check_cents(share.floor_cents, f"the floor of {share.id!r}")
    if share.ceiling_cents is not None:
        _check_cents(share.ceiling_cents, f"the ceiling of {share.id!r}")
        if share.floor_cents > share.ceiling_cents:
            raise ValueError(f"the floor of {share.id!r} lies above its ceiling")


def _check_cents(cents: int, what: str) -> None:
    if type(cents) is not int or cents < 0:
        raise ValueError(f"{what} must be whole cents, zero or more")


class _Race:
    """The recipients that can win cents above their floor, by position in the order of ids.

    The cent that brings recipient ``i`` from ``a`` to ``a + 1`` has the quotient
    ``weight / (a + 1/2) = tops[i] / (bottoms[i] * (2a + 1))``. Quotients are compared as whole
    numbers, scaled by ``2 ** precision``: with twice the bits of the largest denominator, two
    different quotients can never meet in the same whole number, so the comparison is exact.
    """

    def __init__(self, shares: Iterable[Share], spare: int) -> None:
        runners = [s for s in shares if s.weight and s.floor_cents != s.ceiling_cents]
        self.ids = [share.id for share in runners]
        self.tops = [2 * share.weight.numerator for share in runners]
        self.bottoms = [share.weight.denominator for share in runners]
        self.floors = [share.floor_cents for share in runners]
        # One cent above what anybody can win stands for "no ceiling".
        self.caps = [_cap(share, spare) for share in runners]
        self.amounts = list(self.floors)
        self.target = sum(self.floors) + spare
        self.precision = 2 * _bits(self.bottoms) + 2 * _bits(2 * cap + 1 for cap in self.caps)
        self.next: list[tuple[int, int, int]] = []
        self.last: list[tuple[int, int, int]] = []

    def run(self) -> None:
        if sum(self.caps) <= self.target:
            self.amounts = list(self.caps)
            self._line_up()
        else:
            self.amounts = _head_start(self)
            self._line_up()
            self._settle()

    def outcome(self) -> dict[str, int]:
        return dict(zip(self.ids, self.amounts, strict=True))

    def _line_up(self) -> None:
        """Make the heaps: the best cent to give first, the worst cent given first."""
        for i, amount in enumerate(self.amounts):
            if amount < self.caps[i]:
                self.next.append(self._next(i))
            if amount > self.floors[i]:
                self.last.append(self._last(i))
        heapify(self.next)
        heapify(self.last)

    def _quotient(self, i: int, amount: int) -> int:
        return (self.tops[i] << self.precision) // (self.bottoms[i] * (2 * amount + 1))

    def _next(self, i: int) -> tuple[int, int, int]:
        return -self._quotient(i, self.amounts[i]), i, self.amounts[i]

    def _last(self, i: int) -> tuple[int, int, int]:
        return self._quotient(i, self.amounts[i] - 1), -i, self.amounts[i]

    def _settle(self) -> None:
        """Give, take and exchange cents until no cent given is worse than one not given."""
        missing = self.target - sum(self.amounts)
        for _ in range(missing):
            self._give()
        for _ in range(-missing):
            self._take()
        while self._unfair():
            self._take()
            self._give()

    def _unfair(self) -> bool:
        best, worst = self._best(), self._worst()
        if best is None or worst is None:
            return False
        return (-best[0], -best[1]) > (worst[0], worst[1])

    def _best(self) -> tuple[int, int, int] | None:
        while self.next and self.amounts[self.next[0][1]] != self.next[0][2]:
            heappop(self.next)
        return self.next[0] if self.next else None

    def _worst(self) -> tuple[int, int, int] | None:
        while self.last and self.amounts[-self.last[0][1]] != self.last[0][2]:
            heappop(self.last)
        return self.last[0] if self.last else None

    def _give(self) -> None:
        best = self._best()
        if best is not None:
            self._move(best[1], 1)

    def _take(self) -> None:
        worst = self._worst()
        if worst is not None:
            self._move(-worst[1], -1)

    def _move(self, i: int, cents: int) -> None:
        self.amounts[i] += cents
        if self.amounts[i] < self.caps[i]:
            heappush(self.next, self._next(i))
        if self.amounts[i] > self.floors[i]:
            heappush(self.last, self._last(i))

    def divisor(self) -> tuple[Fraction, dict[str, int]]:
        """Return a divisor from the first gap between quotients that is wide enough.

        Every divisor between the best quotient that won nothing and the worst that won gives
        exactly these amounts. When that gap is too narrow (it is nothing when the two are equal)
        the next gap upwards is tried; the cents passed over become corrections.
        """
        best = self._best()
        lower = Fraction(0) if best is None else self._exact(best[1], best[2])
        width = max(_WIDTH, 64 * self.target)
        corrections: Counter[str] = Counter()
        for i, upper in self._won():
            if (upper - lower) * width >= upper:
                return shortest_decimal(lower, upper), dict(sorted(corrections.items()))
            corrections[self.ids[i]] += 1
            lower = max(lower, upper)
        divisor = shortest_decimal(lower, 2 * lower) if lower else Fraction(1)
        return divisor, dict(sorted(corrections.items()))

    def _won(self) -> Iterator[tuple[int, Fraction]]:
        """Yield every cent won, the worst first: recipient and quotient. Empties the heap."""
        amounts = list(self.amounts)
        while self.last:
            _, minus_i, amount = heappop(self.last)
            i = -minus_i
            if amount != amounts[i]:
                continue
            amounts[i] -= 1
            yield i, self._exact(i, amounts[i])
            if amounts[i] > self.floors[i]:
                heappush(self.last, (self._quotient(i, amounts[i] - 1), -i, amounts[i]))

    def _exact(self, i: int, amount: int) -> Fraction:
        return Fraction(self.tops[i], self.bottoms[i] * (2 * amount + 1))


def _cap(share: Share, spare: int) -> int:
    beyond = share.floor_cents + spare + 1
    return beyond if share.ceiling_cents is None else min(share.ceiling_cents, beyond)


def _bits(numbers: Iterable[int]) -> int:
    return max((number.bit_length() for number in numbers), default=0)


def _head_start(race: _Race) -> list[int]:
    """Return amounts near the answer: the water level that fills the envelope, then rounded.

    Weights and level are binary numbers with a few bits more than the amounts.
    """
    bits = _bits(race.caps) + _HEAD_START
    pairs = list(zip(race.tops, race.bottoms, strict=True))
    shift = max(0, bits + max(bottom.bit_length() - top.bit_length() for top, bottom in pairs))
    weights = [(top << shift) // bottom for top, bottom in pairs]
    scale = _bits(weights) + _HEAD_START
    level = _level(race, weights, scale)
    half = 1 << (scale - 1)
    return [
        min(max((weight * level + half) >> scale, floor), cap)
        for weight, floor, cap in zip(weights, race.floors, race.caps, strict=True)
    ]


def _level(race: _Race, weights: Sequence[int], scale: int) -> int:
    """Return the level at which ``sum(min(max(weight * level, floor), cap))`` is the target.

    The sum is piecewise linear: at ``floor / weight`` a recipient begins to rise, at
    ``cap / weight`` it stops. Sweep over these points until the target is passed.
    Times ``2 ** scale``.
    """
    rises = [
        ((floor << scale) // weight, weight, -floor)
        for weight, floor in zip(weights, race.floors, strict=True)
    ]
    stops = [
        ((cap << scale) // weight, -weight, cap)
        for weight, cap in zip(weights, race.caps, strict=True)
    ]
    fixed, slope, level = sum(race.floors), 0, 0
    for level, steeper, step in sorted(rises + stops):
        if (fixed << scale) + slope * level >= race.target << scale:
            break
        slope, fixed = slope + steeper, fixed + step
    return ((race.target - fixed) << scale) // slope if slope > 0 else level


def shortest_decimal(lower: Fraction, upper: Fraction) -> Fraction:
    """Return the decimal with the fewest digits in the middle third of ``(lower, upper)``.

    Away from the edges, so that a spreadsheet's doubles cannot cross them. Of several equally
    short ones, the one nearest to the middle. Requires ``0 <= lower < upper``.
    """
    third = (upper - lower) / 3
    low, high, middle = lower + third, upper - third, (lower + upper) / 2
    bits = third.numerator.bit_length() - third.denominator.bit_length() - 1
    exponent = math.floor(bits * math.log10(2)) - 1
    unit = Fraction(10) ** exponent
    while low < round(middle / (unit * 10)) * unit * 10 < high:
        unit *= 10
    return round(middle / unit) * unit
