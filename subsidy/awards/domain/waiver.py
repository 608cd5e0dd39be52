"""Giving up an award: a reason and two people, and what is not paid returns to the envelope."""

import hashlib
import json
from dataclasses import dataclass

from subsidy.awards.domain.decision import Outcome, Status
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.core.two_people import ActStatus, two_people
from subsidy.policy import Action

WaiverStatus = ActStatus
WAIVER_LIFECYCLE = two_people(
    Action.CONFIRM_WAIVER,
    Action.DROP_WAIVER,
    Text("You proposed to give up this award. Ask a colleague to confirm it."),
)


@dataclass(frozen=True, slots=True)
class Award:
    """What is asked of a decision. ``left``: committed, not paid yet."""

    outcome: Outcome
    status: Status
    is_of_call: bool
    left: Money


def faults(award: Award) -> list[Refusal]:
    """Say why nobody can give this up; the first reason that holds is enough."""
    if award.status is Status.GIVEN_UP:
        return [Refusal(Text("This award is given up already. The money is back."))]
    if award.outcome is not Outcome.AWARD or award.status is not Status.APPROVED:
        return [Refusal(Text("Only an approved award can be given up."))]
    if not award.is_of_call:
        text = N_(
            "This award belongs to an allocation round. Only an award of a call can be given up."
        )
        return [Refusal(Text(text))]
    if not award.left:
        text = N_("This award is paid in full. Nothing of it can return to the envelope.")
        return [Refusal(Text(text))]
    return []


def digest_of(decision: str, reason: str) -> str:
    """Return the hash of a proposal to give up the decision with hash ``decision``."""
    data = {"decision": decision, "reason": reason}
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
