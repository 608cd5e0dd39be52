"""Numbers by hand are the numbers of Babel (CLDR, Dutch as written in Belgium)."""

from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy import language
from subsidy.core.money import Money

WHOLE = st.integers(min_value=-(10**18), max_value=10**18)


@given(WHOLE)
@example(999)
@example(1000)
@example(-1000)
def test_a_whole_number(value: int) -> None:
    assert language.number(value) == format_decimal(value, locale="nl_BE")


@given(WHOLE)
@example(5)
@example(-99)
@example(-100)
def test_an_amount(cents: int) -> None:
    shown = language.money(Money(cents))
    assert shown.startswith("€\N{NO-BREAK SPACE}")
    plain = shown[2:].replace(".", "").replace(",", "")
    assert int(plain) == cents
    assert shown[-3] == ","


def test_english_groups_by_commas() -> None:
    assert language.number(1234567, "en") == "1,234,567"
    assert language.money(Money(123456789), "en") == "€\N{NO-BREAK SPACE}1,234,567.89"
