"""Answers of an earlier file that can serve in this one: which, and what happens to each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import readable
from subsidy.applications.domain.form import LABELS, Answer, Key
from subsidy.applications.domain.history import project_of
from subsidy.applications.domain.indicators import Indicator
from subsidy.calls.domain import questions
from subsidy.calls.domain.questions import Answers, Form
from subsidy.core.text import Text

KEPT_APART = frozenset({"title", "starts_on", "ends_on", "feasible_minimum"})
"""What belongs to one project only."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer of the earlier file beside the one that stands here."""

    label: Text
    here: Any
    there: Any

    @property
    def is_free(self) -> bool:
        """Whether nothing stands here yet."""
        return not self.here


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds that can be copied."""

    file: CaseFile
    answers: Answers

    @property
    def parts(self) -> tuple[Answer, ...]:
        return (project_of(self.file), self.file.contact, self.file.content, self.file.privacy)


def offered(here: Written, there: Written, form: Form, day: date) -> tuple[Offered, ...]:
    """Return every answer that the earlier file has and that says something else here."""
    return (
        *_offered_parts(here, there),
        *_offered_indicators(here, there),
        *_offered_answers(here, there, form, day),
    )


def _offered_parts(here: Written, there: Written) -> Iterator[Offered]:
    for own, earlier in zip(here.parts, there.parts, strict=True):
        for name in _names(own):
            before, after = getattr(own, name), getattr(earlier, name)
            if after and after != before:
                yield Offered(Text(LABELS[name]), before, after)


def _offered_indicators(here: Written, there: Written) -> Iterator[Offered]:
    own, earlier = _counted(here.file.indicators), _counted(there.file.indicators)
    if earlier and own != earlier:
        names = [tuple(one.name for one in rows) for rows in (own, earlier)]
        yield Offered(Key.INDICATORS.label, *names)


def _counted(rows: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Return what is counted and how; the numbers belong to one project only."""
    bare = (replace(one, baseline=None, measured_on=None, targets=()) for one in rows)
    return tuple(one for one in bare if not one.is_empty)


def copied_indicators(here: Written, there: Written, *, over: bool) -> tuple[Indicator, ...]:
    """Return the indicators that come over; none when what stands here stays."""
    own, earlier = here.file.indicators, _counted(there.file.indicators)
    return earlier if earlier != _counted(own) and (over or not own) else ()


def _offered_answers(here: Written, there: Written, form: Form, day: date) -> Iterator[Offered]:
    for key, value in _fitting(there, form, day).items():
        question, before = form.question(key), here.answers.get(key)
        if question is not None and before != value:
            label = Text("Question: %(question)s", question=question.wording)
            yield Offered(label, readable(question, before), readable(question, value))


def _names(part: Answer) -> list[str]:
    return [field.name for field in fields(part) if field.name not in KEPT_APART]


def _fitting(there: Written, form: Form, day: date) -> dict[str, Any]:
    """Return the answers of the earlier file that this call would accept as they are."""
    return {
        question.key: there.answers[question.key]
        for question in form.questions
        if not questions.empty(there.answers.get(question.key))
        and question.kind is not questions.Kind.FILE
        and not any(questions.answer_faults(question, there.answers[question.key], day))
    }


def copied_parts(here: Written, there: Written, *, over: bool) -> Mapping[Key, Answer]:
    """Return the parts that become another text. ``over``: also where something stands here."""
    made = {}
    for own, earlier in zip(here.parts, there.parts, strict=True):
        taken = {
            name: getattr(earlier, name)
            for name in _names(own)
            if getattr(earlier, name) and (over or not getattr(own, name))
        }
        part = replace(own, **taken)
        if part != own:
            made[own.key] = part
    return made


def copied_answers(
    here: Written, there: Written, form: Form, day: date, *, over: bool
) -> dict[str, Any]:
    """Return the answers to the questions of the call that come over."""
    return {
        key: value
        for key, value in _fitting(there, form, day).items()
        if over or questions.empty(here.answers.get(key))
    }
