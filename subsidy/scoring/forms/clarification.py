"""What is typed in the round of questions: by a juror, by the chair, by an applicant."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField

from subsidy.applications.forms.parts import VersionedForm
from subsidy.core.text import N_
from subsidy.scoring.domain.clarifying import (
    LONGEST_PROPOSAL,
    LONGEST_REASON,
    LONGEST_REPLY,
    Asked,
    Clarification,
    Proposal,
    Reworded,
    answer_place,
    wording_place,
)
from subsidy.web.forms import BaseForm, MomentField, longest, required


class ProposeForm(BaseForm):
    """A question that a juror proposes."""

    question = TextAreaField(
        N_("Which question do you propose?"),
        [
            required(N_("Write the question that you propose.")),
            longest(LONGEST_PROPOSAL, pasted=True),
        ],
    )


class WordingsForm(BaseForm):
    """Each proposal as the chair words it. ``seen``: what was on the screen."""

    seen = HiddenField()

    def reworded(self, proposals: Iterable[Proposal]) -> dict[str, Reworded]:
        return {
            one.id: Reworded(
                str(self[wording_place(one.id)].data or ""),
                left_out=bool(self[_out_place(one.id)].data),
            )
            for one in proposals
        }


def _out_place(question_id: str) -> str:
    return f"out-{question_id}"


def wordings_form(proposals: Sequence[Proposal]) -> type[WordingsForm]:
    """Return the form with a text and a box per proposal."""
    fields: dict[str, Any] = {}
    for one in proposals:
        fields[wording_place(one.id)] = TextAreaField(
            N_("The question"),
            [longest(LONGEST_PROPOSAL, pasted=True)],
            description=one.by,
            default=one.wording,
        )
        fields[_out_place(one.id)] = BooleanField(
            N_("Leave this question out"), description=one.by, default=one.left_out
        )
    return type("WordQuestionsForm", (WordingsForm,), fields)


class SendQuestionsForm(BaseForm):
    """One term for all files, and that the chair is sure."""

    seen = HiddenField()
    due_at = MomentField(N_("Until when can all applicants answer?"))
    sure = BooleanField(N_("I know that there is no second round"))


class TakeBackForm(BaseForm):
    """Which proposal a juror takes back."""

    question = HiddenField()


class LengthenForm(BaseForm):
    """A later end of the term, for all."""

    due_at = MomentField(N_("Until when can all applicants answer?"))
    reason = TextAreaField(N_("Why do they get longer?"), [longest(LONGEST_REASON, pasted=True)])


class WithdrawRoundForm(BaseForm):
    """Why nobody has to answer."""

    why = TextAreaField(
        N_("Why do you withdraw the questions?"), [longest(LONGEST_REASON, pasted=True)]
    )


class AnswersForm(VersionedForm):
    """An answer per question."""

    def answers(self, asked: Iterable[Asked]) -> dict[str, str]:
        return {one.id: str(self[answer_place(one.id)].data or "") for one in asked}


def answers_form(asked: Iterable[Asked]) -> type[AnswersForm]:
    """Return the form with the questions that were asked and nothing else."""
    fields: dict[str, Any] = {
        answer_place(one.id): TextAreaField(
            N_("Your answer"), [longest(LONGEST_REPLY, pasted=True)], description=one.question
        )
        for one in asked
    }
    return type("AnswerQuestionsForm", (AnswersForm,), fields)


def answers_kept(found: Clarification) -> dict[str, object]:
    """Return what is saved, by field."""
    kept: dict[str, object] = {answer_place(one.id): one.answer for one in found.asked}
    return {"version": found.version, **kept}
