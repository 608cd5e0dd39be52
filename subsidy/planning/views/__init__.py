"""Pages of what comes before a call."""

from subsidy.planning.views import agenda, grants, links, statements, surveys
from subsidy.planning.views.blueprint import bp

__all__ = ["agenda", "bp", "grants", "links", "statements", "surveys"]
