"""Account numbers against published examples, and what others may see of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.organisations.domain.accounts import (
    Account,
    iban_masked,
    iban_of,
    iban_shown,
    unfit_iban,
)

# The examples of the IBAN registry of SWIFT (ISO 13616), one per country.
REGISTRY = (
    "BE68539007547034",
    "NL91ABNA0417164300",
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "LU280019400644750000",
    "GB29NWBK60161331926819",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
)
# What the documentation of python-stdnum gives as valid, and as wrong with the reason.
DOCUMENTED = ("BE32 123-4567890-02", "BE31435411161155", "GR16 0110 1050 0000 1054 7023 795")
WRONG = {
    "BE41091811735141": "the national check digits",
    "BE68539007547035": "the international check digits",
    "BE6853900754703": "one digit too few",
}


@pytest.mark.parametrize("number", [*REGISTRY, *DOCUMENTED])
def test_published_examples_are_accepted(number: str) -> None:
    assert unfit_iban(iban_of(number)) is None


@pytest.mark.parametrize("number", WRONG)
def test_a_wrong_number_is_refused(number: str) -> None:
    assert unfit_iban(number) is not None


@pytest.mark.parametrize(
    "typed", ["", "BE", "68539007547034", "BE٦٨539007547034", "B" * 40, "BE\0"]
)
def test_what_has_no_shape_of_a_number_is_refused(typed: str) -> None:
    assert unfit_iban(iban_of(typed)) is not None


def test_people_type_a_number_in_many_ways() -> None:
    ways = ("be68 5390 0754 7034", "BE68-5390-0754-7034", " BE68.5390.0754.7034 ")

    assert {iban_of(way) for way in ways} == {"BE68539007547034"}
    assert iban_shown("BE68539007547034") == "BE68 5390 0754 7034"


def test_others_see_the_country_and_the_last_four() -> None:
    assert iban_masked("BE68539007547034") == "BE•• •••• •••• 7034"
    assert iban_masked("") == ""


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=15, max_size=34))
def test_a_masked_number_tells_six_signs_whatever_its_length(number: str) -> None:
    masked = iban_masked(number).replace(" ", "")

    assert masked == number[:2] + "•" * (len(number) - 6) + number[-4:]


def test_an_account_does_not_show_its_number_by_accident() -> None:
    assert "7034" not in repr(Account(iban="BE68539007547034", holder="Stad Aalst"))
