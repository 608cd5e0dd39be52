"""Pages of calls: public, editing, the form, deciding, amending, the agenda."""

from subsidy.calls.views import agenda, amending, deciding, editing, public, questions
from subsidy.calls.views.blueprint import bp

__all__ = ["agenda", "amending", "bp", "deciding", "editing", "public", "questions"]
