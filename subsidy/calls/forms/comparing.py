"""Two texts of one part of a call, answer by answer: a colleague's and mine, or then and now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wtforms import BooleanField, Field, FieldList, FormField, SelectFieldBase

from subsidy.calls.domain.regulation import Worded
from subsidy.core.text import N_, Text
from subsidy.web.forms import BaseForm

Shown = tuple[object, ...]  # what was typed is a str, a word of ours is a Text
YES, NO, EMPTY = N_("Yes"), N_("No"), N_("nothing filled in")


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in one field, as a person reads it."""

    label: Text
    shown: Shown


@dataclass(frozen=True, slots=True)
class Pair:
    """One field in which two texts differ."""

    label: Text
    first: Shown
    second: Shown


def differing(first: BaseForm, second: BaseForm) -> tuple[Pair, ...]:
    """Return the fields in which two forms of the same part differ, in their order."""
    ones, others = dict(_answers(first)), dict(_answers(second))
    pairs = (
        Pair((ones.get(name) or others[name]).label, _shown(ones, name), _shown(others, name))
        for name in dict.fromkeys([*ones, *others])
    )
    return tuple(pair for pair in pairs if pair.first != pair.second)


def pairs_of(rows: Iterable[Worded]) -> tuple[Pair, ...]:
    """Return what differs between two forms of questions as pairs, like those of another part."""
    return tuple(Pair(row.name, _value(row.old), _value(row.new)) for row in rows)


def _value(value: object) -> Shown:
    if value is None or value == "":
        return (Text(EMPTY),)
    return value if isinstance(value, tuple) else (value,)


def _shown(answers: Mapping[str, Answer], name: str) -> Shown:
    return (answers[name].shown if name in answers else ()) or (Text(EMPTY),)


def _answers(fields: Iterable[Field], row: int = 0) -> Iterator[tuple[str, Answer]]:
    """Yield each answer by its name; those of a list of rows say which row they stand in."""
    for field in fields:
        if isinstance(field, FieldList):
            for number, entry in enumerate(field, 1):
                yield from _answers([entry], number)
        elif isinstance(field, FormField):
            yield from _answers(field.form, row)
        else:
            label = as_text(field.label.text)
            numbered = Text("Row %(n)s: %(label)s", n=row, label=label) if row else label
            yield field.name, Answer(numbered, _read(field))


def as_text(label: Text | str) -> Text:
    return label if isinstance(label, Text) else Text(label)


def _read(field: Field) -> Shown:
    if isinstance(field, BooleanField):
        return (Text(YES if field.data else NO),)
    if isinstance(field, SelectFieldBase):
        chosen = field.data if isinstance(field.data, list | tuple) else [field.data]
        labels = {each[0]: each[1] for each in field.iter_choices()}
        return tuple(as_text(labels[each]) for each in chosen if each and each in labels)
    typed = str(field._value()).replace("\r\n", "\n").strip()  # type: ignore[attr-defined]  # noqa: SLF001 - what stands in the field
    return (typed,) if typed else ()
