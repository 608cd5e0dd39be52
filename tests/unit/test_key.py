"""The distribution key by hand, the real amounts of 2022, and the figures of the simulation."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subsidy.organisations
from subsidy.allocation.domain import Share, distribute
from subsidy.allocation.domain.key import (
    Component,
    Indicator,
    Key,
    Names,
    decimal,
    explain,
    faults,
    percentage,
    shares,
    weights,
)
from subsidy.allocation.domain.simulation import Spread, compare, spread, summary
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.language import words

# By hand: 70 % inhabitants, 30 % elderly.
#   Aalst  100 of 400 = 1/4, 30 of 60 = 1/2:  0.70 * 1/4 + 0.30 * 1/2 = 0.325
#   Boom   300 of 400 = 3/4, 30 of 60 = 1/2:  0.70 * 3/4 + 0.30 * 1/2 = 0.675
KEY = Key((Component("inhabitants", 7_000), Component("elderly", 3_000)))
VALUES = {
    "41002": {"inhabitants": 100, "elderly": 30},
    "11005": {"inhabitants": 300, "elderly": 30},
}
NAMES = Names(
    {"41002": "Aalst", "11005": "Boom"},
    {"inhabitants": Indicator("inhabitants", Text("People"))},
)


def test_weights_by_hand() -> None:
    assert weights(KEY, VALUES) == {"41002": Fraction(325, 1000), "11005": Fraction(675, 1000)}
    assert weights(KEY, {}) == {}


def test_an_amount_by_hand_and_its_explanation() -> None:
    """1,000.03 euro: Boom 0.675 = 675.02025, Aalst 0.325 = 325.00975."""
    found = distribute(1_000_03, shares(KEY, VALUES))
    assert found.amounts == {"11005": 675_02, "41002": 325_01}
    told = explain(KEY, VALUES, found, "11005", NAMES)
    assert [(row.value, row.total, row.share, row.weighted) for row in told.rows] == [
        (300, 400, Fraction(3, 4), Fraction(525, 1000)),
        (30, 60, Fraction(1, 2), Fraction(150, 1000)),
    ]
    assert told.weight == Fraction(675, 1000)
    assert (told.rounded_cents, told.bounded_cents, told.amount_cents) == (675_02,) * 3
    sentences = [words(text).replace("\N{NO-BREAK SPACE}", " ") for text in told.sentences]
    assert sentences[0] == (
        "People: 300 van in totaal 400, dat is 75,0000 %. Dit telt mee voor 70,00 %: 52,5000 %."
    )
    assert sentences[-1] == "Het trekkingsrecht is € 675,02."
    divisor = float(told.divisor)
    assert round(0.675 / divisor) == 675_02


def test_bounds_and_equal_rights_are_told() -> None:
    bounded = Key(KEY.components, 400_00, 500_00)
    found = distribute(900_00, shares(bounded, VALUES))
    assert found.amounts == {"11005": 500_00, "41002": 400_00}
    low, high = (explain(bounded, VALUES, found, id_, NAMES) for id_ in ("41002", "11005"))
    assert low.bounded_cents == 400_00 > low.rounded_cents
    assert high.bounded_cents == 500_00 < high.rounded_cents
    assert "less than the minimum" in str(low.sentences[-2])
    assert "more than the maximum" in str(high.sentences[-2])
    equal = {id_: {"inhabitants": 1, "elderly": 1} for id_ in "abc"}
    split = distribute(1_00, shares(KEY, equal))
    assert split.amounts == {"a": 34, "b": 33, "c": 33}
    assert "1 cent more" in str(explain(KEY, equal, split, "a").sentences[-2])
    assert len(explain(KEY, equal, split, "b").sentences) == 4


@given(
    st.dictionaries(
        st.text("0123456789", min_size=1, max_size=5),
        st.fixed_dictionaries({"inhabitants": st.integers(1, 10**6), "elderly": st.integers(1, 9)}),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 10**9),
)
def test_the_whole_is_always_one_and_every_explanation_ends_at_the_amount(
    values: dict[str, dict[str, int]], envelope: int
) -> None:
    assert sum(weights(KEY, values).values()) == 1
    found = distribute(envelope, shares(KEY, values))
    assert sum(found.amounts.values()) == envelope
    for id_ in values:
        told = explain(KEY, values, found, id_)
        assert told.amount_cents == told.bounded_cents + found.corrections.get(id_, 0)


def test_a_missing_value_is_refused_by_name_and_never_zero() -> None:
    values = {
        "41002": {"inhabitants": 100},
        "11005": {"inhabitants": -1, "elderly": 3},
        "44021": {"inhabitants": 0, "elderly": 0},
    }
    with pytest.raises(RefusedError) as refused:
        weights(KEY, values, NAMES)
    told = {refusal.place: str(refusal.text) for refusal in refused.value.refusals}
    assert set(told) == {"41002:elderly", "11005:inhabitants"}
    assert told["41002:elderly"].startswith("Aalst has no value for “elderly”")
    assert told["11005:inhabitants"].startswith("The value of Boom for “People”")


def test_an_indicator_that_is_zero_everywhere_cannot_share() -> None:
    values = {id_: {"inhabitants": 5, "elderly": 0} for id_ in ("a", "b")}
    with pytest.raises(RefusedError, match="zero everywhere") as refused:
        weights(KEY, values)
    assert [refusal.place for refusal in refused.value.refusals] == ["components-1"]


def test_every_fault_of_a_key_at_once() -> None:
    key = Key(
        (Component("inhabitants", 5_000), Component("moon", 0), Component("inhabitants", 4_999)),
        floor_cents=10,
        ceiling_cents=9,
    )
    assert [fault.place for fault in faults(key, ["inhabitants"])] == [
        "components-1",
        "components-1",
        "components-2",
        "components",
        "ceiling",
    ]
    assert [fault.place for fault in faults(Key((), -1), [])] == ["components", "floor"]
    assert faults(KEY, ["inhabitants", "elderly"]) == ()
    with pytest.raises(ValueError, match="key with faults"):
        weights(key, {})


def test_numbers_in_words() -> None:
    assert words(percentage(Fraction(1, 3))) == "33,3333\N{NO-BREAK SPACE}%"
    assert words(percentage(Fraction(1))) == "100,0000\N{NO-BREAK SPACE}%"
    assert str(percentage(Fraction(9999, 10_000), 2)) == "99.99 %"
    assert words(decimal(Fraction(66_667, 10**14))) == "0,00000000066667"
    assert str(decimal(Fraction(58_420))) == "58420.0"


def _published() -> list[dict[str, str]]:
    data = Path(subsidy.organisations.__file__).parent / "data"
    with (data / "published_amounts.csv").open(encoding="utf-8", newline="") as file:
        amounts = {row["nis_code"]: row for row in csv.DictReader(file)}
    with (data / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return [row | amounts[row["nis_code"]] for row in csv.DictReader(file)]


def test_the_published_amounts_of_2022_come_back_to_the_cent() -> None:
    """The agency's maximum per municipality, whole euro, 23,124,995 in all (e-inclusion 2022)."""
    published = {
        row["nis_code"]: int(euro)
        for row in _published()
        if (euro := row["einclusion_2022_maximum_eur"])
    }
    shares_ = [Share(id_, Fraction(euro)) for id_, euro in published.items()]
    found = distribute(23_124_995_00, shares_)
    assert found.amounts == {id_: euro * 100 for id_, euro in published.items()}
    assert sum(distribute(23_125_000_00, shares_).amounts.values()) == 23_125_000_00


