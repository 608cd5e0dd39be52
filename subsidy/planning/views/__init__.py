"""Pages of what comes before a call."""

from subsidy.planning.views import agenda, grants, statements, surveys
from subsidy.planning.views.blueprint import bp

__all__ = ["agenda", "bp", "grants", "statements", "surveys"]
