"""Pages of calls: public, writing, deciding, amending, asking, consulting, following, agenda."""

from subsidy.calls.views import (
    agenda,
    amending,
    asking,
    consultation,
    deciding,
    editing,
    following,
    form_versions,
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
    "consultation",
    "deciding",
    "editing",
    "following",
    "form_versions",
    "limiting",
    "public",
    "questions",
    "seeking",
]
