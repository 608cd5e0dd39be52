"""Pages of calls: public, editing, deciding."""

from subsidy.calls.views import deciding, editing, public
from subsidy.calls.views.blueprint import bp

__all__ = ["bp", "deciding", "editing", "public"]
