"""How calls are stored."""

from subsidy.calls.models.amendments import Amendment
from subsidy.calls.models.asked import CallQuestion
from subsidy.calls.models.calls import Call, RegulationVersion

__all__ = ["Amendment", "Call", "CallQuestion", "RegulationVersion"]
