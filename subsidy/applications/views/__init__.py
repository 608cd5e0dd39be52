"""Pages of applications."""

from subsidy.applications.views import (
    budgeting,
    changing,
    consortium,
    drafting,
    judging,
    lasting,
    listing,
    questions,
    submitting,
)
from subsidy.applications.views.frame import bp

__all__ = [
    "bp",
    "budgeting",
    "changing",
    "consortium",
    "drafting",
    "judging",
    "lasting",
    "listing",
    "questions",
    "submitting",
]
