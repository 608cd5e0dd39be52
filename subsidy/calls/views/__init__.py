"""Pages of calls: public, editing, deciding, amending."""

from subsidy.calls.views import amending, deciding, editing, public
from subsidy.calls.views.blueprint import bp

__all__ = ["amending", "bp", "deciding", "editing", "public"]
from subsidy.calls.views import agenda

__all__ = ["agenda", "bp", "deciding", "editing", "public"]
