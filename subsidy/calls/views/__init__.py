"""Pages of calls: public, editing, the form, limits, deciding, amending, asking, the agenda."""

from subsidy.calls.views import (
    agenda,
    amending,
    asking,
    deciding,
    editing,
    limiting,
    public,
    questions,
)
from subsidy.calls.views.blueprint import bp

__all__ = [
    "agenda",
    "amending",
    "asking",
    "bp",
    "deciding",
    "editing",
    "limiting",
    "public",
    "questions",
]
