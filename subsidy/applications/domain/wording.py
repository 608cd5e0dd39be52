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
    old, new = _WORD.findall(before), _WORD.findall(after)
    runs = _runs(SequenceMatcher(None, old, new, autojunk=False), old, new)
    return tuple(run for run in runs if run.text)


def _runs(matched: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Run]:
    """Yield the runs; a space between two changes changes with them, or each word stands apart."""
    gone = came = ""
    found = matched.get_opcodes()
    for number, (what, start, end, at, until) in enumerate(found):
        then, now = "".join(old[start:end]), "".join(new[at:until])
        if what == "equal" and (then.strip() or not 0 < number < len(found) - 1):
            yield from (Run(Change.GONE, gone), Run(Change.NEW, came), Run(Change.STAYED, then))
            gone = came = ""
        else:
            gone, came = gone + then, came + now
    yield from (Run(Change.GONE, gone), Run(Change.NEW, came))
