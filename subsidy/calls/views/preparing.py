"""What an officer must know of what others plan, while writing a call and before publishing it."""

from subsidy.calls import queries
from subsidy.calls.domain.plans import plan_warnings
from subsidy.calls.models import Call
from subsidy.core.text import Text
from subsidy.web.session import db


def overlap_warnings(call: Call) -> tuple[Text, ...]:
    surveyed = bool(call.draft.get("voorbereiding", {}).get("bevraging"))
    overlapping = queries.overlapping(db(), call)
    return plan_warnings(queries.plan(call), overlapping, surveyed=surveyed)
