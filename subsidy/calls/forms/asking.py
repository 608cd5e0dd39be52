"""What can be typed of a question and its answer."""

from wtforms import RadioField, TextAreaField

from subsidy.calls.domain.asking import LONGEST_ANSWER, LONGEST_QUESTION, Answering
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, options, required

PRIVATELY, PUBLICLY = "privately", "publicly"


class QuestionForm(BaseForm):
    """A question, and who may read it before it is answered."""

    asked = TextAreaField(
        N_("Your question"), [required(N_("Write your question.")), longest(LONGEST_QUESTION)]
    )
    how = RadioField(
        N_("Who may read your question before it is answered?"),
        [required(N_("Choose who may read your question."))],
        choices=options((PUBLICLY, N_("Everybody")), (PRIVATELY, N_("Only the agency"))),
    )

    @property
    def private(self) -> bool:
        return bool(self.how.data == PRIVATELY)


class AnswerForm(BaseForm):
    """The question as everybody reads it, and its answer."""

    wording = TextAreaField(
        N_("The question as everybody reads it"),
        [
            required(N_("Write the question as everybody may read it.")),
            longest(LONGEST_QUESTION),
        ],
    )
    answer = TextAreaField(
        N_("The answer"), [required(N_("Write the answer.")), longest(LONGEST_ANSWER)]
    )

    def to_input(self) -> Answering:
        return Answering(wording=self.wording.data or "", answer=self.answer.data or "")
