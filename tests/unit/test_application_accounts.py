"""To which account a partner is paid, what lacks, and what a file without it never shows."""

from dataclasses import replace
from datetime import date

import pytest

from subsidy.applications.domain.accounts import (
    FileAccount,
    Letter,
    NewAccount,
    Source,
    chosen,
    gaps,
    is_paid,
    unfit,
)
from subsidy.applications.domain.resigning import changed_since
from subsidy.applications.domain.signing import not_ready_to_sign, signed_part
from subsidy.applications.domain.snapshot import canonical, plain, read
from subsidy.calls.domain.regulation import PaysTo
from subsidy.core.money import Money
from subsidy.organisations.domain.accounts import Account
from tests.support.case_files import YEARS, complete_file

ON_FILE = Account(iban="BE68539007547034", holder="Stad Aalst")
TODAY = date(2021, 10, 1)
OTHER = NewAccount(
    source=Source.OTHER,
    iban="BE31435411161155",
    holder="Stad Aalst",
    mayor="Griet De Backer",
    financial_director="Leen Aerts",
    dated=date(2021, 9, 20),
)
LETTER = Letter(
    mayor="Griet De Backer",
    financial_director="Leen Aerts",
    dated=date(2021, 9, 20),
    name="brief.pdf",
    sha256="ab" * 32,
)


@pytest.mark.parametrize(
    ("pays_to", "lead", "amount", "paid"),
    [
        (None, True, 100, False),
        (PaysTo.LEAD, True, 0, True),
        (PaysTo.LEAD, False, 100, False),
        (PaysTo.PARTNERS, False, 100, True),
        (PaysTo.PARTNERS, True, 0, False),
    ],
)
def test_whose_account_a_call_pays_to(
    pays_to: PaysTo | None, *, lead: bool, amount: int, paid: bool
) -> None:
    assert is_paid(pays_to, Money(amount), lead=lead) is paid


def test_what_is_on_file_is_copied_and_needs_no_letter() -> None:
    account = chosen("p0", NewAccount(source=Source.ON_FILE), ON_FILE)

    assert account.account == ON_FILE
    assert list(gaps("p0", "Aalst", account)) == []
    typed = replace(OTHER, iban=ON_FILE.iban)
    assert chosen("p0", typed, ON_FILE) == account  # typed over from the account on file


def test_another_account_needs_the_letter_and_both_names_and_the_day() -> None:
    account = chosen("p0", OTHER, ON_FILE)
    bare = chosen("p0", NewAccount(source=Source.OTHER, iban=OTHER.iban, holder="x"), None)

    assert [str(gap.place) for gap in gaps("p0", "Aalst", account)] == ["account.p0"]
    assert len(list(gaps("p0", "Aalst", bare))) == 2
    assert list(gaps("p0", "Aalst", replace(account, letter=LETTER))) == []
    assert len(list(gaps("p0", "Aalst", None))) == 1


def test_everything_wrong_with_an_account_is_said_at_once() -> None:
    wrong = NewAccount(source=Source.OTHER, iban="BE00", mayor="x" * 121, dated=date(2021, 10, 2))

    assert [one.place for one in unfit(wrong, None, TODAY)] == ["iban", "holder", "mayor", "dated"]
    assert list(unfit(OTHER, None, TODAY)) == []
    nothing = list(unfit(NewAccount(source=Source.ON_FILE), None, TODAY))
    assert [one.place for one in nothing] == ["source"]


def test_a_file_of_a_call_that_asks_no_account_keeps_its_text() -> None:
    text = canonical(plain(complete_file()))

    assert "account" not in text
    assert "pays_to" not in text
    assert "account" not in canonical(signed_part(complete_file(), "p0"))


def test_who_is_paid_cannot_sign_without_an_account_and_nobody_else_is_kept_from_it() -> None:
    file = replace(complete_file(), pays_to=PaysTo.LEAD)

    assert [one.place for one in not_ready_to_sign(file, "p0", YEARS)] == ["account.p0"]
    assert not_ready_to_sign(file, "p1", YEARS) == []
    paid = replace(file, accounts=(chosen("p0", NewAccount(source=Source.ON_FILE), ON_FILE),))
    assert not_ready_to_sign(paid, "p0", YEARS) == []


def test_an_account_is_read_back_as_it_was_kept() -> None:
    account = replace(chosen("p0", OTHER, None), letter=LETTER)

    assert read(FileAccount, plain(account)) == account


def test_what_changed_of_an_account_is_named_with_both_answers() -> None:
    file = complete_file()
    before = replace(file, accounts=(chosen("p0", NewAccount(source=Source.ON_FILE), ON_FILE),))
    after = replace(file, accounts=(replace(chosen("p0", OTHER, None), letter=LETTER),))

    found = changed_since(signed_part(before, "p0"), signed_part(after, "p0"))

    shown = {str(one.label.msgid): (one.theirs, one.mine) for one in found}
    assert shown["Account number (IBAN)"] == ("BE68 5390 0754 7034", "BE31 4354 1116 1155")
    assert shown["Date of the letter"] == (None, date(2021, 9, 20))
    assert shown["Which account?"] == (Source.ON_FILE.label, Source.OTHER.label)


def test_an_account_does_not_show_its_number_by_accident() -> None:
    account = chosen("p0", OTHER, None)

    assert "1116" not in repr(account)
    assert "1116" not in repr(OTHER)
    assert account.masked == "BE•• •••• •••• 1155"
