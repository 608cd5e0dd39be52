"""The questions of a call as fields: one or more per question, made from the form as data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField

from subsidy.applications.forms.parts import VersionedForm, personal
from subsidy.calls.domain.questions import (
    NO,
    PERSON_PARTS,
    YES,
    Answers,
    Column,
    Kind,
    Question,
    empty,
)
from subsidy.core.errors import Refusal, RefusedError
from subsidy.core.money import Money
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.web.forms import (
    CHOOSE,
    Checkboxes,
    DayField,
    MoneyField,
    NumberField,
    longest,
    options,
)

RADIOS = 7  # more choices than this are a drop-down list
SPARE_ROWS, FEWEST_ROWS = 2, 3
PERSON_LENGTH, CELL_LENGTH, LIST_LENGTH = 120, 300, 12_000
PERSON_LABELS: Mapping[str, str] = {
    "name": N_("First name and family name"),
    "function": N_("Function"),
    "email": N_("E-mail address"),
    "telephone": N_("Telephone"),
}
YES_OR_NO = ((YES, N_("Yes")), (NO, N_("No")))
NO_ANSWER = ("", N_("No answer"))


def field_name(key: str) -> str:
    return f"vraag_{key}"


class QuestionsForm(VersionedForm):
    """Shows a refusal, whose place is the key of a question, at the first field of it."""

    def show(self, refused: RefusedError) -> None:
        super().show(RefusedError([self._at_field(refusal) for refusal in refused.refusals]))

    def _at_field(self, refusal: Refusal) -> Refusal:
        name = field_name(refusal.place or "")
        found = next((one for one in self._fields if one in _names(name, self._fields)), None)
        return refusal if found is None else replace(refusal, place=found)

    def group(self, key: str) -> list[Field]:
        """Return the fields of one question."""
        return [self._fields[name] for name in _names(field_name(key), self._fields)]

    def rows(self, key: str, columns: int) -> list[list[Field]]:
        """Return the fields of a table, row by row."""
        cells = self.group(key) if columns else []  # of a draft without columns yet
        return [cells[start : start + columns] for start in range(0, len(cells), columns or 1)]


def _names(name: str, known: Iterable[str]) -> list[str]:
    return [one for one in known if one == name or one.startswith(f"{name}-")]


def questions_form(asked: Sequence[Question], stored: Answers, day: date) -> type[QuestionsForm]:
    """Return a form with the questions that show; what was chosen in ``stored`` stays on offer."""
    fields: dict[str, Any] = {}
    for question in filter(_is_typed, asked):
        for ending, field in _fields_of(question, stored.get(question.key), day):
            fields[field_name(question.key) + ending] = field
    return type("AskedForm", (QuestionsForm,), fields)


def _is_typed(question: Question) -> bool:
    """Return whether it is answered here; files are enclosed on a page of their own."""
    return question.kind is not Kind.FILE


def _fields_of(question: Question, value: Any, day: date) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    match question.kind:
        case Kind.PERSON:
            for part in PERSON_PARTS:
                label = PERSON_LABELS[part]
                field = StringField(
                    label,
                    [longest(PERSON_LENGTH, pasted=True)],
                    description=question.wording,
                    render_kw=personal(part),
                )
                yield f"-{part}", field
        case Kind.TABLE:
            yield from _cells(question, value)
        case _:
            yield "", _field(question, value, day)


def _field(question: Question, value: Any, day: date) -> Any:  # noqa: ANN401 - a field that is not bound yet
    match question.kind:
        case Kind.SHORT:
            return StringField(question.wording, [longest(question.longest, pasted=True)])
        case Kind.LONG:
            return TextAreaField(question.wording, [longest(question.longest, pasted=True)])
        case Kind.MUNICIPALITIES:
            return TextAreaField(question.wording, [longest(LIST_LENGTH)])
        case Kind.CHOICE | Kind.CHOICES:
            return _list(question, value, day)
        case Kind.YES_NO:
            return _radios(question, YES_OR_NO)
        case _:
            return _PLAIN[question.kind](question.wording)


_PLAIN: Mapping[Kind, Any] = {
    Kind.NUMBER: NumberField,
    Kind.MONEY: MoneyField,
    Kind.DAY: DayField,
}


def _list(question: Question, value: Any, day: date) -> Any:  # noqa: ANN401 - a field that is not bound yet
    chosen = value if isinstance(value, list) else [value]
    pairs = [
        (entry.key, entry.name)
        for entry in question.entries
        if entry.on_offer(day) or entry.key in chosen
    ]
    if question.kind is Kind.CHOICES:
        return Checkboxes(question.wording, choices=options(*pairs), validate_choice=False)
    if len(pairs) <= RADIOS:
        return _radios(question, pairs)
    choices = options(("", CHOOSE), *pairs)
    return SelectField(question.wording, choices=choices, validate_choice=False)


def _radios(question: Question, pairs: Iterable[tuple[str, str]]) -> RadioField:
    """Return radio buttons, also one for no answer: a button cannot be unchosen."""
    choices = options(*pairs) if question.required else options(*pairs, NO_ANSWER)
    return RadioField(question.wording, choices=choices, validate_choice=False)


def _cells(question: Question, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    filled = len(value or ())
    rows = min(max(filled + SPARE_ROWS, FEWEST_ROWS), question.most_rows)
    for row in range(max(rows, filled)):
        for column in question.columns:
            where: Any = Text("Row %(row)s", row=row + 1)  # in the summary of errors
            yield f"-{row}-{column.key}", _cell(column, where)


def _cell(column: Column, where: Any) -> Any:  # noqa: ANN401 - rendered by the macro
    if column.kind is Kind.YES_NO:
        return SelectField(
            column.name,
            choices=options(("", CHOOSE), *YES_OR_NO),
            validate_choice=False,
            description=where,
        )
    if column.kind is Kind.SHORT:
        return StringField(column.name, [longest(CELL_LENGTH, pasted=True)], description=where)
    return _PLAIN[column.kind](column.name, description=where)


# From stored answers to fields, and back ----------------------------------------------------------


def question_values(asked: Sequence[Question], stored: Answers) -> dict[str, Any]:
    """Return what stands in the fields at first."""
    found: dict[str, Any] = {}
    for question in filter(_is_typed, asked):
        value = stored.get(question.key)
        if not empty(value):
            name = field_name(question.key)
            found |= {name + ending: one for ending, one in _values_of(question, value)}
    return found


def _values_of(question: Question, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    match question.kind:
        case Kind.PERSON:
            yield from ((f"-{part}", value.get(part, "")) for part in PERSON_PARTS)
        case Kind.TABLE:
            for row, cells in enumerate(value):
                for column, cell in zip(question.columns, cells, strict=True):
                    yield f"-{row}-{column.key}", _typed(column.kind, cell)
        case Kind.MUNICIPALITIES:
            yield "", "\n".join(value)
        case _:
            yield "", _typed(question.kind, value)


def _typed(kind: Kind, value: Any) -> Any:  # noqa: ANN401 - what a field of this kind holds
    if empty(value):
        return None
    match kind:
        case Kind.MONEY:
            return Money(value)
        case Kind.DAY:
            return date.fromisoformat(value)
        case Kind.YES_NO:
            return YES if value else NO
        case _:
            return value


def answers_of_form(form: QuestionsForm, asked: Sequence[Question]) -> dict[str, Any]:
    """Return what was typed as answers: plain JSON, None or an empty list for no answer."""
    return {question.key: _answer(form, question) for question in filter(_is_typed, asked)}


def _answer(form: QuestionsForm, question: Question) -> Any:  # noqa: ANN401 - any JSON
    name = field_name(question.key)
    match question.kind:
        case Kind.PERSON:
            return {part: _plain(form[f"{name}-{part}"].data) for part in PERSON_PARTS}
        case Kind.TABLE:
            columns = question.columns
            rows = [
                [_said(column.kind, cell.data) for column, cell in zip(columns, row, strict=True)]
                for row in form.rows(question.key, len(columns))
            ]
            return [row for row in rows if not empty(row)]
        case Kind.MUNICIPALITIES:
            return [line.strip() for line in _plain(form[name].data).splitlines() if line.strip()]
        case Kind.CHOICES:
            return _in_order(question, form[name].data or ())
        case _:
            return _said(question.kind, form[name].data)


def _in_order(question: Question, chosen: Sequence[str]) -> list[str]:
    """Keep the order of the list, and what is not on it for the domain to refuse."""
    known = [entry.key for entry in question.entries if entry.key in chosen]
    return [*known, *(key for key in dict.fromkeys(chosen) if key not in known)]


def _said(kind: Kind, value: Any) -> Any:  # noqa: ANN401 - any JSON
    match kind:
        case Kind.MONEY:
            return None if value is None else value.cents
        case Kind.DAY:
            return None if value is None else value.isoformat()
        case Kind.YES_NO:
            return {YES: True, NO: False}.get(value or "")
        case Kind.NUMBER:
            return value
        case _:
            return _plain(value) or None


def _plain(text: object) -> str:
    """Return a text as plain text, with no space around it."""
    return clean(str(text or ""))
