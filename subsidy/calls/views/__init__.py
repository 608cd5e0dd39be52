"""Pages of calls: public, editing, the form, deciding, amending, the agenda."""

from subsidy.calls.views import agenda, amending, deciding, editing, public, questions
from subsidy.calls.views.blueprint import bp

__all__ = ["agenda", "amending", "bp", "deciding", "editing", "public", "questions"]
from subsidy.calls.views import amending, asking, deciding, editing, public
from subsidy.calls.views.blueprint import bp

__all__ = ["amending", "bp", "deciding", "editing", "public"]
from subsidy.calls.views import agenda

__all__ = ["agenda", "bp", "deciding", "editing", "public"]
__all__ = ["amending", "asking", "bp", "deciding", "editing", "public"]
