"""Pages of applications."""

from subsidy.applications.views import (
    attaching,
    budgeting,
    changing,
    changing_partners,
    consortium,
    declaring,
    drafting,
    history,
    invitations,
    judging,
    lasting,
    listing,
    presence,
    previewing,
    questions,
    submitting,
    unasked,
)
from subsidy.applications.views.frame import bp

__all__ = [
    "attaching",
    "bp",
    "budgeting",
    "changing",
    "changing_partners",
    "consortium",
    "declaring",
    "drafting",
    "history",
    "invitations",
    "judging",
    "lasting",
    "listing",
    "presence",
    "previewing",
    "questions",
    "submitting",
    "unasked",
]
