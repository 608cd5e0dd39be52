"""Looking for partners: what an organisation publishes of it, and for how long it can."""

from collections.abc import Iterator
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.text import Text

LONGEST_WISH = 500
LONGEST_CONTACT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """``contact``: how others reach whoever looks for partners; everybody reads it."""

    text: str
    contact: str


def unfit(wish: Wish) -> Iterator[Refusal]:
    asked = (
        ("text", wish.text, LONGEST_WISH, Text("Write with whom you want to work, and on what.")),
        ("contact", wish.contact, LONGEST_CONTACT, Text("Write how others can reach you.")),
    )
    for place, typed, limit, missing in asked:
        if not typed.strip():
            yield Refusal(missing, place)
        elif len(typed) > limit:
            yield Refusal(Text("Use at most %(limit)s characters.", limit=limit), place)
