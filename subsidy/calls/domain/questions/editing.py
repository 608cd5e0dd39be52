"""Writing a form: questions are added, changed, moved and removed in the data of a draft.

A draft may be incomplete, so this works on plain data; what does not hold is listed, not refused.
Only what would break another question is refused at once.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text

Draft = Mapping[str, Any]
Written = dict[str, Any]
MOST_QUESTIONS = 100
KEY_LENGTH = 40
RESERVED = ("nieuw", "versies", "voorbeeld")  # pages beside those of the questions


def questions_of(draft: Draft) -> list[Written]:
    """Return the questions of a form that is being written."""
    return [dict(each) for each in draft.get("vragen", ())]


def _form(questions: Sequence[Written]) -> Written:
    return {"vragen": list(questions)}


def find(draft: Draft, key: str) -> Written | None:
    return next((each for each in questions_of(draft) if each.get("sleutel") == key), None)


def key_for(wording: str, taken: Iterable[str]) -> str:
    """Return a short key for a wording that no other question has; it never changes again."""
    plain = unicodedata.normalize("NFKD", wording).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not stem[:1].isalpha():
        stem = f"vraag_{stem}".rstrip("_")
    known, number, key = set(taken), 1, stem[:KEY_LENGTH].rstrip("_")
    while key in known:
        number += 1
        ending = f"_{number}"
        key = stem[: KEY_LENGTH - len(ending)].rstrip("_") + ending
    return key


def added(draft: Draft, wording: str, kind: str) -> tuple[Written, str]:
    """Return the form with a question more, at the end and under the last heading; and its key."""
    questions = questions_of(draft)
    refuse_if(_too_many(len(questions) + 1))
    taken = (each.get("sleutel", "") for each in questions)
    key = key_for(wording, (*RESERVED, *taken))
    heading = questions[-1].get("rubriek", "") if questions else ""
    question = {"sleutel": key, "soort": kind, "vraag": wording, "rubriek": heading}
    return _form([*questions, question]), key


def _too_many(number: int) -> list[Refusal]:
    if number <= MOST_QUESTIONS:
        return []
    return [Refusal(Text("Ask at most %(most)s questions.", most=MOST_QUESTIONS))]


def changed(draft: Draft, key: str, values: Mapping[str, Any]) -> Written:
    """Return the form with other values in one question; its key and its kind stay."""
    fixed = ("sleutel", "soort")
    return _form(
        [
            {name: each[name] for name in fixed} | dict(values) if each["sleutel"] == key else each
            for each in questions_of(draft)
        ]
    )


def moved(draft: Draft, key: str, step: int) -> Written:
    """Return the form with a question one place up (-1) or down (1)."""
    questions = questions_of(draft)
    at = next(n for n, each in enumerate(questions) if each["sleutel"] == key)
    to = at + step
    if not 0 <= to < len(questions):
        return _form(questions)
    first, second = questions[min(at, to)], questions[max(at, to)]
    if _waits_for(second, first["sleutel"]):
        raise refuse(
            Text(
                "“%(question)s” waits for “%(other)s”. Put that question first.",
                question=second["vraag"],
                other=first["vraag"],
            )
        )
    questions[at], questions[to] = questions[to], questions[at]
    return _form(questions)


def removed(draft: Draft, key: str) -> Written:
    """Return the form without a question; refused while another question waits for it."""
    questions = questions_of(draft)
    waiting = tuple(each["vraag"] for each in questions if _waits_for(each, key))
    if waiting:
        text = Text("First change the condition of these questions: %(waiting)s.", waiting=waiting)
        raise refuse(text)
    return _form([each for each in questions if each["sleutel"] != key])


def _waits_for(question: Written, key: str) -> bool:
    return bool((question.get("toon_als") or {}).get("vraag") == key)


def extended(draft: Draft, template: Draft) -> Written:
    """Return the form with the questions of a template after its own; those it has stay."""
    questions = questions_of(draft)
    known = {each.get("sleutel") for each in questions}
    fresh = [each for each in questions_of(template) if each["sleutel"] not in known]
    refuse_if(_too_many(len(questions) + len(fresh)))
    return _form([*questions, *fresh])
