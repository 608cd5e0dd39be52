"""What happened to a round or a claim, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from subsidy.allocation import queries
from subsidy.allocation.models import Claim, Round
from subsidy.core.text import Text
from subsidy.policy import Action
from subsidy.web.session import db

WORDS = MappingProxyType(
    {
        Action.CREATE_ROUND: Text("The round was created"),
        Action.EDIT_ROUND: Text("The round was changed"),
        Action.PROPOSE_ROUND: Text("The round was proposed for opening"),
        Action.RETURN_ROUND: Text("The round went back to its author"),
        Action.OPEN_ROUND: Text("The round was opened"),
        Action.CLAIM: Text("The claim was started"),
        Action.EDIT_CLAIM: Text("The claim was changed"),
        Action.SUBMIT_CLAIM: Text("The claim was submitted"),
        Action.WITHDRAW_CLAIM: Text("The claim was withdrawn"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    moment: datetime
    what: Text
    who: str
    note: str = ""


def happened(record: Round | Claim) -> Sequence[Entry]:
    """Return what happened, the latest first; saving again and again is told once."""
    found: list[Entry] = []
    for event in queries.history(db(), record):
        what = WORDS[Action(event.entry.action)]
        if not found or (found[-1].what, found[-1].who) != (what, event.person):
            found.append(Entry(event.entry.at, what, event.person, event.entry.reason))
    return found
