"""Amounts as people type them: every accepted form, and a clear reason for every other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.core.amounts import parse_money
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.language import money


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("12500", 1_250_000),
        ("12.500", 1_250_000),
        ("12.500,50", 1_250_050),
        ("€ 12.500,50", 1_250_050),
        ("€12500,05", 1_250_005),
        ("  12500,00 ", 1_250_000),
        ("€\N{NO-BREAK SPACE}1.234.567,89", 123_456_789),
        ("999.999.999.999,99", 99_999_999_999_999),
    ],
)
def test_accepted(text: str, cents: int) -> None:
    assert parse_money(text) == Money(cents)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Fill in an amount"),
        ("€", "Fill in an amount"),
        ("-5", "zero or more"),
        ("€ -5,00", "zero or more"),
        ("\N{MINUS SIGN}5", "zero or more"),
        ("12500.50", "after a comma"),
        ("1.2", "after a comma"),
        ("12,500.00", "after a comma"),
        ("1.2345", "after a comma"),
        ("12,505", "two digits"),
        ("12,5", "two digits"),
        ("12,", "two digits"),
        ("1250.000", "in digits"),
        (".500", "in digits"),
        ("1e6", "in digits"),
        ("12 euro", "in digits"),
        ("1.000.000.000.000", "in digits"),
        ("1234567890123", "in digits"),
        ("\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}", "in digits"),
        ("1,00\n2,00", "in digits"),
        ("12 500", "in digits"),
    ],
)
def test_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_money(text)

    (refusal,) = caught.value.refusals
    assert reason in str(refusal.text)


@given(st.integers(0, 10**14 - 1))
def test_what_is_shown_can_be_typed(cents: int) -> None:
    assert parse_money(money(Money(cents))) == Money(cents)


@given(st.text(alphabet="0123456789.,€ -", max_size=12))
def test_every_text_is_an_amount_or_refused(text: str) -> None:
    try:
        amount = parse_money(text)
    except RefusedError:
        return
    assert parse_money(money(amount)) == amount
