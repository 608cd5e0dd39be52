"""Pages of allocation rounds (public and agency) and of claims (municipalities)."""

from subsidy.allocation.views import claims, deciding, public, rounds, simulation
from subsidy.allocation.views.blueprint import bp

__all__ = ["bp", "claims", "deciding", "public", "rounds", "simulation"]
