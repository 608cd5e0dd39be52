"""What an officer can type of what comes before a call."""

from subsidy.planning.forms.agenda import EntryForm
from subsidy.planning.forms.grants import GrantFilter, GrantForm
from subsidy.planning.forms.links import LinkForm
from subsidy.planning.forms.statements import ConfirmForm, ReasonForm, StatementForm
from subsidy.planning.forms.surveys import (
    ResultForm,
    SendForm,
    SurveyForm,
    WithholdForm,
    answer_form,
    question_rows,
)

__all__ = [
    "ConfirmForm",
    "EntryForm",
    "GrantFilter",
    "GrantForm",
    "LinkForm",
    "ReasonForm",
    "ResultForm",
    "SendForm",
    "StatementForm",
    "SurveyForm",
    "WithholdForm",
    "answer_form",
    "question_rows",
]
