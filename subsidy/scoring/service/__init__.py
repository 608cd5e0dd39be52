"""The verbs of the jury: seat, assign, declare, mark, submit, select."""

from subsidy.scoring.domain.marks import Marks
from subsidy.scoring.service.computing import (
    ask,
    compute,
    finish,
    give_up,
    note_progress,
    refusals_of,
    take,
)
from subsidy.scoring.service.jury import (
    assign,
    assign_all,
    closed_by_facts,
    criteria_of,
    declare_conflict,
    declare_none,
    derived_conflicts,
    mean_hundredths,
    own_merit,
    refuse_unless_writable,
    save_marks,
    seat,
    submit_marks,
    unassign,
)
from subsidy.scoring.service.selecting import reviews_of, rows_of, select, stands, still_to_do

__all__ = [
    "Marks",
    "ask",
    "assign",
    "assign_all",
    "closed_by_facts",
    "compute",
    "criteria_of",
    "declare_conflict",
    "declare_none",
    "derived_conflicts",
    "finish",
    "give_up",
    "mean_hundredths",
    "note_progress",
    "own_merit",
    "refusals_of",
    "refuse_unless_writable",
    "reviews_of",
    "rows_of",
    "save_marks",
    "seat",
    "select",
    "stands",
    "still_to_do",
    "submit_marks",
    "take",
    "unassign",
]
