"""Pages of calls: public, editing, the form, deciding, amending, asking, following, the agenda."""

from subsidy.calls.views import (
    agenda,
    amending,
    asking,
    deciding,
    editing,
    following,
    limiting,
    public,
    questions,
    seeking,
)
from subsidy.calls.views.blueprint import bp

__all__ = [
    "agenda",
    "amending",
    "asking",
    "bp",
    "deciding",
    "editing",
    "following",
    "limiting",
    "public",
    "questions",
    "seeking",
]
