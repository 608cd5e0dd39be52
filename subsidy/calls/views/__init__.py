"""Pages of calls: public, editing, deciding, amending."""

from subsidy.calls.views import amending, deciding, editing, public
from subsidy.calls.views.blueprint import bp

__all__ = ["amending", "bp", "deciding", "editing", "public"]
from subsidy.calls.views import agenda

__all__ = ["agenda", "bp", "deciding", "editing", "public"]
"""Pages of calls: public, editing, the form, deciding."""

from subsidy.calls.views import questions

__all__ = ["bp", "deciding", "editing", "public", "questions"]
