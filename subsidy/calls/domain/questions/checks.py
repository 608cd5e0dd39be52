"""Whether a form can be published, and what its author must think about first."""

from collections.abc import Iterator
from datetime import date

from subsidy.calls.domain.questions.content import (
    LISTS,
    NO,
    YES,
    Form,
    Kind,
    Question,
)
from subsidy.core.errors import Refusal
from subsidy.core.text import Text

FEWEST_ENTRIES = 2
PLACE = "formulier.vragen"


def form_faults(form: Form) -> Iterator[Refusal]:
    """Say what keeps a form from being published, all faults at once, each with its place."""
    earlier: dict[str, Question] = {}
    for number, question in enumerate(form.questions):
        place = f"{PLACE}[{number}]"
        yield from _own_faults(question, place)
        yield from _condition_faults(form, question, earlier, place)
        earlier[question.key] = question


def _own_faults(question: Question, place: str) -> Iterator[Refusal]:
    named = {"question": question.wording}
    if question.kind in LISTS and len(question.entries) < FEWEST_ENTRIES:
        text = Text("“%(question)s” is a list. Write at least two choices.", **named)
        yield Refusal(text, f"{place}.keuzes")
    if question.kind is Kind.TABLE and not question.columns:
        text = Text("“%(question)s” is a table. Write at least one column.", **named)
        yield Refusal(text, f"{place}.kolommen")
    if None not in (question.lowest, question.highest) and _reversed(question):
        text = Text("Make the highest answer to “%(question)s” at least the lowest one.", **named)
        yield Refusal(text, f"{place}.hoogste")
    for number, entry in enumerate(question.entries):
        if entry.first and entry.last and entry.last < entry.first:
            text = Text(
                "“%(choice)s” ends before it begins. Change one of both.", choice=entry.name
            )
            yield Refusal(text, f"{place}.keuzes[{number}].tot")


def _reversed(question: Question) -> bool:
    return (question.lowest or 0) > (question.highest or 0)


def _condition_faults(
    form: Form, question: Question, earlier: dict[str, Question], place: str
) -> Iterator[Refusal]:
    """Let a condition look back, never forward: so conditions cannot go round in a circle."""
    condition = question.show_if
    if condition is None:
        return
    on = earlier.get(condition.question)
    if on is None:
        yield Refusal(_not_earlier(form, question), f"{place}.toon_als.vraag")
    elif condition.value not in answers_to(on):
        text = Text(
            "“%(question)s” waits for an answer that “%(other)s” does not have.",
            question=question.wording,
            other=on.wording,
        )
        yield Refusal(text, f"{place}.toon_als.antwoord")


def _not_earlier(form: Form, question: Question) -> Text:
    condition = question.show_if
    later = form.question(condition.question) if condition else None
    if later is None:
        return Text(
            "“%(question)s” waits for a question that does not exist.", question=question.wording
        )
    return Text(
        "“%(question)s” waits for “%(other)s”. Put that question first.",
        question=question.wording,
        other=later.wording,
    )


def answers_to(question: Question) -> tuple[str, ...]:
    """Return the answers on which a condition can look: of a list, or of yes and no."""
    if question.kind is Kind.YES_NO:
        return YES, NO
    return tuple(entry.key for entry in question.entries)


def form_warnings(form: Form, closes_on: date) -> tuple[Text, ...]:
    """Say what to think about: a question without purpose, a list with nothing left on offer."""
    return (*_without_purpose(form), *_nothing_on_offer(form, closes_on))


def _without_purpose(form: Form) -> Iterator[Text]:
    for question in form.questions:
        if not question.purpose:
            yield Text(
                "Nobody can read why you ask “%(question)s”. Write its purpose, or leave it out.",
                question=question.wording,
            )


def _nothing_on_offer(form: Form, day: date) -> Iterator[Text]:
    for question in form.questions:
        if question.entries and not any(entry.on_offer(day) for entry in question.entries):
            yield Text(
                "No choice of “%(question)s” is on offer on the day on which the call closes.",
                question=question.wording,
            )
