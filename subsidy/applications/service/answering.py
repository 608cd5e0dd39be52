"""Answering the questions of a call; bringing the answers of a draft to a newer version."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.conflicts import answer_differences
from subsidy.applications.domain.form import Key
from subsidy.applications.models import Application, Section
from subsidy.applications.service.guard import (
    answers_in,
    keep,
    refuse_overwriting,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.calls.domain import questions
from subsidy.calls.domain.questions import Answers, Form, Kind
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, refuse_if
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.policy import Actor

Typed = Mapping[str, Any]


def save_answers(
    session: Session,
    actor: Actor,
    record: Application,
    typed: Typed,
    version: int | None = None,
) -> Section:
    """Save answers to some questions; the others stay, also those that do not show now.

    An answer that did not change is not judged again: a choice may have ended since it was made.
    """
    refuse_unless_writing(session, actor, record)
    form = queries.regulation(record).form
    section = queries.section(session, record, Key.QUESTIONS)
    stored: Typed = answers_in(section)
    known = {key: value for key, value in typed.items() if _is_typed(form, key)}
    known, unknown = _with_municipalities(session, form, known)
    answers = {k: v for k, v in {**stored, **known}.items() if not questions.empty(v)}
    fresh = {key: known[key] for key in known if known[key] != stored.get(key)}
    day = brussels_day(actor.now)
    refuse_if([*unknown, *_unfit(form, fresh, day)])
    refuse_overwriting(session, section, version, answer_differences(form, stored, answers))
    keep_earlier(session, actor, section, stored, answers)
    return keep(session, actor, record, Key.QUESTIONS, answers)


def _is_typed(form: Form, key: str) -> bool:
    """Return whether this is a question that is answered here; files are enclosed elsewhere."""
    question = form.question(key)
    return question is not None and question.kind is not Kind.FILE


def _unfit(form: Form, fresh: Answers, day: date) -> Iterator[Refusal]:
    for question in form.questions:
        for text in questions.answer_faults(question, fresh.get(question.key), day):
            yield Refusal(text, question.key)


def _with_municipalities(
    session: Session, form: Form, typed: Typed
) -> tuple[dict[str, Any], list[Refusal]]:
    """Write the names of municipalities as they are written; refuse what is none."""
    lists = [q.key for q in form.questions if q.kind is Kind.MUNICIPALITIES and typed.get(q.key)]
    if not lists:
        return dict(typed), []
    names = {each.name.casefold(): each.name for each in organisations.municipalities(session)}
    refusals = [
        Refusal(_not_known(name, names), key)
        for key in lists
        for name in typed[key]
        if name.casefold() not in names
    ]
    right = {key: _spelled(typed[key], names) for key in lists}
    return {**typed, **right}, refusals


def _spelled(typed: list[str], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names.get(name.casefold(), name) for name in typed))


def _not_known(name: str, names: Mapping[str, str]) -> Text:
    near = get_close_matches(name.casefold(), names, n=1)
    if near:
        return Text(
            "“%(name)s” is not a Flemish municipality. Did you mean “%(near)s”?",
            name=name,
            near=names[near[0]],
        )
    return Text("“%(name)s” is not a Flemish municipality. Write its name in full.", name=name)
