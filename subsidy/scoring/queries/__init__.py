"""Reads of the jury: seats, reviews, conflicts, selections.

A review reaches another juror's eyes only through :func:`others`, after the own one is in.
"""

from subsidy.scoring.queries.agreements import Waiting, agreements, earlier_marks, jurors_to_remind
from subsidy.scoring.queries.bids import Biddable, biddable, bids
from subsidy.scoring.queries.computations import computation, latest_computation, to_compute
from subsidy.scoring.queries.conflicts import (
    Against,
    against,
    against_in,
    objections,
    successors,
    to_settle,
)
from subsidy.scoring.queries.deviations import confirmed, deviation, deviations, said_of
from subsidy.scoring.queries.disclosures import Named, disclosure, named_jurors
from subsidy.scoring.queries.files import admissible, application_of, files, municipalities_of
from subsidy.scoring.queries.in_hand import (
    Closed,
    Hands,
    InHand,
    NextFile,
    files_of_person,
    hands_of,
    next_file,
    waiting_in_call,
)
from subsidy.scoring.queries.offers import offer, offers, to_invite
from subsidy.scoring.queries.pool import (
    InPool,
    in_pool,
    latest_division,
    own_place,
    papers,
    pool,
    profiles,
)
from subsidy.scoring.queries.reviews import (
    Progress,
    assignment,
    assignments,
    others,
    progress,
    review,
    reviews_of_call,
    to_score,
    with_files,
)
from subsidy.scoring.queries.runs import call_of, latest_run, latest_runs, uncounted_since
from subsidy.scoring.queries.seats import Panel, candidates_for_jury, chaired, jurors, panel, seat
from subsidy.scoring.queries.severity import OwnSeverity, open_to, own_severity

__all__ = [
    "Against",
    "Biddable",
    "Closed",
    "Hands",
    "InHand",
    "InPool",
    "Named",
    "NextFile",
    "OwnSeverity",
    "Panel",
    "Progress",
    "Waiting",
    "admissible",
    "against",
    "against_in",
    "agreements",
    "application_of",
    "assignment",
    "assignments",
    "biddable",
    "bids",
    "call_of",
    "candidates_for_jury",
    "chaired",
    "computation",
    "confirmed",
    "deviation",
    "deviations",
    "disclosure",
    "earlier_marks",
    "files",
    "files_of_person",
    "hands_of",
    "in_pool",
    "jurors",
    "jurors_to_remind",
    "latest_computation",
    "latest_division",
    "latest_run",
    "latest_runs",
    "municipalities_of",
    "named_jurors",
    "next_file",
    "objections",
    "offer",
    "offers",
    "open_to",
    "others",
    "own_place",
    "own_severity",
    "panel",
    "papers",
    "pool",
    "profiles",
    "progress",
    "review",
    "reviews_of_call",
    "said_of",
    "seat",
    "successors",
    "to_compute",
    "to_invite",
    "to_score",
    "to_settle",
    "uncounted_since",
    "waiting_in_call",
    "with_files",
]
