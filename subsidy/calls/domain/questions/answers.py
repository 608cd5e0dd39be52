"""Answers to a form: which questions show, which answers lack, which cannot be what was meant.

An answer is plain JSON: a text, a whole number, cents, a day as ISO text, true or false, the key
of an entry, a list of keys or names, the parts of a person, the rows of a table.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from subsidy.calls.domain.questions.content import (
    CELL_LENGTH,
    MOST_MUNICIPALITIES,
    PERSON_PARTS,
    YES,
    Condition,
    Form,
    Kind,
    Question,
)
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from subsidy.core.text import Text

Answers = Mapping[str, Any]
LARGEST = 10**14
PERSON_LIMIT = 120
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TELEPHONE = re.compile(r"[0-9+/.() -]{8,25}")


def empty(value: object) -> bool:
    """Return whether nothing is answered. False and 0 are answers."""
    if isinstance(value, Mapping):
        return all(empty(part) for part in value.values())
    if isinstance(value, list | tuple):
        return all(empty(item) for item in value)
    return value is None or (isinstance(value, str) and not value.strip())


def shown(form: Form, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that are asked, given these answers.

    Whoever waits for a question that is not asked itself, is not asked either.
    """
    asked: dict[str, Question] = {}
    for question in form.questions:
        if _is_asked(question.show_if, asked, answers):
            asked[question.key] = question
    return tuple(asked.values())


def _is_asked(condition: Condition | None, asked: Mapping[str, Question], answers: Answers) -> bool:
    if condition is None:
        return True
    on = asked.get(condition.question)
    return on is not None and _says(on, answers.get(on.key), condition.value)


def _says(question: Question, value: object, wanted: str) -> bool:
    if question.kind is Kind.YES_NO:
        return isinstance(value, bool) and value == (wanted == YES)
    if isinstance(value, list | tuple):
        return wanted in value
    return value == wanted


def kept(form: Form, answers: Answers) -> dict[str, Any]:
    """Return the answers that count: of the questions that are asked, and not empty."""
    return {
        question.key: answers[question.key]
        for question in shown(form, answers)
        if not empty(answers.get(question.key))
    }


