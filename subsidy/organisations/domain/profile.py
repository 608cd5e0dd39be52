"""What an organisation says of itself once: contact, account, who decides, what it does already.

It feeds applications as a suggestion. What somebody signed or submitted is a copy: a later profile
changes nothing of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from subsidy.core.contacts import LONGEST_TELEPHONE, SHORTEST_TELEPHONE, is_email
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled, chosen
from subsidy.core.text import N_, Text
from subsidy.organisations.domain.accounts import LONGEST_HOLDER, Account, unfit_iban
from subsidy.organisations.domain.actions import ExistingAction


class Body(Labelled):
    """Who decides in a local authority, the one that most often decides on a subsidy first."""

    COLLEGE = "college", N_("board of mayor and aldermen")
    COUNCIL = "council", N_("municipal council")
    FIXED_BUREAU = "fixed_bureau", N_("permanent bureau")
    WELFARE_COUNCIL = "welfare_council", N_("council for social welfare")
    BOARD = "board", N_("board of directors")
    ASSEMBLY = "assembly", N_("general assembly")


class AccountState(Labelled):
    """What the agency knows of the account in a profile."""

    TO_CONFIRM = "te-bevestigen", N_("not confirmed yet"), "yellow"
    ON_FILE = "bevestigd", N_("confirmed"), "green"
    NONE = "geen", N_("no account"), "grey"


class PartnerKind(Labelled):
    """With whom an organisation works: the list of the accountability form of 2022."""

    LOCAL_AUTHORITIES = "local_authorities", N_("Other local authorities")
    SOCIAL = "social", N_("Social organisations")
    PRIVATE = "private", N_("Private firms")
    CITIZENS = "citizens", N_("Citizens")
    PROVINCE = "province", N_("The province")
    INTERMUNICIPAL = "intermunicipal", N_("An intermunicipal association")
    NONE = "none", N_("No partners")
    OTHER = "other", N_("Other partners")


LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "first_name": 60,
        "family_name": 80,
        "function": 120,
        "telephone": 40,
        "email": 254,
        "account_holder": LONGEST_HOLDER,
        "mayor": 120,
        "general_director": 120,
        "financial_director": 120,
    }
)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "first_name": N_("First name"),
        "family_name": N_("Family name"),
        "function": N_("Function"),
        "telephone": N_("Telephone"),
        "email": N_("E-mail address"),
        "iban": N_("Account number (IBAN)"),
        "account_holder": N_("In whose name is the account?"),
        "bodies": N_("Which bodies decide?"),
        "mayor": N_("Mayor"),
        "general_director": N_("General director"),
        "financial_director": N_("Financial director"),
        "actions": N_("What do you already do for e-inclusion?"),
        "partners": N_("With whom do you already work?"),
    }
)
NOTHING_ELSE: Mapping[str, Labelled] = MappingProxyType(
    {"actions": ExistingAction.NONE_YET, "partners": PartnerKind.NONE}
)
"""What can only be chosen alone."""
PEOPLE = (
    "first_name",
    "family_name",
    "function",
    "telephone",
    "email",
    "mayor",
    "general_director",
    "financial_director",
)
"""What is about somebody, and not about the organisation: it is kept for a term only."""
KEPT_FOR = timedelta(days=3 * 365 + 1)
"""How long that is after somebody last saved it; our choice, no rule of law names a term."""
_BETWEEN = re.compile(r"[\s./()\-]")
_TELEPHONE = re.compile(r"\+[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything may stay empty: a profile is a help, not a duty."""

    first_name: str = ""
    family_name: str = ""
    function: str = ""
    telephone: str = ""
    email: str = ""
    iban: str = field(default="", repr=False)
    account_holder: str = ""
    bodies: tuple[Body, ...] = ()
    mayor: str = ""
    general_director: str = ""
    financial_director: str = ""
    actions: tuple[ExistingAction, ...] = ()
    partners: tuple[PartnerKind, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.family_name}".strip()

    @property
    def account(self) -> Account:
        return Account(iban=self.iban, holder=self.account_holder)

    @property
    def names_people(self) -> bool:
        return any(getattr(self, name) for name in PEOPLE)

    @property
    def decides(self) -> Body | None:
        """Return the body that decides on a subsidy, as far as the profile says so."""
        return self.bodies[0] if self.bodies else None


CODES: Mapping[str, type[Labelled]] = MappingProxyType(
    {"bodies": Body, "actions": ExistingAction, "partners": PartnerKind}
)
TEXTS = tuple(each.name for each in fields(Profile) if each.name not in CODES)


def chosen_codes(codes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was stored of each list, as members."""
    return {name: chosen(kind, codes.get(name, ())) for name, kind in CODES.items()}


def kept_until(saved_at: datetime) -> datetime:
    """Return from when on the names and contacts of a profile are erased."""
    return saved_at + KEPT_FOR


def telephone_of(typed: str) -> str:
    """Return a number with its country: one that begins with a single 0 is Belgian."""
    digits = _BETWEEN.sub("", typed)
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+32{digits[1:]}" if digits.startswith("0") else digits


def unfit(profile: Profile) -> list[Refusal]:
    """Say everything that is wrong with what was typed, each at its place."""
    return [
        *_too_long(profile),
        *_unfit_telephone(profile.telephone),
        *_unfit_email(profile.email),
        *_unfit_account(profile.account),
        *_nothing_and_more(profile),
    ]


def _too_long(profile: Profile) -> Iterator[Refusal]:
    for name, limit in LIMITS.items():
        if len(getattr(profile, name)) > limit:
            yield Refusal(Text("Use at most %(limit)s characters.", limit=limit), name)


def _unfit_telephone(telephone: str) -> Iterator[Refusal]:
    number = telephone_of(telephone)
    fits = _TELEPHONE.fullmatch(number) and number.isascii()
    if telephone and not (fits and SHORTEST_TELEPHONE < len(number) <= LONGEST_TELEPHONE + 1):
        yield Refusal(Text("Fill in a telephone number such as 053 72 34 00."), "telephone")


def _unfit_email(email: str) -> Iterator[Refusal]:
    if email and not is_email(email):
        yield Refusal(Text("Fill in an e-mail address such as name@municipality.be."), "email")


def _unfit_account(account: Account) -> Iterator[Refusal]:
    if account.iban:
        wrong = unfit_iban(account.iban)
        if wrong is not None:
            yield Refusal(wrong, "iban")
        if not account.holder:
            yield Refusal(Text("Fill in whose name is on the account."), "account_holder")
    elif account.holder:
        yield Refusal(Text("Fill in the account number, or leave the name empty."), "iban")


def _nothing_and_more(profile: Profile) -> Iterator[Refusal]:
    for name, alone in NOTHING_ELSE.items():
        picked = getattr(profile, name)
        if alone in picked and len(picked) > 1:
            text = Text("Choose “%(alone)s” alone, or choose the others.", alone=alone.label)
            yield Refusal(text, name)


# What a profile suggests --------------------------------------------------------------------------


def differences(theirs: Profile, mine: Profile) -> tuple[str, ...]:
    """Return the names of what two people wrote differently; never the answers themselves."""
    return tuple(name for name in LABELS if getattr(theirs, name) != getattr(mine, name))
