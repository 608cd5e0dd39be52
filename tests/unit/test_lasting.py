"""What stays after the subsidy: shares, gaps and classes of risk, counted by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.applications.domain.lasting import Lasting, lasting
from subsidy.calls.domain.dossier import Promise, PromiseYear, Realisation, Risk, Stays
from subsidy.calls.domain.rules import promise_gaps
from subsidy.core.money import Money

GUIDE = Realisation(id="gids", title="Gids")


def years(*rows: tuple[int, int]) -> tuple[PromiseYear, ...]:
    """Return years after the end, of cost and funded amount in euro."""
    return tuple(
        PromiseYear(2024 + place, Money(cost * 100), Money(funded * 100))
        for place, (cost, funded) in enumerate(rows)
    )


SOUND = Promise(
    realisation_id="gids",
    partner_id="aalst",
    stays=Stays.STAYS,
    owner="Team onthaal",
    decided_on=date(2022, 9, 1),
    risk=Risk.LOW,
    years=years((1_000, 1_000), (1_000, 1_000)),
)


def one(*promises: Promise) -> Lasting:
    (found,) = lasting((GUIDE,), promises)
    return found


def test_all_paid_and_decided_is_a_low_risk_with_its_reason() -> None:
    found = one(SOUND)

    assert (found.risk, found.gap, len(found.reasons)) == (Risk.LOW, Money(0), 1)
    assert [year.share for year in found.years] == [10_000, 10_000]


def test_who_pays_how_much_in_which_year() -> None:
    """3,000 is paid in 2024, of which 1,000 by the province; 500 in 2025, all by the province."""
    paid = (
        PromiseYear(2024, Money(4_000_00), Money(3_000_00), Money(1_000_00)),
        PromiseYear(2025, Money(4_000_00), Money(500_00), Money(500_00)),
    )
    promise = replace(
        SOUND, funding_source="Eigen budget", second_source="De provincie", years=paid
    )

    assert [(each.name, each.amounts) for each in promise.sources] == [
        ("Eigen budget", ((2024, Money(2_000_00)),)),
        ("De provincie", ((2024, Money(1_000_00)), (2025, Money(500_00)))),
    ]
    assert promise.gap == Money(4_500_00)  # 1,000 and 3,500: one source fills no gap twice


def test_money_of_a_source_without_a_name_is_missing_and_one_source_is_enough() -> None:
    shared = PromiseYear(2024, Money(900), Money(900), Money(1))
    nameless = replace(SOUND, funding_source="Eigen budget", years=(shared,))

    says = [text.msgid for text in promise_gaps(nameless, {2024})]
    assert "who the second or third source of money is" in says
    all_of_it = PromiseYear(2024, Money(900), Money(900), Money(900))
    alone = replace(nameless, funding_source="", years=(all_of_it,))
    both = [text.msgid for text in promise_gaps(alone, {2024})]
    assert "who pays the cost" in both
    assert "who the second or third source of money is" in both
    assert [each.name for each in replace(SOUND, funding_source="Eigen budget").sources] == [
        "Eigen budget"
    ]


def test_money_too_much_fills_no_other_year_and_no_other_partner() -> None:
    rich = replace(SOUND, years=years((1_000, 3_000), (1_000, 500)))
    poor = replace(SOUND, partner_id="lede", years=years((500, 0), (0, 0)))

    found = one(rich, poor)

    assert [year.gap for year in found.years] == [Money(500_00), Money(500_00)]
    assert [year.share for year in found.years] == [6_666, 5_000]  # 1,000 of 1,500; 500 of 1,000
    assert found.gap == Money(1_000_00)


@pytest.mark.parametrize(
    ("change", "risk", "reasons"),
    [
        ({"decided_on": None}, Risk.MEDIUM, 1),
        ({"owner": ""}, Risk.MEDIUM, 1),
        ({"owner": "", "decided_on": None}, Risk.MEDIUM, 2),
        ({"risk": Risk.HIGH}, Risk.MEDIUM, 1),
        ({"years": years((1_000, 999))}, Risk.MEDIUM, 1),
        ({"years": years((1_000, 500))}, Risk.MEDIUM, 1),
        ({"years": years((1_000, 499))}, Risk.HIGH, 1),
        ({"years": years((1_000, 499), (1_000, 999))}, Risk.HIGH, 2),
        ({"stays": Stays.STOPS, "owner": "", "decided_on": None}, Risk.HIGH, 1),
        ({"stays": None}, Risk.HIGH, 1),
        ({"stays": Stays.HANDED_OVER}, Risk.LOW, 1),
        ({"years": years((0, 0))}, Risk.LOW, 1),
    ],
)
def test_each_reason_raises_the_class_it_should(
    change: dict[str, object], risk: Risk, reasons: int
) -> None:
    found = one(replace(SOUND, **change))  # type: ignore[arg-type]  # each change fits its field

    assert (found.risk, len(found.reasons)) == (risk, reasons)


def test_what_nobody_promised_is_a_high_risk() -> None:
    assert one().risk is Risk.HIGH
    assert one().years == ()


def test_one_partner_that_stops_ends_nothing_while_another_carries_it() -> None:
    stops = replace(SOUND, partner_id="lede", stays=Stays.STOPS, owner="", decided_on=None)

    assert one(SOUND, replace(stops, years=())).risk is Risk.LOW


amounts = st.integers(0, 5_000)


@given(st.lists(st.lists(st.tuples(amounts, amounts), max_size=4), max_size=4))
def test_a_share_is_whole_exactly_when_no_gap_is_left(rows: list[list[tuple[int, int]]]) -> None:
    promises = [
        replace(SOUND, partner_id=f"p{place}", years=years(*each))
        for place, each in enumerate(rows)
    ]
    found = one(*promises)

    for year in found.years:
        assert 0 <= year.share <= 10_000
        assert (year.share == 10_000) == (year.gap == Money(0))
    assert found.gap == Money.total(promise.gap for promise in promises)