def test_the_known_figures_of_the_distribution_of_2022() -> None:
    """Median 38,030; per inhabitant 1.49 to 6.86, median 2.49 (research on the published list)."""
    rows = [row for row in _published() if row["einclusion_2022_maximum_eur"]]
    amounts = {row["nis_code"]: int(row["einclusion_2022_maximum_eur"]) * 100 for row in rows}
    inhabitants = {row["nis_code"]: int(row["population_2021"]) for row in rows}
    found = summary(amounts, inhabitants)
    assert (found.recipients, found.total_cents) == (299, 23_124_995_00)
    assert found.amount == Spread(Fraction(3_176_00), Fraction(38_030_00), Fraction(3_633_512_00))
    assert found.per_inhabitant is not None
    each = found.per_inhabitant
    assert [round(float(x)) for x in (each.least, each.median, each.most)] == [149, 249, 686]


def test_the_middle_of_an_even_number_is_exact() -> None:
    assert spread([4, 1, 3, 1]) == Spread(Fraction(1), Fraction(2), Fraction(4))
    assert spread([1, 2]) == Spread(Fraction(1), Fraction(3, 2), Fraction(2))
    assert spread([]) is None


def test_two_distributions_side_by_side() -> None:
    found = compare({"a": 10, "b": 20, "c": 5}, {"a": 15, "b": 15, "d": 5}, {"a": 10, "d": 0})
    assert [(c.id, c.difference_cents) for c in found.changes] == [
        ("a", 5),
        ("d", 5),
        ("b", -5),
        ("c", -5),
    ]
    assert (found.gaining, found.losing, found.unchanged, found.moved_cents) == (2, 2, 0, 10)
    assert found.before.total_cents == found.after.total_cents == 35
    assert found.after.per_inhabitant == Spread(Fraction(3, 2), Fraction(3, 2), Fraction(3, 2))
    assert summary({}, {}).amount is None
