"""Pages of calls: public, editing, the form, deciding, amending, asking, the agenda."""

from subsidy.calls.views import agenda, amending, asking, deciding, editing, public, questions
from subsidy.calls.views.blueprint import bp

__all__ = ["agenda", "amending", "asking", "bp", "deciding", "editing", "public", "questions"]
