"""A form that changes: what is different, and what becomes of the answers of a draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from subsidy.calls.domain.questions.answers import Answers, answer_faults, empty
from subsidy.calls.domain.questions.content import Form, Kind, Question
from subsidy.core.labels import Labelled
from subsidy.core.text import N_


class Change(Labelled):
    """What happened to a question between two versions."""

    ADDED = "added", N_("new question"), "green"
    REMOVED = "removed", N_("removed question"), "red"
    CHANGED = "changed", N_("changed question"), "yellow"
    MOVED = "moved", N_("moved question"), "grey"


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "kind": N_("kind of answer"),
        "wording": N_("question"),
        "help": N_("explanation"),
        "purpose": N_("purpose"),
        "heading": N_("heading"),
        "required": N_("required or not"),
        "limit": N_("longest answer"),
        "lowest": N_("lowest answer"),
        "highest": N_("highest answer"),
        "entries": N_("choices"),
        "columns": N_("columns"),
        "show_if": N_("condition"),
    }
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One question that differs; ``what``: which of :data:`WORDS`, when both versions ask it."""

    change: Change
    wording: str
    what: tuple[str, ...] = ()
    old: Question | None = None
    new: Question | None = None


def form_difference(old: Form, new: Form) -> tuple[Changed, ...]:
    """Return what differs, in the order of the new form; what was removed comes last."""
    before = {question.key: question for question in old.questions}
    found = [_compared(before.get(each.key), each) for each in new.questions]
    places = _moved(old, new)
    moved = [each for each in new.questions if each.key in places]
    found += [Changed(Change.MOVED, each.wording, (), each, each) for each in moved]
    removed = [each for each in old.questions if new.question(each.key) is None]
    found += [Changed(Change.REMOVED, each.wording, (), each) for each in removed]
    return tuple(each for each in found if each is not None)


def _compared(old: Question | None, new: Question) -> Changed | None:
    if old is None:
        return Changed(Change.ADDED, new.wording, new=new)
    what = tuple(name for name in WORDS if getattr(old, name) != getattr(new, name))
    return Changed(Change.CHANGED, new.wording, what, old, new) if what else None


def _moved(old: Form, new: Form) -> frozenset[str]:
    """Return the questions of both forms that stand after another question than before."""
    return frozenset(
        key
        for key, after in _follows(new, old).items()
        if _follows(old, new).get(key, after) != after
    )


def _follows(form: Form, other: Form) -> dict[str, str]:
    both = [each.key for each in form.questions if other.question(each.key) is not None]
    return dict(zip(both, ["", *both], strict=False))


# The answers of a draft ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer, or a part of one, that has no place in the new form; its text stays readable."""

    question: Question
    value: Any


@dataclass(frozen=True, slots=True)
class Migration:
    """What becomes of answers: together ``kept`` and ``lost`` hold everything that was answered."""

    answers: Mapping[str, Any]
    kept: tuple[Question, ...]
    lost: tuple[Lost, ...]


def migrate(answers: Answers, old: Form, new: Form) -> Migration:
    """Bring answers to a new form. Nothing is dropped silently: what does not fit is listed."""
    moved: dict[str, Any] = {}
    lost: list[Lost] = []
    for question in old.questions:
        value = answers.get(question.key)
        if empty(value):
            continue
        fits, rest = _fitting(question, new.question(question.key), value)
        if not empty(fits):
            moved[question.key] = fits
        if not empty(rest):
            lost.append(Lost(question, rest))
    kept = tuple(each for each in new.questions if each.key in moved)
    return Migration(moved, kept, tuple(lost))


def _fitting(old: Question, new: Question | None, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    """Split an answer in what the new question takes and what it does not."""
    if new is None:
        return None, value
    if new.kind is not old.kind:
        return _TURNED.get((old.kind, new.kind), _nothing)(new, value)
    if new.kind is Kind.CHOICES:
        return _entries(new, value)
    if new.kind is Kind.TABLE:
        return _rows(old, new, value)
    return _whole(new, value)


def _whole(new: Question, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    """Take an answer whole, or not at all; an entry that ended since may stay as it was chosen."""
    fits = not tuple(answer_faults(_undated(new), value, date.min))
    return (value, None) if fits else (None, value)


def _undated(question: Question) -> Question:
    entries = tuple(replace(entry, first=None, last=None) for entry in question.entries)
    return replace(question, entries=entries)


def _nothing(_new: Question, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    return None, value


def _one_to_many(new: Question, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    return _entries(new, [value])


def _entries(new: Question, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    known = {entry.key for entry in new.entries}
    return [key for key in value if key in known], [key for key in value if key not in known]


_TURNED: Mapping[tuple[Kind, Kind], Callable[[Question, Any], tuple[Any, Any]]] = {
    (Kind.SHORT, Kind.LONG): _whole,
    (Kind.LONG, Kind.SHORT): _whole,
    (Kind.CHOICE, Kind.CHOICES): _one_to_many,
}


def _rows(old: Question, new: Question, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    """Keep the cells of the columns that stay; a table of which something is lost is listed."""
    rows = [_cells(old, new, row) for row in value]
    fits, rest = _whole(new, rows)
    if not empty(rest):
        return None, value
    return fits, value if _loses_cells(old, new, value) else None


def _cells(old: Question, new: Question, row: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    had = {(column.key, column.kind): cell for column, cell in zip(old.columns, row, strict=False)}
    return [had.get((column.key, column.kind)) for column in new.columns]


def _loses_cells(old: Question, new: Question, value: Any) -> bool:  # noqa: ANN401 - any JSON
    stays = {(column.key, column.kind) for column in new.columns}
    gone = [n for n, column in enumerate(old.columns) if (column.key, column.kind) not in stays]
    return any(not empty(row[n]) for row in value for n in gone if n < len(row))
