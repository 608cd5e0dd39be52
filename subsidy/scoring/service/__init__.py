"""The verbs of the jury: seat, assign, declare, mark, submit, select."""

from subsidy.scoring.service.jury import (
    Marks,
    assign,
    criteria_of,
    declare_conflict,
    declare_none,
    derived_conflicts,
    mean_hundredths,
    save_marks,
    seat,
    submit_marks,
    unassign,
)
from subsidy.scoring.service.selecting import rows_of, select

__all__ = [
    "Marks",
    "assign",
    "criteria_of",
    "declare_conflict",
    "declare_none",
    "derived_conflicts",
    "mean_hundredths",
    "rows_of",
    "save_marks",
    "seat",
    "select",
    "submit_marks",
    "unassign",
]
