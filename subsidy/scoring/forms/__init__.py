"""What a juror and an officer type: marks with their motivation, a conflict, a seat."""

from subsidy.scoring.forms.bids import BidsForm, EarlyConflictForm, bids_form, place_of
from subsidy.scoring.forms.clarification import (
    AnswersForm,
    LengthenForm,
    ProposeForm,
    SendQuestionsForm,
    TakeBackForm,
    WithdrawRoundForm,
    WordingsForm,
    answers_form,
    answers_kept,
    wordings_form,
)
from subsidy.scoring.forms.conflicts import (
    LONGEST_REASON,
    ConflictForm,
    DiscloseForm,
    ObjectionForm,
    RulingForm,
)
from subsidy.scoring.forms.deviation import ConfirmDeviationForm, DeviationForm, DropDeviationForm
from subsidy.scoring.forms.division import ApplyForm, DivisionForm, ProfileForm
from subsidy.scoring.forms.hearings import HearingsForm, hearings_form
from subsidy.scoring.forms.marks import (
    LONGEST_MOTIVATION,
    MarkField,
    MarksForm,
    SubmitForm,
    marks_form,
    stored,
)
from subsidy.scoring.forms.meetings import (
    LateConflictForm,
    OpenForm,
    PresenceForm,
    SettleForm,
    TableConflictForm,
    TableForm,
    settle_form,
    settled_values,
)
from subsidy.scoring.forms.members import AnswerForm, CallUpForm, DropOutForm, InviteForm
from subsidy.scoring.forms.panel import AgreementsForm, AssignForm, SeatForm
from subsidy.scoring.forms.variant import VariantForm, variant_form
from subsidy.scoring.forms.workbook import ScoreBookForm

__all__ = [
    "LONGEST_MOTIVATION",
    "LONGEST_REASON",
    "AgreementsForm",
    "AnswerForm",
    "AnswersForm",
    "ApplyForm",
    "AssignForm",
    "BidsForm",
    "CallUpForm",
    "ConfirmDeviationForm",
    "ConflictForm",
    "DeviationForm",
    "DiscloseForm",
    "DivisionForm",
    "DropDeviationForm",
    "DropOutForm",
    "EarlyConflictForm",
    "HearingsForm",
    "InviteForm",
    "LateConflictForm",
    "LengthenForm",
    "MarkField",
    "MarksForm",
    "ObjectionForm",
    "OpenForm",
    "PresenceForm",
    "ProfileForm",
    "ProposeForm",
    "RulingForm",
    "ScoreBookForm",
    "SeatForm",
    "SendQuestionsForm",
    "SettleForm",
    "SubmitForm",
    "TableConflictForm",
    "TableForm",
    "TakeBackForm",
    "VariantForm",
    "WithdrawRoundForm",
    "WordingsForm",
    "answers_form",
    "answers_kept",
    "bids_form",
    "hearings_form",
    "marks_form",
    "place_of",
    "settle_form",
    "settled_values",
    "stored",
    "variant_form",
    "wordings_form",
]
