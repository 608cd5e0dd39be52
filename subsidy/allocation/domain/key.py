"""The distribution key: from indicators of municipalities to exact weights, and back in words.

The weight of a municipality is ``sum(component weight * value / total of all values)``: a fraction
of the whole, never rounded; all weights together are exactly 1. The real key of 2022 had this form
(inhabitants, elderly, social parameters; its weights were not published), hence components in
basis points. A missing value stops the computation: it never counts as zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from types import MappingProxyType

from subsidy.allocation.domain.distribution import Distribution, Share, recomputed
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text, plural

WHOLE = 10_000  # basis points

Values = Mapping[str, Mapping[str, int]]
"""Municipality id -> indicator key -> whole number, zero or more. Absent is missing."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that is known of every municipality. ``label``: as in "Inhabitants in 2021"."""

    key: str
    label: Text
    source: Text | str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """How heavily one indicator counts: basis points, above zero."""

    indicator: str
    weight_basis_points: int


@dataclass(frozen=True, slots=True)
class Key:
    """Components that sum to 10,000 basis points; bounds in cents for each municipality."""

    components: tuple[Component, ...]
    floor_cents: int = 0
    ceiling_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the municipalities (by id) and the indicators (by key)."""

    municipalities: Mapping[str, str]
    indicators: Mapping[str, Indicator]

    def municipality(self, id_: str) -> str:
        return self.municipalities.get(id_, id_)

    def indicator(self, key: str) -> Text | str:
        found = self.indicators.get(key)
        return key if found is None else found.label


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the computation: ``share = value / total``, ``weighted = weight * share``."""

    indicator: str
    label: Text | str
    value: int
    total: int
    share: Fraction
    weight_basis_points: int
    weighted: Fraction


@dataclass(frozen=True, slots=True)
class Computation:
    """How one municipality came to its amount.

    ``weight``: the sum of the rows. ``rounded_cents``: weight / divisor, rounded to whole cents.
    ``bounded_cents``: the same between floor and ceiling. ``amount_cents``: with the correction
    for equal quotients, which is mostly zero.
    """

    rows: tuple[Row, ...]
    weight: Fraction
    divisor: Fraction
    rounded_cents: int
    bounded_cents: int
    amount_cents: int
    sentences: tuple[Text, ...]


NO_NAMES = Names(MappingProxyType({}), MappingProxyType({}))


def faults(key: Key, known: Iterable[str]) -> tuple[Refusal, ...]:
    """Return everything that is wrong with a key. ``known``: the keys of the indicators.

    Places: ``components``, ``components-N`` (from 0), ``floor`` and ``ceiling``.
    """
    indicators = set(known)
    refusals = []
    for number, component in enumerate(key.components):
        earlier = {before.indicator for before in key.components[:number]}
        refusals += _component_faults(component, indicators, earlier, f"components-{number}")
    return (*refusals, *_sum_faults(key), *_bound_faults(key))


def weights(key: Key, values: Values, names: Names = NO_NAMES) -> Mapping[str, Fraction]:
    """Return the exact weight (0 to 1) of every municipality in ``values``, in order of id.

    Raises ``RefusedError`` with every missing or impossible value, named, and for an indicator
    that is zero everywhere; ``ValueError`` for a key with faults.
    """
    _check(key)
    refuse_if([*_missing(key, values, names), *_empty(key, values, names)])
    totals = _totals(key, values)
    found = {id_: _weight(key, values[id_], totals) for id_ in sorted(values)}
    return MappingProxyType(found)


def shares(key: Key, values: Values, names: Names = NO_NAMES) -> tuple[Share, ...]:
    """Return what :func:`distribute` needs, with the bounds of the key. Errors as weights."""
    return tuple(
        Share(id_, weight, key.floor_cents, key.ceiling_cents)
        for id_, weight in weights(key, values, names).items()
    )


def explain(
    key: Key,
    values: Values,
    distribution: Distribution,
    id_: str,
    names: Names = NO_NAMES,
) -> Computation:
    """Return how one municipality came to its amount, for its letter.

    Raises ``KeyError`` for an id that is not in ``values`` and ``distribution``.
    """
    totals = _totals(key, values)
    rows = tuple(_row(component, values[id_], totals, names) for component in key.components)
    weight = sum((row.weighted for row in rows), Fraction(0))
    rounded = recomputed(Share(id_, weight), distribution.divisor)
    share = Share(id_, weight, key.floor_cents, key.ceiling_cents)
    bounded = recomputed(share, distribution.divisor)
    amount = distribution.amounts[id_]
    return Computation(
        rows=rows,
        weight=weight,
        divisor=distribution.divisor,
        rounded_cents=rounded,
        bounded_cents=bounded,
        amount_cents=amount,
        sentences=(
            *(_row_text(row) for row in rows),
            _division_text(weight, distribution.divisor, rounded),
            *_bound_texts(key, rounded),
            *_correction_texts(amount - bounded),
            Text("The drawing right is %(amount)s.", amount=Money(amount)),
        ),
    )


def percentage(part: Fraction, places: int = 4) -> Text:
    """Return a part of the whole in words: 1/3 -> "33.3333 %", in Dutch with a comma."""
    whole, rest = divmod(round(part * 100 * 10**places), 10**places)
    return Text("%(whole)s.%(decimals)s %%", whole=whole, decimals=f"{rest:0{places}d}")


