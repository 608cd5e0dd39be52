"""Reads of the jury: seats, reviews, conflicts, selections.

A review reaches another juror's eyes only through :func:`others`, after the own one is in.
"""

from subsidy.scoring.queries.computations import computation, latest_computation, to_compute
from subsidy.scoring.queries.conflicts import (
    conflicts,
    derived,
    organisations_of_jurors,
    successors,
)
from subsidy.scoring.queries.files import admissible, application_of, files
from subsidy.scoring.queries.in_hand import InHand, NextFile, files_of_person, next_file
from subsidy.scoring.queries.reviews import (
    Progress,
    assignment,
    assignments,
    others,
    progress,
    review,
    reviews_of_call,
)
from subsidy.scoring.queries.runs import call_of, latest_run, latest_runs, uncounted_since
from subsidy.scoring.queries.seats import candidates_for_jury, jurors, seat

__all__ = [
    "InHand",
    "NextFile",
    "Progress",
    "admissible",
    "application_of",
    "assignment",
    "assignments",
    "call_of",
    "candidates_for_jury",
    "computation",
    "conflicts",
    "derived",
    "files",
    "files_of_person",
    "jurors",
    "latest_computation",
    "latest_run",
    "latest_runs",
    "next_file",
    "organisations_of_jurors",
    "others",
    "progress",
    "review",
    "reviews_of_call",
    "seat",
    "successors",
    "to_compute",
    "uncounted_since",
]
