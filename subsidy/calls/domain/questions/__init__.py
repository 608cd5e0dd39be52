"""The form of a call as data: its questions, their answers, and what a new version does to both."""

from subsidy.calls.domain.questions.answers import (
    Answers,
    answer_faults,
    empty,
    faulty,
    kept,
    lacking,
    shown,
)
from subsidy.calls.domain.questions.checks import answers_to, form_faults, form_warnings
from subsidy.calls.domain.questions.codec import KIND_WORDS, dump_form, read_draft, read_form
from subsidy.calls.domain.questions.content import (
    KINDS,
    NO,
    NO_FORM,
    PERSON_PARTS,
    YES,
    Column,
    Condition,
    Entry,
    Form,
    Kind,
    Question,
)
from subsidy.calls.domain.questions.revisions import (
    Change,
    Changed,
    Lost,
    Migration,
    form_difference,
    migrate,
)

__all__ = [
    "KINDS",
    "KIND_WORDS",
    "NO",
    "NO_FORM",
    "PERSON_PARTS",
    "YES",
    "Answers",
    "Change",
    "Changed",
    "Column",
    "Condition",
    "Entry",
    "Form",
    "Kind",
    "Lost",
    "Migration",
    "Question",
    "answer_faults",
    "answers_to",
    "dump_form",
    "empty",
    "faulty",
    "form_difference",
    "form_faults",
    "form_warnings",
    "kept",
    "lacking",
    "migrate",
    "read_draft",
    "read_form",
    "shown",
]