def lacking(form: Form, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that must still be answered."""
    return tuple(
        question
        for question in shown(form, answers)
        if question.required and empty(answers.get(question.key))
    )


# What an answer can be ----------------------------------------------------------------------------

Faults = Iterator[Text]


def faulty(form: Form, answers: Answers, day: date) -> list[Refusal]:
    """Say which answers cannot be what was meant, each at its question; an empty one is none."""
    return [
        Refusal(text, question.key)
        for question in shown(form, answers)
        for text in answer_faults(question, answers.get(question.key), day)
    ]


def answer_faults(question: Question, value: Any, day: date) -> Faults:  # noqa: ANN401 - any JSON
    """Say what is wrong with one answer that is given on this day."""
    if not empty(value):
        yield from _CHECKS[question.kind](question, value, day)


def _text(question: Question, value: object, _day: date) -> Faults:
    if not isinstance(value, str):
        yield Text("Write text here.")
    elif len(value) > question.longest:
        yield Text(
            "Shorten this text to at most %(limit)s characters; it has %(length)s now.",
            limit=question.longest,
            length=len(value),
        )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _figure(question: Question, value: Any, _day: date) -> Faults:  # noqa: ANN401 - any JSON
    if not _is_whole(value):
        yield Text("Fill in a whole number, for example 12.")
        return
    low, high = question.lowest, question.highest
    if (low is not None and value < low) or (high is not None and value > high):
        yield _bounds(question)


def _bounds(question: Question) -> Text:
    low, high = _shown_bound(question, question.lowest), _shown_bound(question, question.highest)
    if low is None:
        return Text("Fill in at most %(high)s.", high=high)
    if high is None:
        return Text("Fill in at least %(low)s.", low=low)
    return Text("Fill in an answer from %(low)s to %(high)s.", low=low, high=high)


def _shown_bound(question: Question, value: int | None) -> Money | str | None:
    if value is None:
        return None
    return Money(value) if question.kind is Kind.MONEY else str(value)


def _day_text(_question: Question, value: object, _day: date) -> Faults:
    if not _is_day(value):
        yield Text("Fill in an existing date as day/month/year, for example 29/10/2021.")


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _choice(question: Question, value: object, day: date) -> Faults:
    yield from _choices(question, [value], day)


def _choices(question: Question, value: Any, day: date) -> Faults:  # noqa: ANN401 - any JSON
    if not isinstance(value, list | tuple):
        yield Text("Choose from the list.")
        return
    for key in value:
        entry = question.entry(key) if isinstance(key, str) else None
        if entry is None:
            yield Text("Choose from the list.")
        elif not entry.on_offer(day):
            yield Text("“%(choice)s” is not on offer today. Choose another.", choice=entry.name)


def _yes_no(_question: Question, value: object, _day: date) -> Faults:
    if not isinstance(value, bool):
        yield Text("Choose yes or no.")


def _municipalities(_question: Question, value: object, _day: date) -> Faults:
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
        yield Text("Write one municipality per line.")
    elif len(value) > MOST_MUNICIPALITIES:
        yield Text("Name at most %(most)s municipalities.", most=MOST_MUNICIPALITIES)


def _person(_question: Question, value: object, _day: date) -> Faults:
    if not isinstance(value, Mapping) or not set(value) <= set(PERSON_PARTS):
        yield Text("Fill in a person.")
        return
    if any(len(str(part)) > PERSON_LIMIT for part in value.values()):
        yield Text("Use at most %(limit)s characters.", limit=PERSON_LIMIT)
    email, telephone = str(value.get("email", "")), str(value.get("telephone", ""))
    if email and not _EMAIL.fullmatch(email):
        yield Text("Fill in an e-mail address such as name@municipality.be.")
    if telephone and not _TELEPHONE.fullmatch(telephone):
        yield Text("Fill in a telephone number such as 053 72 34 00.")


def _files(_question: Question, value: Any, _day: date) -> Faults:  # noqa: ANN401 - any JSON
    """Expect the names of enclosed files: they are enclosed by themselves, never typed."""
    if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
        yield Text("Enclose a file.")


def _table(question: Question, value: Any, _day: date) -> Faults:  # noqa: ANN401 - any JSON
    if not isinstance(value, list | tuple):
        yield Text("Fill in the rows of the table.")
        return
    if len(value) > question.most_rows:
        yield Text("Use at most %(most)s rows.", most=question.most_rows)
    for number, row in enumerate(value, 1):
        yield from _row_faults(question, number, row)


def _row_faults(question: Question, number: int, row: Any) -> Faults:  # noqa: ANN401 - any JSON
    width = len(question.columns)
    if not isinstance(row, list | tuple) or len(row) != width:
        yield Text("Fill in %(columns)s columns in row %(row)s.", columns=width, row=number)
        return
    for column, cell in zip(question.columns, row, strict=True):
        if not empty(cell) and not _CELLS[column.kind](cell):
            yield Text(
                "Row %(row)s, “%(column)s”: fill in %(kind)s.",
                row=number,
                column=column.name,
                kind=column.kind.label,
            )


def _is_cell_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= CELL_LENGTH


_CELLS: Mapping[Kind, Callable[[object], bool]] = {
    Kind.SHORT: _is_cell_text,
    Kind.NUMBER: _is_whole,
    Kind.MONEY: _is_whole,
    Kind.DAY: _is_day,
    Kind.YES_NO: lambda value: isinstance(value, bool),
}
_CHECKS: Mapping[Kind, Callable[[Question, Any, date], Faults]] = {
    Kind.SHORT: _text,
    Kind.LONG: _text,
    Kind.NUMBER: _figure,
    Kind.MONEY: _figure,
    Kind.DAY: _day_text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.TABLE: _table,
    Kind.MUNICIPALITIES: _municipalities,
    Kind.PERSON: _person,
    Kind.FILE: _files,
}
