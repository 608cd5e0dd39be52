"""Pages of rehearsals: a draft regulation tried out on screen."""

from subsidy.rehearsal.views import trial
from subsidy.rehearsal.views.blueprint import bp

__all__ = ["bp", "trial"]
