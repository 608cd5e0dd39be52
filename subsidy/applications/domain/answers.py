"""The answers to the questions of a call as a file keeps them: readable without the regulation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from subsidy.calls.domain import questions
from subsidy.calls.domain.questions import NO, YES, Answers, Form, Kind, Question
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text

PART = "questions"
Value = str | int | Money | date | Text


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table that was asked."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question as it was asked, with its answer as text: none when it is not answered.

    A choice is kept by its words, so that a snapshot can be read when the call is long gone.
    """

    key: str
    kind: Kind
    wording: str
    heading: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    columns: tuple[Heading, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_answered(self) -> bool:
        return bool(self.values or self.rows)

    @property
    def shown(self) -> tuple[Value, ...]:
        """Return the answer as values that a page, a letter or a workbook can write."""
        return tuple(_read(self.kind, value) for value in self.values)

    @property
    def shown_rows(self) -> tuple[tuple[Value | None, ...], ...]:
        return tuple(
            tuple(
                _read(column.kind, cell) if cell else None
                for column, cell in zip(self.columns, row, strict=True)
            )
            for row in self.rows
        )


def _read(kind: Kind, text: str) -> Value:
    match kind:
        case Kind.MONEY:
            return Money(int(text))
        case Kind.NUMBER:
            return int(text)
        case Kind.DAY:
            return date.fromisoformat(text)
        case Kind.YES_NO:
            return Text("Yes") if text == YES else Text("No")
        case _:
            return text


def answered(form: Form, answers: Answers) -> tuple[Answered, ...]:
    """Return every question that is asked, given these answers; hidden ones are not kept."""
    return tuple(written(each, answers.get(each.key)) for each in questions.shown(form, answers))


def written(question: Question, value: Any) -> Answered:  # noqa: ANN401 - any JSON
    """Return a question with its answer."""
    return Answered(
        key=question.key,
        kind=question.kind,
        wording=question.wording,
        heading=question.heading,
        required=question.required,
        values=() if question.kind is Kind.TABLE else tuple(_values(question, value)),
        columns=tuple(Heading(column.name, column.kind) for column in question.columns),
        rows=tuple(_rows(value)) if question.kind is Kind.TABLE else (),
    )


def _values(question: Question, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if questions.empty(value):
        return
    match question.kind:
        case Kind.CHOICE | Kind.CHOICES:
            yield from _names(question, value)
        case Kind.MUNICIPALITIES | Kind.FILE:
            yield from value
        case Kind.PERSON:
            yield from (value[part] for part in questions.PERSON_PARTS if value.get(part))
        case _:
            yield _cell(value)


def _names(question: Question, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Return the words of what was chosen, in the order of the list."""
    chosen = [value] if isinstance(value, str) else value
    yield from (entry.name for entry in question.entries if entry.key in chosen)
    yield from (key for key in chosen if question.entry(key) is None)


def _rows(value: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - any JSON
    for row in value or ():
        if not questions.empty(row):
            yield tuple(_cell(cell) for cell in row)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return "" if value is None else str(value)


def unanswered(answers: Sequence[Answered]) -> Iterator[Refusal]:
    """Say which answers the file cannot be submitted without."""
    for each in answers:
        if each.required and not each.is_answered:
            text = Text("Answer the question “%(question)s”.", question=each.wording)
            yield Refusal(text, f"{PART}.{each.key}")
