"""The verbs of the jury: seat, assign, declare, mark, submit, select."""

from subsidy.scoring.domain.marks import Marks
from subsidy.scoring.service.agreeing import agree, remind_juror
from subsidy.scoring.service.bidding import declare_early, save_bids
from subsidy.scoring.service.choosing import (
    computation_of,
    explained,
    explaining_of,
    selection_of,
)
from subsidy.scoring.service.computing import (
    ask,
    compute,
    finish,
    give_up,
    note_progress,
    refusals_of,
    take,
)
from subsidy.scoring.service.conflicts import (
    Decided,
    closed_by_facts,
    declare_conflict,
    declare_none,
    object_to,
    reasons_against,
    rule,
    settle,
)
from subsidy.scoring.service.disclosing import disclose
from subsidy.scoring.service.dividing import apply_division, division_of, try_out
from subsidy.scoring.service.figures import Kept, compute_statistics, question_of, statistics
from subsidy.scoring.service.jury import (
    assign,
    assign_all,
    criteria_of,
    mean_hundredths,
    own_merit,
    seat,
    unassign,
)
from subsidy.scoring.service.marking import (
    ELSEWHERE,
    not_writable,
    refuse_unless_writable,
    save_marks,
    submit_marks,
    take_over,
)
from subsidy.scoring.service.pool import save_profile
from subsidy.scoring.service.seating import accept, call_up, decline, drop_out, invite
from subsidy.scoring.service.selecting import reviews_of, rows_of, select, stands, still_to_do
from subsidy.scoring.service.trying import (
    Variant,
    as_selected,
    ask_variant,
    compute_variant,
    jurors_of,
    no_variant,
    note_variant,
)

__all__ = [
    "ELSEWHERE",
    "Decided",
    "Kept",
    "Marks",
    "Variant",
    "accept",
    "agree",
    "apply_division",
    "as_selected",
    "ask",
    "ask_variant",
    "assign",
    "assign_all",
    "call_up",
    "closed_by_facts",
    "computation_of",
    "compute",
    "compute_statistics",
    "compute_variant",
    "criteria_of",
    "declare_conflict",
    "declare_early",
    "declare_none",
    "decline",
    "disclose",
    "division_of",
    "drop_out",
    "explained",
    "explaining_of",
    "finish",
    "give_up",
    "invite",
    "jurors_of",
    "mean_hundredths",
    "no_variant",
    "not_writable",
    "note_progress",
    "note_variant",
    "object_to",
    "own_merit",
    "question_of",
    "reasons_against",
    "refusals_of",
    "refuse_unless_writable",
    "remind_juror",
    "reviews_of",
    "rows_of",
    "rule",
    "save_bids",
    "save_marks",
    "save_profile",
    "seat",
    "select",
    "selection_of",
    "settle",
    "stands",
    "statistics",
    "still_to_do",
    "submit_marks",
    "take",
    "take_over",
    "try_out",
    "unassign",
]
