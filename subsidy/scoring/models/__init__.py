"""How jurors, conflicts, reviews, marks and selections are stored."""

from subsidy.scoring.models.computations import Computation
from subsidy.scoring.models.conflicts import Conflict
from subsidy.scoring.models.jurors import Juror
from subsidy.scoring.models.reviews import Mark, Review
from subsidy.scoring.models.selections import SelectionRun

__all__ = ["Computation", "Conflict", "Juror", "Mark", "Review", "SelectionRun"]
