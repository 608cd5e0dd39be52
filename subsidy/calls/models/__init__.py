"""How calls are stored."""

from subsidy.calls.models.amendments import (
    Amendment,
)
from subsidy.calls.models.asked import (
    CallQuestion,
)
from subsidy.calls.models.calls import (
    Call,
    RegulationVersion,
)
from subsidy.calls.models.consultation import (
    Consent,
    Consultation,
    Voice,
)
from subsidy.calls.models.limits import (
    LineLimits,
)
from subsidy.calls.models.parts import (
    DraftPart,
)
from subsidy.calls.models.seeking import PartnerWish
from subsidy.calls.models.subscriptions import CallSubscription

__all__ = [
    "Amendment",
    "Call",
    "CallQuestion",
    "CallSubscription",
    "Consent",
    "Consultation",
    "DraftPart",
    "LineLimits",
    "PartnerWish",
    "RegulationVersion",
    "Voice",
]
