"""Which files are funded, by the method that the regulation names (decision 21).

STOP: down the ranking until the first file that does not fit. SKIP: pass over what does not fit
and go on. A file does not fit when it breaks the envelope, the number of projects, the number per
lead partner or an exclusion. Minimums (per region, of small municipalities) cannot change a strict
rank order: STOP and SKIP do not act on them, they state which of them they leave unmet.
"""

from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules
from subsidy.scoring.domain.explanation import Explanation
from subsidy.scoring.domain.in_order import explain, select, verdicts
from subsidy.scoring.domain.methods import Method, Selection
from subsidy.scoring.domain.rank_order import Outcome, Verdict

__all__ = [
    "Candidate",
    "Explanation",
    "Method",
    "Obstacle",
    "Outcome",
    "Rules",
    "Selection",
    "Verdict",
    "explain",
    "select",
    "verdicts",
]