def decimal(value: Fraction) -> Text:
    """Return an exact decimal number in words, without exponent: a divisor, for instance."""
    digits = value.numerator.bit_length() + value.denominator.bit_length()
    with localcontext(prec=digits + 1):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    whole, _, decimals = f"{exact:f}".partition(".")
    return Text("%(whole)s.%(decimals)s", whole=int(whole), decimals=decimals or "0")


def _component_faults(
    component: Component,
    known: set[str],
    earlier: set[str],
    place: str,
) -> list[Refusal]:
    refusals = []
    if component.indicator not in known:
        refusals.append(Refusal(Text("Choose an indicator from the list."), place))
    if component.indicator in earlier:
        refusals.append(Refusal(Text("This indicator is already in the key. Remove one."), place))
    if component.weight_basis_points <= 0:
        refusals.append(Refusal(Text("Give this indicator a weight above 0 %."), place))
    return refusals


def _sum_faults(key: Key) -> list[Refusal]:
    total = sum(component.weight_basis_points for component in key.components)
    if total == WHOLE:
        return []
    text = Text(
        "The weights are %(total)s together. Make that 100 %%.",
        total=percentage(Fraction(total, WHOLE), 2),
    )
    return [Refusal(text, "components")]


def _bound_faults(key: Key) -> list[Refusal]:
    refusals = []
    if key.floor_cents < 0:
        refusals.append(Refusal(Text("Give a minimum of zero or more."), "floor"))
    if key.ceiling_cents is not None and key.ceiling_cents < key.floor_cents:
        text = Text("The maximum is lower than the minimum. Raise it, or lower the minimum.")
        refusals.append(Refusal(text, "ceiling"))
    return refusals


def _check(key: Key) -> None:
    found = faults(key, [component.indicator for component in key.components])
    if found:
        raise ValueError(f"a key with faults: {found[0].text}")


def _missing(key: Key, values: Values, names: Names) -> list[Refusal]:
    return [
        Refusal(text, f"{id_}:{component.indicator}")
        for id_ in sorted(values)
        for component in key.components
        if (text := _value_fault(id_, component.indicator, values[id_], names)) is not None
    ]


def _value_fault(
    id_: str,
    indicator: str,
    own: Mapping[str, int],
    names: Names,
) -> Text | None:
    value = own.get(indicator)
    name, label = names.municipality(id_), names.indicator(indicator)
    if value is None:
        return Text(
            "%(name)s has no value for “%(indicator)s”. Fill it in, or take %(name)s out.",
            name=name,
            indicator=label,
        )
    if type(value) is not int or value < 0:
        return Text(
            "The value of %(name)s for “%(indicator)s” must be a whole number, zero or more.",
            name=name,
            indicator=label,
        )
    return None


def _empty(key: Key, values: Values, names: Names) -> list[Refusal]:
    """Return the indicators that are zero everywhere: there is nothing to share by."""
    return [
        Refusal(
            Text(
                "“%(indicator)s” is zero everywhere. Choose another indicator.",
                indicator=names.indicator(component.indicator),
            ),
            f"components-{number}",
        )
        for number, component in enumerate(key.components)
        if values and not any(own.get(component.indicator, 1) for own in values.values())
    ]


def _totals(key: Key, values: Values) -> dict[str, int]:
    return {
        component.indicator: sum(own[component.indicator] for own in values.values())
        for component in key.components
    }


def _weight(key: Key, own: Mapping[str, int], totals: Mapping[str, int]) -> Fraction:
    return sum(
        (
            Fraction(part.weight_basis_points * own[part.indicator], WHOLE * totals[part.indicator])
            for part in key.components
        ),
        Fraction(0),
    )


def _row(
    component: Component,
    own: Mapping[str, int],
    totals: Mapping[str, int],
    names: Names,
) -> Row:
    value, total = own[component.indicator], totals[component.indicator]
    share = Fraction(value, total)
    return Row(
        indicator=component.indicator,
        label=names.indicator(component.indicator),
        value=value,
        total=total,
        share=share,
        weight_basis_points=component.weight_basis_points,
        weighted=share * component.weight_basis_points / WHOLE,
    )


def _row_text(row: Row) -> Text:
    return Text(
        "%(label)s: %(value)s of %(total)s in all, that is %(share)s. It counts for %(weight)s: "
        "%(weighted)s.",
        label=row.label,
        value=row.value,
        total=row.total,
        share=percentage(row.share),
        weight=percentage(Fraction(row.weight_basis_points, WHOLE), 2),
        weighted=percentage(row.weighted),
    )


def _division_text(weight: Fraction, divisor: Fraction, rounded: int) -> Text:
    return Text(
        "Together that is a weight of %(weight)s. Divided by the divisor %(divisor)s and rounded "
        "to whole cents that is %(rounded)s.",
        weight=percentage(weight),
        divisor=decimal(divisor),
        rounded=Money(rounded),
    )


def _bound_texts(key: Key, rounded: int) -> list[Text]:
    if rounded < key.floor_cents:
        floor = Money(key.floor_cents)
        return [Text("That is less than the minimum. The minimum is %(floor)s.", floor=floor)]
    if key.ceiling_cents is not None and rounded > key.ceiling_cents:
        ceiling = Money(key.ceiling_cents)
        return [Text("That is more than the maximum. The maximum is %(ceiling)s.", ceiling=ceiling)]
    return []


def _correction_texts(cents: int) -> list[Text]:
    if not cents:
        return []
    return [
        plural(
            "Several municipalities had the same right to the last cents. "
            "The order of their codes gives this one 1 cent more.",
            "Several municipalities had the same right to the last cents. "
            "The order of their codes gives this one %(n)s cents more.",
            cents,
        )
    ]
