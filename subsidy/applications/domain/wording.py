"""Two texts as one: the words that stayed, that went and that came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What became of some words."""

    STAYED = "stayed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words after each other that had the same fate."""

    change: Change
    text: str


def wording(before: str, after: str) -> tuple[Run, ...]:
    """Return the words of both texts in reading order; what went stands before what came."""
    return tuple(run for run in _runs(_WORD.findall(before), _WORD.findall(after)) if run.text)


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    matched = SequenceMatcher(None, old, new, autojunk=False)
    for what, start, end, at, until in matched.get_opcodes():
        if what == "equal":
            yield Run(Change.STAYED, "".join(old[start:end]))
        else:
            yield Run(Change.GONE, "".join(old[start:end]))
            yield Run(Change.NEW, "".join(new[at:until]))
