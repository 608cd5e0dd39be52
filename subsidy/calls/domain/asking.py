"""Questions about a call: who asked stays unknown, the answer is everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action

LONGEST_QUESTION = 2000
LONGEST_ANSWER = 5000


class QuestionStatus(Labelled):
    """Whether a question has its answer."""

    ASKED = "asked", N_("question without an answer"), "yellow"
    ANSWERED = "answered", N_("question with an answer"), "green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """``wording``: the question as everybody reads it, without names."""

    wording: str
    answer: str


def complete(facts: Answering) -> Sequence[Refusal]:
    found = []
    if not facts.wording.strip():
        found.append(Refusal(Text("Write the question as everybody may read it."), "wording"))
    if not facts.answer.strip():
        found.append(Refusal(Text("Write the answer."), "answer"))
    return found


ASKED = frozenset({QuestionStatus.ASKED})

# action                from   to                        if
ASKING: Lifecycle[QuestionStatus, Action, Answering] = Lifecycle(
    QuestionStatus.ASKED,
    Transition(Action.ANSWER_QUESTION, ASKED, QuestionStatus.ANSWERED, complete),
)
