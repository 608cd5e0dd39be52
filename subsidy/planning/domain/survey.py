"""A needs survey: its questions, what may be answered, and its life."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from subsidy.core.clock import is_open
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.lifecycle import Lifecycle, Transition
from subsidy.core.text import N_, Text
from subsidy.policy import Action

MOST_QUESTIONS = 8
MOST_OPTIONS = 12
LONGEST_TEXT = 1000
LARGEST = 10**9


class QuestionKind(Labelled):
    """How a question is answered."""

    ONE = "one", N_("one choice")
    MANY = "many", N_("several choices")
    NUMBER = "number", N_("a whole number")
    TEXT = "text", N_("a text")

    @property
    def chooses(self) -> bool:
        return self in (QuestionKind.ONE, QuestionKind.MANY)


class SurveyStatus(Labelled):
    """How far a survey is; whether it can be answered follows from its period."""

    DRAFT = "draft", N_("draft survey"), "yellow"
    ISSUED = "issued", N_("survey among local authorities"), "blue"
    PUBLISHED = "published", N_("survey with a result"), "green"


Answer = str | int | list[str]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """``options``: what can be chosen, where there is a choice."""

    key: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "kind": self.kind.value,
            "text": self.text,
            "options": list(self.options),
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Question":
        kind = QuestionKind(data["kind"])
        return cls(data["key"], kind, data["text"], tuple(data["options"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSurvey:
    """What an officer types of a survey. The period is half-open: ``[opens_at, closes_at)``."""

    title: str
    introduction: str
    opens_at: datetime
    closes_at: datetime
    questions: tuple[Question, ...]


def period_faults(survey: NewSurvey) -> Iterator[Refusal]:
    if survey.opens_at >= survey.closes_at:
        text = Text("The survey begins on %(at)s. Choose a later end.", at=survey.opens_at)
        yield Refusal(text, "closes_at")


def question_faults(questions: Sequence[Question]) -> Iterator[Refusal]:
    """Return why nobody could answer these questions."""
    if not questions:
        yield Refusal(Text("Write at least one question."))
    for number, question in enumerate(questions, 1):
        if question.kind.chooses and len(set(question.options)) < 2:  # noqa: PLR2004 - one is no choice
            yield Refusal(
                Text("Give question %(number)s at least two different choices.", number=number)
            )
        if len(question.options) > MOST_OPTIONS:
            yield Refusal(
                Text(
                    "Give question %(number)s at most %(most)s choices.",
                    number=number,
                    most=MOST_OPTIONS,
                )
            )


def answer_faults(questions: Sequence[Question], answers: Answers) -> Iterator[Refusal]:
    """Return why these answers cannot be kept: what is not on offer, or nothing at all."""
    if not answers:
        yield Refusal(Text("Answer at least one question."))
    for question in questions:
        given = answers.get(question.key)
        chosen = given if isinstance(given, list) else [given]
        if given is not None and question.kind.chooses and not {*chosen} <= {*question.options}:
            yield Refusal(Text("Choose from what is on offer."), question.key)
        if isinstance(given, int) and given > LARGEST:
            yield Refusal(Text("Fill in a number of at most 1,000,000,000."), question.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFacts:
    """Everything a transition of a survey may depend on."""

    now: datetime
    closes_at: datetime
    questions: Sequence[Question]
    conclusion: str = ""


def askable(facts: SurveyFacts) -> Sequence[Refusal]:
    refusals = list(question_faults(facts.questions))
    if facts.closes_at <= facts.now:
        text = Text("The survey ends on %(at)s. Choose a later moment.", at=facts.closes_at)
        refusals.append(Refusal(text))
    return refusals


def over_and_read(facts: SurveyFacts) -> Sequence[Refusal]:
    """Let nobody conclude before everybody could answer."""
    refusals = []
    if facts.now < facts.closes_at:
        text = Text("The survey runs until %(at)s. Publish the result then.", at=facts.closes_at)
        refusals.append(Refusal(text))
    if not facts.conclusion.strip():
        refusals.append(Refusal(Text("Write what you conclude from the answers."), "conclusion"))
    return refusals


def answerable(
    status: SurveyStatus, opens_at: datetime, closes_at: datetime, now: datetime
) -> Iterator[Refusal]:
    """Return why nobody can answer at this instant."""
    if status is SurveyStatus.ISSUED and is_open(opens_at, closes_at, now):
        return
    if status is SurveyStatus.ISSUED and now < opens_at:
        yield Refusal(Text("You can answer from %(at)s.", at=opens_at))
    else:
        yield Refusal(Text("This survey closed on %(at)s. Read its result here.", at=closes_at))


DRAFT, ISSUED, PUBLISHED = SurveyStatus.DRAFT, SurveyStatus.ISSUED, SurveyStatus.PUBLISHED

# action                  from                 to         if
SURVEY_LIFECYCLE: Lifecycle[SurveyStatus, Action, SurveyFacts] = Lifecycle(
    DRAFT,
    Transition(Action.ISSUE_SURVEY, frozenset({DRAFT}), ISSUED, askable),
    Transition(Action.PUBLISH_SURVEY, frozenset({ISSUED}), PUBLISHED, over_and_read),
)
