"""Pages of applications."""

from subsidy.applications.views import (
    budgeting,
    changing,
    changing_partners,
    consortium,
    declaring,
    drafting,
    judging,
    lasting,
    listing,
    previewing,
    questions,
    submitting,
)
from subsidy.applications.views.frame import bp

__all__ = [
    "bp",
    "budgeting",
    "changing",
    "changing_partners",
    "consortium",
    "declaring",
    "drafting",
    "judging",
    "lasting",
    "listing",
    "previewing",
    "questions",
    "submitting",
]
