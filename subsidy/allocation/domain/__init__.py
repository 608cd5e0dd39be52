"""What an allocation round decides, as functions over plain values."""

from subsidy.allocation.domain.distribution import (
    Distribution,
    Infeasible,
    Share,
    distribute,
    recomputed,
)

__all__ = ["Distribution", "Infeasible", "Share", "distribute", "recomputed"]
