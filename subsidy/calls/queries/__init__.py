"""Reads of calls."""

from subsidy.calls.queries.amendments import (
    amendment,
    amendments,
    in_force,
    waiting_amendments,
)
from subsidy.calls.queries.asked import (
    question,
    questions,
    unanswered,
)
from subsidy.calls.queries.calls import (
    COLUMNS,
    NEWEST,
    Filter,
    Order,
    Totals,
    call,
    listed,
    not_closed,
    open_calls,
    proposed,
    public_calls,
    reserved_by_line,
    totals,
    visible_to,
)
from subsidy.calls.queries.consultation import (
    Heard,
    associations,
    consent,
    consultation,
    consultation_of,
    consultations,
    everybody,
    members,
    periods,
    reported_consultation,
    to_react,
    voice,
    voice_of,
    voices,
)
from subsidy.calls.queries.following import fingerprint, subscribed, subscription
from subsidy.calls.queries.parts import (
    latest_part,
    versions_of_part,
)
from subsidy.calls.queries.plans import (
    agenda,
    overlapping,
    plan,
)
from subsidy.calls.queries.seeking import wish, wishes, wishes_in_region
from subsidy.calls.queries.surroundings import (
    limits,
    surroundings,
)
from subsidy.calls.queries.world import municipality, world

__all__ = [
    "COLUMNS",
    "NEWEST",
    "Filter",
    "Heard",
    "Order",
    "Totals",
    "agenda",
    "amendment",
    "amendments",
    "associations",
    "call",
    "consent",
    "consultation",
    "consultation_of",
    "consultations",
    "everybody",
    "fingerprint",
    "in_force",
    "latest_part",
    "limits",
    "listed",
    "members",
    "municipality",
    "not_closed",
    "open_calls",
    "overlapping",
    "periods",
    "plan",
    "proposed",
    "public_calls",
    "question",
    "questions",
    "reported_consultation",
    "reserved_by_line",
    "subscribed",
    "subscription",
    "surroundings",
    "to_react",
    "totals",
    "unanswered",
    "versions_of_part",
    "visible_to",
    "voice",
    "voice_of",
    "voices",
    "waiting_amendments",
    "wish",
    "wishes",
    "wishes_in_region",
    "world",
]
