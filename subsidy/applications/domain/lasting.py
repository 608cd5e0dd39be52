"""What becomes of a realisation after the subsidy: computed from what the partners promised.

The class is ours, not the partners' own guess; it always comes with its reasons. Money too much in
one year fills no gap of another year, and the money of one partner fills no gap of another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from subsidy.calls.domain.dossier import Promise, Realisation, Risk, Stays
from subsidy.core.money import Money
from subsidy.core.text import Text

HALF = 5_000  # basis points: less than half of a year's cost paid is a high risk
WHOLE = 10_000
CARRIED = (Stays.STAYS, Stays.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class YearAfter:
    """One year of one realisation, all partners together. ``share``: paid, in basis points."""

    year: int
    cost: Money
    gap: Money

    @property
    def share(self) -> int:
        """Rounded down: what is not wholly paid never shows as 100 %. No cost is wholly paid."""
        if not self.cost:
            return WHOLE
        return (self.cost - self.gap).cents * WHOLE // self.cost.cents


@dataclass(frozen=True, slots=True)
class Lasting:
    """What one realisation costs afterwards, what nobody pays yet, and how likely it is to end."""

    realisation: Realisation
    years: tuple[YearAfter, ...]
    risk: Risk
    reasons: tuple[Text, ...]

    @property
    def gap(self) -> Money:
        return Money.total(year.gap for year in self.years)


def lasting(
    realisations: Sequence[Realisation], promises: Sequence[Promise]
) -> tuple[Lasting, ...]:
    """Return, per realisation, its years and its class of risk with every reason for it."""
    return tuple(
        _one(each, [p for p in promises if p.realisation_id == each.id]) for each in realisations
    )


def _one(realisation: Realisation, promises: Sequence[Promise]) -> Lasting:
    years = _years(promises)
    high, medium = tuple(_high(promises, years)), tuple(_medium(promises, years))
    if high:
        return Lasting(realisation, years, Risk.HIGH, (*high, *medium))
    if medium:
        return Lasting(realisation, years, Risk.MEDIUM, medium)
    paid = Text("Every year is paid, and every partner decided on it.")
    return Lasting(realisation, years, Risk.LOW, (paid,))


def _years(promises: Sequence[Promise]) -> tuple[YearAfter, ...]:
    found: dict[int, list[tuple[Money, Money]]] = {}
    for promise in promises:
        for one in promise.years:
            found.setdefault(one.year, []).append((one.cost, one.gap))
    return tuple(
        YearAfter(year, Money.total(cost for cost, _ in rows), Money.total(gap for _, gap in rows))
        for year, rows in sorted(found.items())
    )


def _high(promises: Sequence[Promise], years: Sequence[YearAfter]) -> Iterator[Text]:
    if not promises:
        yield Text("Nobody promised anything for it.")
    elif not any(promise.stays in CARRIED for promise in promises):
        yield Text("No partner carries it on.")
    short = tuple(str(year.year) for year in years if year.share < HALF)
    if short:
        yield Text("Less than half of the cost is paid in %(years)s.", years=short)


def _medium(promises: Sequence[Promise], years: Sequence[YearAfter]) -> Iterator[Text]:
    short = tuple(str(year.year) for year in years if HALF <= year.share < WHOLE)
    if short:
        yield Text("Not all of the cost is paid in %(years)s.", years=short)
    carried = [promise for promise in promises if promise.stays in CARRIED]
    if any(promise.decided_on is None for promise in carried):
        yield Text("Not every partner has decided on it.")
    if any(not promise.owner for promise in carried):
        yield Text("Not every partner has named who carries it.")
    if any(promise.risk is Risk.HIGH for promise in promises):
        yield Text("A partner sees a high risk itself.")
