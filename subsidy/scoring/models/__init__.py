"""How jurors, conflicts, reviews, marks and selections are stored."""

from subsidy.scoring.models.agreements import JurorReminder, JuryAgreements
from subsidy.scoring.models.bids import FileBid
from subsidy.scoring.models.clarification_rounds import ClarificationRound
from subsidy.scoring.models.clarifications import (
    ClarificationQuestion,
    ClarificationReminder,
    ClarificationReply,
)
from subsidy.scoring.models.computations import Computation
from subsidy.scoring.models.conflicts import LONGEST_AGAINST, Conflict, Objection
from subsidy.scoring.models.deviations import SelectionDeviation
from subsidy.scoring.models.disclosures import JuryDisclosure
from subsidy.scoring.models.hearings import Hearing
from subsidy.scoring.models.jurors import Juror
from subsidy.scoring.models.meetings import (
    Attendance,
    ConsensusMark,
    Discussion,
    FileAdvice,
    Leaving,
    Meeting,
    Minutes,
    MinutesSignature,
    TableDeclaration,
)
from subsidy.scoring.models.offers import SeatOffer
from subsidy.scoring.models.pool import JurorProfile
from subsidy.scoring.models.reviews import Mark, Review, ReviewVersion
from subsidy.scoring.models.selections import SelectionRun

__all__ = [
    "LONGEST_AGAINST",
    "Attendance",
    "ClarificationQuestion",
    "ClarificationReminder",
    "ClarificationReply",
    "ClarificationRound",
    "Computation",
    "Conflict",
    "ConsensusMark",
    "Discussion",
    "FileAdvice",
    "FileBid",
    "Hearing",
    "Juror",
    "JurorProfile",
    "JurorReminder",
    "JuryAgreements",
    "JuryDisclosure",
    "Leaving",
    "Mark",
    "Meeting",
    "Minutes",
    "MinutesSignature",
    "Objection",
    "Review",
    "ReviewVersion",
    "SeatOffer",
    "SelectionDeviation",
    "SelectionRun",
    "TableDeclaration",
]
