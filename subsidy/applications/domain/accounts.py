"""To which account a partner is paid: the one on file, or another one with a signed letter.

The account is part of what the partner signs; the others see only its last four signs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from subsidy.calls.domain.dossier import QUIET
from subsidy.calls.domain.regulation import PaysTo
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.organisations.domain.accounts import LONGEST_HOLDER, Account, iban_masked, unfit_iban

LETTER = "rekening:"  # before the identifier of a partner: which letter an enclosed file is
LONGEST_NAME = 120


class Source(Labelled):
    """Where an account comes from."""

    ON_FILE = "on_file", N_("The account on file: the one for the Gemeentefonds share")
    OTHER = "other", N_("Another account, with a letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Who signed for another account, when, and in which file; each may still be missing."""

    mayor: str = ""
    financial_director: str = ""
    dated: date | None = None
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAccount:
    """The account of one partner in an application. ``letter``: for another than on file."""

    partner_id: str
    iban: str = field(repr=False)
    holder: str
    source: Source
    letter: Letter | None = field(default=None, metadata=QUIET)

    @property
    def masked(self) -> str:
        return iban_masked(self.iban)

    @property
    def account(self) -> Account:
        return Account(iban=self.iban, holder=self.holder)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What somebody chose; of the account on file nothing is typed."""

    source: Source
    iban: str = field(default="", repr=False)
    holder: str = ""
    mayor: str = ""
    financial_director: str = ""
    dated: date | None = None


def letter_key(partner_id: str) -> str:
    """Return under which key the letter of a partner is enclosed; no question has such a key."""
    return f"{LETTER}{partner_id}"


def is_paid(pays_to: PaysTo | None, requested: Money, *, lead: bool) -> bool:
    """Whether the call pays to the account of this partner."""
    if pays_to is PaysTo.LEAD:
        return lead
    return pays_to is PaysTo.PARTNERS and bool(requested)


# What cannot be saved -----------------------------------------------------------------------------


def unfit(typed: NewAccount, on_file: Account | None, today: date) -> Iterator[Refusal]:
    """Say everything that is wrong with what was chosen, each at its place."""
    if typed.source is Source.ON_FILE:
        if on_file is None:
            text = Text("The agency did not confirm an account yet. Choose another account.")
            yield Refusal(text, "source")
        return
    wrong = unfit_iban(typed.iban)
    if wrong is not None:
        yield Refusal(wrong, "iban")
    if not typed.holder:
        yield Refusal(Text("Fill in whose name is on the account."), "holder")
    yield from _too_long(typed)
    if typed.dated is not None and typed.dated > today:
        yield Refusal(Text("Fill in a day that is not in the future."), "dated")


def _too_long(typed: NewAccount) -> Iterator[Refusal]:
    limits = {"holder": LONGEST_HOLDER, "mayor": LONGEST_NAME, "financial_director": LONGEST_NAME}
    for name, limit in limits.items():
        if len(getattr(typed, name)) > limit:
            yield Refusal(Text("Use at most %(limit)s characters.", limit=limit), name)


def chosen(partner_id: str, typed: NewAccount, on_file: Account | None) -> FileAccount:
    """Return the account as it is kept: what is on file needs no letter, however it was typed."""
    account = Account(iban=typed.iban, holder=typed.holder)
    if on_file is not None and (typed.source is Source.ON_FILE or account.iban == on_file.iban):
        return FileAccount(
            partner_id=partner_id,
            iban=on_file.iban,
            holder=on_file.holder,
            source=Source.ON_FILE,
        )
    letter = Letter(
        mayor=typed.mayor, financial_director=typed.financial_director, dated=typed.dated
    )
    return FileAccount(
        partner_id=partner_id,
        iban=account.iban,
        holder=account.holder,
        source=Source.OTHER,
        letter=letter,
    )


def enclosed(account: FileAccount, name: str, sha256: str) -> FileAccount:
    """Return the account with its letter as it is enclosed."""
    return replace(account, letter=replace(account.letter or Letter(), name=name, sha256=sha256))


# What is missing, and what is signed --------------------------------------------------------------


def gaps(partner_id: str, name: str, account: FileAccount | None) -> Iterator[Refusal]:
    """Say what lacks before somebody can pay this partner; the place links to its account."""
    place = f"account.{partner_id}"
    if account is None:
        text = N_("Fill in to which account %(partner)s receives its money.")
        yield Refusal(Text(text, partner=name), place)
        return
    if account.source is Source.ON_FILE:
        return
    letter = account.letter or Letter()
    if not letter.sha256:
        text = N_("Enclose the letter for the other account of %(partner)s.")
        yield Refusal(Text(text, partner=name), place)
    if not (letter.mayor and letter.financial_director and letter.dated):
        text = N_("Fill in who signed the letter for the account of %(partner)s, and when.")
        yield Refusal(Text(text, partner=name), place)


def signed(account: FileAccount) -> dict[str, Any]:
    """Return what the partner signs of its account, as plain data."""
    letter = account.letter
    kept = {
        "iban": account.iban,
        "holder": account.holder,
        "source": account.source.value,
    }
    if letter is None:
        return kept
    return kept | {
        "mayor": letter.mayor,
        "financial_director": letter.financial_director,
        "dated": None if letter.dated is None else letter.dated.isoformat(),
        "letter": letter.name,
        "sha256": letter.sha256,
    }
