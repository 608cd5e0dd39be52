"""What can be typed in an application; everything may stay empty while it is a draft."""

from subsidy.applications.forms.accounts import AccountForm, account_values
from subsidy.applications.forms.attachments import AttachForm, attach_form
from subsidy.applications.forms.comments import RemarkForm, ReplyForm
from subsidy.applications.forms.completing import (
    AskForm,
    CompleteForm,
    SendForm,
    ask_form,
    complete_form,
    completion_values,
)
from subsidy.applications.forms.consortium import (
    AddresseeForm,
    ChangeForm,
    FinderFilter,
    HeirForm,
    LeaveForm,
    PersonForm,
    RoleForm,
    SeenForm,
)
from subsidy.applications.forms.copying import CopyForm, SourceForm
from subsidy.applications.forms.declarations import (
    declarations_form,
    declared,
    declared_values,
    names_per_partner,
)
from subsidy.applications.forms.expectations import (
    expectation_rows,
    expectation_values,
    expectations_form,
    expectations_of,
)
from subsidy.applications.forms.funding import funding_form, funding_of, funding_values
from subsidy.applications.forms.indicators import (
    indicator_values,
    indicators_form,
    indicators_of,
    rows_on_page,
)
from subsidy.applications.forms.judging import JudgeForm, judge_form, judge_values
from subsidy.applications.forms.parts import (
    ContactForm,
    ContentForm,
    InviteForm,
    ListFilter,
    PrivacyForm,
    ProjectForm,
    RealisationForm,
    ReasonForm,
    SignForm,
    TasksForm,
    VersionedForm,
    budget_form,
    budget_of,
    budget_values,
    continuity_form,
    promise_values,
    promises_of,
)
from subsidy.applications.forms.proving import ProofForm
from subsidy.applications.forms.questions import (
    QuestionsForm,
    answers_of_form,
    field_name,
    question_values,
    questions_form,
)
from subsidy.applications.forms.scaling import (
    scaling_form,
    scaling_typed,
    scaling_values,
    step_rows,
)
from subsidy.applications.forms.workbook import BudgetBookForm

__all__ = [
    "AccountForm",
    "AddresseeForm",
    "AskForm",
    "AttachForm",
    "BudgetBookForm",
    "ChangeForm",
    "CompleteForm",
    "ContactForm",
    "ContentForm",
    "CopyForm",
    "FinderFilter",
    "HeirForm",
    "InviteForm",
    "JudgeForm",
    "LeaveForm",
    "ListFilter",
    "PersonForm",
    "PrivacyForm",
    "ProjectForm",
    "ProofForm",
    "QuestionsForm",
    "RealisationForm",
    "ReasonForm",
    "RemarkForm",
    "ReplyForm",
    "RoleForm",
    "SeenForm",
    "SendForm",
    "SignForm",
    "SourceForm",
    "TasksForm",
    "VersionedForm",
    "account_values",
    "answers_of_form",
    "ask_form",
    "attach_form",
    "budget_form",
    "budget_of",
    "budget_values",
    "complete_form",
    "completion_values",
    "continuity_form",
    "declarations_form",
    "declared",
    "declared_values",
    "expectation_rows",
    "expectation_values",
    "expectations_form",
    "expectations_of",
    "field_name",
    "funding_form",
    "funding_of",
    "funding_values",
    "indicator_values",
    "indicators_form",
    "indicators_of",
    "judge_form",
    "judge_values",
    "names_per_partner",
    "promise_values",
    "promises_of",
    "question_values",
    "questions_form",
    "rows_on_page",
    "scaling_form",
    "scaling_typed",
    "scaling_values",
    "step_rows",
]
