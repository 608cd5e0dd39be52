"""What an officer can type of a call."""

from subsidy.calls.forms.agenda import (
    AgendaFilter,
)
from subsidy.calls.forms.amending import (
    LONGEST_REASON,
    DropForm,
    ExtensionForm,
    changing,
)
from subsidy.calls.forms.asking import (
    AnswerForm,
    QuestionForm,
)
from subsidy.calls.forms.comparing import (
    Pair,
    differing,
    pairs_of,
)
from subsidy.calls.forms.consultation import (
    ConsentForm,
    ConsultationForm,
    ReportForm,
    reaction_form,
    reaction_values,
    voice_form,
)
from subsidy.calls.forms.limiting import (
    limits_form,
    limits_of,
    limits_values,
    most_calls,
    shortest_days,
)
from subsidy.calls.forms.parts import (
    INSTALMENTS,
    AimForm,
    AmountsForm,
    AssessmentForm,
    ConfirmForm,
    CriteriaForm,
    CriterionRow,
    Draft,
    FilterForm,
    NewCallForm,
    ReasonForm,
    aim_values,
    amounts_values,
    assessment_values,
    criteria_values,
    key_of,
)
from subsidy.calls.forms.preparation import (
    PreparationForm,
    preparation_values,
)
from subsidy.calls.forms.questions import (
    NewQuestionForm,
    conditions,
    question_data,
    question_form,
    question_typed,
)
from subsidy.calls.forms.rules import (
    parameter_name,
    rules_form,
    rules_values,
)
from subsidy.calls.forms.seeking import WishForm

__all__ = [
    "INSTALMENTS",
    "LONGEST_REASON",
    "AgendaFilter",
    "AimForm",
    "AmountsForm",
    "AnswerForm",
    "AssessmentForm",
    "ConfirmForm",
    "ConsentForm",
    "ConsultationForm",
    "CriteriaForm",
    "CriterionRow",
    "Draft",
    "DropForm",
    "ExtensionForm",
    "FilterForm",
    "NewCallForm",
    "NewQuestionForm",
    "Pair",
    "PreparationForm",
    "QuestionForm",
    "ReasonForm",
    "ReportForm",
    "WishForm",
    "aim_values",
    "amounts_values",
    "assessment_values",
    "changing",
    "conditions",
    "criteria_values",
    "differing",
    "key_of",
    "limits_form",
    "limits_of",
    "limits_values",
    "most_calls",
    "pairs_of",
    "parameter_name",
    "preparation_values",
    "question_data",
    "question_form",
    "question_typed",
    "reaction_form",
    "reaction_values",
    "rules_form",
    "rules_values",
    "shortest_days",
    "voice_form",
]
