"""What a rehearsal leaves behind, for its documents to read."""

from dataclasses import dataclass
from datetime import datetime

from subsidy.allocation.models import Round
from subsidy.awards.models import Decision
from subsidy.budget.models import Line
from subsidy.calls.models import Call
from subsidy.rehearsal.domain import Turned
from subsidy.scoring.models import SelectionRun


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal made, for the documents to read."""

    line: Line
    call: Call
    turned: tuple[Turned, ...]
    run: SelectionRun | None
    decisions: tuple[Decision, ...]
    round: Round | None
    claims_turned: tuple[Turned, ...]
    ended_at: datetime
