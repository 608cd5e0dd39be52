"""What an officer types of a needs survey, and what a local authority answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import ListWidget

from subsidy.core.text import N_
from subsidy.planning.domain.results import LONGEST_REASON
from subsidy.planning.domain.survey import (
    LONGEST_TEXT,
    MOST_QUESTIONS,
    Answers,
    NewSurvey,
    Question,
    QuestionKind,
)
from subsidy.web.forms import (
    BaseForm,
    Checkboxes,
    Fault,
    MomentField,
    NumberField,
    VersionField,
    longest,
    options,
    required,
)


class QuestionRow(BaseForm):
    """One question; a row without a question does not count."""

    text = StringField(N_("Question"), [longest(300)])
    kind = SelectField(
        N_("How is it answered?"),
        choices=options(*((kind.value, kind.label) for kind in QuestionKind)),
        validate_choice=False,
    )
    choices = TextAreaField(N_("Choices, one per line"), [longest(2000)])

    def validate_text(self, field: StringField) -> None:
        """Never drop choices that were typed for a question without words."""
        if (self.choices.data or "").strip() and not (field.data or "").strip():
            raise Fault(N_("Write the question, or clear its choices."))

    def validate_kind(self, field: SelectField) -> None:
        if (self.text.data or "").strip() and field.data not in {*QuestionKind}:
            raise Fault(N_("Choose how the question is answered."))


class SurveyForm(BaseForm):
    line = SelectField(N_("Programme line"), [required(N_("Choose a programme line."))])
    title = StringField(N_("Title"), [required(N_("Fill in a title.")), longest(200)])
    introduction = TextAreaField(N_("Why do you ask this?"), [longest(2000)])
    opens_at = MomentField(N_("Answers from"), [required(N_("Fill in from when one can answer."))])
    closes_at = MomentField(
        N_("Answers until"), [required(N_("Fill in until when one can answer."))]
    )
    questions = FieldList(
        FormField(QuestionRow), min_entries=MOST_QUESTIONS, max_entries=MOST_QUESTIONS
    )
    version = VersionField()

    def to_input(self) -> NewSurvey:
        rows = [row for row in self.questions.data or [] if (row["text"] or "").strip()]
        return NewSurvey(
            title=(self.title.data or "").strip(),
            introduction=(self.introduction.data or "").replace("\r\n", "\n").strip(),
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
            questions=tuple(_question(number, row) for number, row in enumerate(rows, 1)),
        )


def _question(number: int, row: Mapping[str, Any]) -> Question:
    kind = QuestionKind(row["kind"])
    lines = [line.strip() for line in (row["choices"] or "").splitlines()]
    given = tuple(dict.fromkeys(filter(None, lines))) if kind.chooses else ()
    return Question(f"vraag_{number}", kind, row["text"].strip(), given)


def question_rows(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return what stands in the rows at first: the questions, and empty ones to add more."""
    rows = [
        {"text": each.text, "kind": each.kind.value, "choices": "\n".join(each.options)}
        for each in questions
    ]
    return [*rows, *({} for _ in range(MOST_QUESTIONS - len(rows)))]


class AnswerForm(BaseForm):
    """The questions of one survey; :func:`answer_form` adds them."""

    version = VersionField()

    def to_input(self) -> Answers:
        """Return what was answered; a question left empty is no answer."""
        given = {name: value for name, value in self.data.items() if name != "version"}
        tidy = {
            name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
            for name, value in given.items()
        }
        return {name: value for name, value in tidy.items() if value not in (None, "", [])}


def answer_form(questions: Sequence[Question]) -> type[AnswerForm]:
    """Make the form of these questions."""
    fields = {question.key: _field(question) for question in questions}
    return type("AnswersForm", (AnswerForm,), fields)


def _field(question: Question) -> Any:  # noqa: ANN401 - a field that WTForms binds later
    offered = options(*((option, option) for option in question.options))
    match question.kind:
        case QuestionKind.ONE:
            widget = ListWidget(prefix_label=False)
            return RadioField(question.text, choices=offered, validate_choice=False, widget=widget)
        case QuestionKind.MANY:
            return Checkboxes(question.text, choices=offered, validate_choice=False)
        case QuestionKind.NUMBER:
            return NumberField(question.text)
        case QuestionKind.TEXT:
            return TextAreaField(question.text, [longest(LONGEST_TEXT)])


class ResultForm(BaseForm):
    conclusion = TextAreaField(
        N_("What does the agency conclude from the answers?"),
        [required(N_("Write what you conclude from the answers.")), longest(3000)],
    )


class WithholdForm(BaseForm):
    """Which texts everybody must not read, and why."""

    texts = Checkboxes(N_("Which texts do you leave out?"), validate_choice=False)
    reason = TextAreaField(N_("Why do you leave this out?"), [longest(LONGEST_REASON)])
    version = VersionField()


class SendForm(BaseForm):
    """A page of its own before an act that cannot be undone; nothing to fill in."""
