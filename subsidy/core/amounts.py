"""From what a person types to whole cents: strict, so that nobody is a factor thousand wrong."""

import re

from subsidy.core.errors import RefusedError, refuse
from subsidy.core.money import Money
from subsidy.core.text import Text

_EUROS = r"[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3}"
_AMOUNT = re.compile(rf"(?P<euros>{_EUROS})(?:,(?P<cents>[0-9]{{2}}))?")
_POINT_AS_COMMA = re.compile(r"[0-9][0-9.,]*\.(?:[0-9]{1,2}|[0-9]{4,})")
_ODD_CENTS = re.compile(r"[0-9][0-9.]*,[0-9]*")


def parse_money(text: str) -> Money:
    """Read ``12500``, ``12.500``, ``12500,50`` or ``€ 12.500,50``; refuse everything in doubt.

    Raises RefusedError with one reason that says what to write instead.
    """
    bare = text.strip().removeprefix("€").strip()
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise _refusal(bare, text.strip())
    return Money(int(match["euros"].replace(".", "")) * 100 + int(match["cents"] or 0))


def _refusal(bare: str, typed: str) -> RefusedError:
    if not bare:
        return refuse(Text("Fill in an amount, like 12.500,50."))
    if bare[0] in "-\N{MINUS SIGN}\N{EN DASH}":
        return refuse(Text("Fill in an amount of zero or more."))
    if _POINT_AS_COMMA.fullmatch(bare):
        return refuse(
            Text("Write cents after a comma: 12500,50. You wrote “%(typed)s”.", typed=typed)
        )
    if _ODD_CENTS.fullmatch(bare):
        return refuse(
            Text("Write two digits after the comma: 12500,50. You wrote “%(typed)s”.", typed=typed)
        )
    return refuse(
        Text("Write the amount in digits, like 12.500,50. You wrote “%(typed)s”.", typed=typed)
    )
