"""Pages of the jury: for a juror, for who manages the jury, and the ranking."""

from subsidy.scoring.views import (
    agreeing,
    bidding,
    clarifying,
    computing,
    conflicts,
    deviating,
    division,
    jury,
    members,
    objecting,
    panel,
    pool,
    ranking,
    reporting,
    score_book,
    statistics,
    variant,
)
from subsidy.scoring.views.blueprint import bp

__all__ = [
    "agreeing",
    "bidding",
    "bp",
    "clarifying",
    "computing",
    "conflicts",
    "deviating",
    "division",
    "jury",
    "members",
    "objecting",
    "panel",
    "pool",
    "ranking",
    "reporting",
    "score_book",
    "statistics",
    "variant",
]
