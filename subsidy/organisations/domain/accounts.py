"""Account numbers: what is one, how people read it, and what others see of it.

An account number is never part of a message, a reason in the log of acts, or of how a value shows
itself: ``Account`` hides it, so that no log holds it by accident.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from stdnum import iban as international
from stdnum.be import iban as belgian
from stdnum.exceptions import InvalidComponent, ValidationError

from subsidy.core.text import Text

LONGEST_IBAN = 34
LONGEST_HOLDER = 160
HIDDEN = "•"
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_BETWEEN = re.compile(r"[\s.\-]")
_COUNTRY, _LAST = 2, 4  # what everybody may see of a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account to pay to; the holder is the organisation in whose name it is."""

    iban: str = field(default="", repr=False)
    holder: str = ""


def iban_of(typed: str) -> str:
    """Return a number as it is stored: capitals and digits, without what people put between."""
    return _BETWEEN.sub("", typed).upper()


def unfit_iban(iban: str) -> Text | None:
    """Say what is wrong with a number; of Belgian ones the national check counts too."""
    if not _SHAPE.fullmatch(iban):
        return Text("Fill in an account number such as BE68 5390 0754 7034.")
    try:
        _check(iban)
    except ValidationError:
        return Text("Check the account number: a digit or letter in it is wrong or missing.")
    return None


def _check(iban: str) -> None:
    """Raise ValidationError for a number that does not fit.

    A Belgian bank that the library does not know is no fault: its list ages, and even the example
    that Belgium published is not on it.
    """
    if not iban.startswith("BE"):
        international.validate(iban)
        return
    with suppress(InvalidComponent):
        belgian.validate(iban)


def iban_shown(iban: str) -> str:
    """Return a number in groups of four, as it stands on a bank card."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def iban_masked(iban: str) -> str:
    """Return what others may see of a number: the country and the last four signs."""
    if len(iban) <= _COUNTRY + _LAST:
        return HIDDEN * len(iban)
    middle = HIDDEN * (len(iban) - _COUNTRY - _LAST)
    return iban_shown(iban[:_COUNTRY] + middle + iban[-_LAST:])
