"""Reads of calls."""

from subsidy.calls.queries.amendments import (
    amendment,
    amendments,
    in_force,
    waiting_amendments,
)
from subsidy.calls.queries.asked import question, questions, unanswered
from subsidy.calls.queries.calls import (
    COLUMNS,
    NEWEST,
    Filter,
    Order,
    Totals,
    call,
    listed,
    open_calls,
    proposed,
    public_calls,
    reserved_by_line,
    totals,
    visible_to,
)
from subsidy.calls.queries.plans import agenda, overlapping, plan

__all__ = [
    "COLUMNS",
    "NEWEST",
    "Filter",
    "Order",
    "Totals",
    "agenda",
    "amendment",
    "amendments",
    "call",
    "in_force",
    "listed",
    "open_calls",
    "overlapping",
    "plan",
    "proposed",
    "public_calls",
    "question",
    "questions",
    "reserved_by_line",
    "totals",
    "unanswered",
    "visible_to",
    "waiting_amendments",
]
