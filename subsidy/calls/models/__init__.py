"""How calls are stored."""

from subsidy.calls.models.calls import Call, RegulationVersion

__all__ = ["Call", "RegulationVersion"]
