"""What a rehearsal is made of: the rows of its files, and the contract of sheets and headings."""

from subsidy.rehearsal.domain.rows import (
    ApplicationRow,
    BudgetRow,
    ContinuityRow,
    JurorRow,
    PartnerRow,
    Rehearsal,
    RightRow,
    RoundPlan,
    ScoreRow,
    Turned,
    decided_at,
)

__all__ = [
    "ApplicationRow",
    "BudgetRow",
    "ContinuityRow",
    "JurorRow",
    "PartnerRow",
    "Rehearsal",
    "RightRow",
    "RoundPlan",
    "ScoreRow",
    "Turned",
    "decided_at",
]
