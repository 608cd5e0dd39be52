"""Pages of organisations."""

from subsidy.organisations.views import municipalities, profiles
from subsidy.organisations.views.blueprint import bp

__all__ = ["bp", "municipalities", "profiles"]
