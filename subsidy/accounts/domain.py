"""What an account must be: an address, a name, a password; and what of a token is stored."""

import hashlib
import re
from collections.abc import Collection
from datetime import datetime, timedelta

from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.policy import MandateKind

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254
LONGEST_NAME = 120
SIGN_IN_LASTS = timedelta(hours=12)
# WCAG 2.2.1 asks for ten times longer, or for twenty hours; NIST SP 800-63B-4 (2.2.3) for a new
# sign-in within a day. Twelve hours and twelve times an hour keep all three.
STAYS_LONGER = timedelta(hours=1)
LONGEST_SIGN_IN = timedelta(hours=24)
WARNED_BEFORE = timedelta(minutes=10)

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}")


def mixed_roles(held: Collection[MandateKind], wanted: MandateKind) -> list[Refusal]:
    """Refuse one role too many: a consultant writes for an organisation and never signs for it."""
    pair = {MandateKind.CONSULTANT, MandateKind.SIGNATORY}
    if wanted in held:
        return [Refusal(Text("This person has this role already."), "kind")]
    if wanted in pair and pair & set(held):
        return [Refusal(Text("A consultant never signs. Give this role to somebody else."), "kind")]
    return []


def same_email(typed: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return typed.strip().casefold()


def account_faults(email: str, name: str) -> list[Refusal]:
    """Return why nobody can have this account; the address in its one spelling."""
    faults = []
    if len(email) > LONGEST_EMAIL or _EMAIL.fullmatch(email) is None:
        faults.append(
            Refusal(Text("Fill in an e-mail address, like naam@gemeente.be."), "email"),
        )
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        limit = Text("Fill in a name of at most %(limit)s characters.", limit=LONGEST_NAME)
        faults.append(Refusal(limit, "name"))
    return faults


def password_faults(password: str) -> list[Refusal]:
    """Length is what counts; no rules about kinds of characters (they make passwords weaker)."""
    if len(password) < SHORTEST_PASSWORD:
        text = Text(
            "Choose a password of at least %(least)s characters. A sentence is easy to remember.",
            least=SHORTEST_PASSWORD,
        )
    elif len(password) > LONGEST_PASSWORD:
        text = Text("Choose a password of at most %(most)s characters.", most=LONGEST_PASSWORD)
    else:
        return []
    return [Refusal(text, "password")]


def longer(created_at: datetime, ends_at: datetime) -> datetime:
    """Return when a sign-in ends that is made longer once; as it was when it can be no longer."""
    return max(ends_at, min(ends_at + STAYS_LONGER, created_at + LONGEST_SIGN_IN))


def until_warning(ends_at: datetime, now: datetime) -> timedelta:
    """Return how long it takes until a page says that the sign-in ends; nothing when it does so."""
    return max(timedelta(0), ends_at - WARNED_BEFORE - now)


def token_hash(token: str) -> str:
    """Return what the database keeps of a token: who reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
