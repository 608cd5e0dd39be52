"""What an applicant holds against jurors, without knowing who they are.

The names of a jury are sealed. An applicant can still say whom the jury should not hear: an
organisation or a person, in words. Whoever in the jury is meant, is out at once; the answer to the
applicant is the same whether anybody is. A lift is for the chair, as with every conflict.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from subsidy.core.errors import Refusal
from subsidy.core.text import Text, plural
from subsidy.scoring.domain.conflicts import ConflictKind, Reason, Source, Ties

MOST_OBJECTIONS = 5  # per file: who objects to everybody would choose the jury
LASTS = timedelta(days=90)
"""How long after closing one can object: the same for all, and nothing in it tells of the jury."""
_KIND_OF_BODY = re.compile(r"^(de )?(stad|gemeente) ")
_NUMBER = re.compile(r"0\d{9}|1\d{9}")


@dataclass(frozen=True, slots=True)
class Objection:
    """``against``: a name of an organisation or a person, or an enterprise number, as typed."""

    kind: ConflictKind
    against: str
    reason: str


def objected(juror: Ties, objections: Collection[Objection]) -> tuple[Reason, ...]:
    """Return what applicants object that is about this juror."""
    if not objections:  # of most files nothing: nobody needs the names
        return ()
    mine = _names(juror)
    return tuple(
        Reason(
            each.kind,
            Text("%(name)s: %(reason)s", name=each.against, reason=each.reason),
            Source.OBJECTED,
        )
        for each in objections
        if key_of(each.against) in mine
    )


def key_of(typed: str) -> str:
    """Return what two spellings of one name have in common: "Stad Aalst" and "aalst"."""
    digits = re.sub(r"[\s.\-]", "", typed).removeprefix("BE").removeprefix("be")
    if _NUMBER.fullmatch(digits):
        return digits
    plain = unicodedata.normalize("NFKD", typed.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _KIND_OF_BODY.sub("", " ".join(re.findall(r"\w+", letters)))


def faults(said: Objection, earlier: Collection[str], left: timedelta) -> tuple[Refusal, ...]:
    """Say why an applicant cannot object; all at once.

    ``earlier``: what was objected to before, as typed. ``left``: how long one still can.
    """
    found = []
    if left <= timedelta(0):
        days = plural("%(n)s day", "%(n)s days", LASTS.days)
        found.append(Refusal(Text("You could object until %(days)s after closing.", days=days)))
    if len(earlier) >= MOST_OBJECTIONS:
        most = Text("You can object at most %(most)s times for a file.", most=MOST_OBJECTIONS)
        found.append(Refusal(most))
    if not key_of(said.against):
        found.append(Refusal(Text("Fill in the name of an organisation or a person."), "against"))
    elif key_of(said.against) in set(map(key_of, earlier)):
        found.append(Refusal(Text("You objected to this name already."), "against"))
    if not said.reason.strip():
        found.append(Refusal(Text("Write why there is a conflict of interest."), "reason"))
    return tuple(found)


def left(closes_at: datetime, now: datetime) -> timedelta:
    """Return how long an applicant can still object; nothing or less: no more."""
    return closes_at + LASTS - now


def _names(juror: Ties) -> frozenset[str]:
    bodies = (*juror.employers, *juror.mandates)
    names = {key_of(name) for name in (juror.name, *(body.name for body in bodies)) if name}
    return frozenset(names | {body.number for body in bodies if body.number is not None})
