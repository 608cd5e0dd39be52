"""Marks from a workbook, beside those that stand: what differs, and what is taken over.

Between the two a person looks; what that person saw comes back as text, and is read as strictly as
a workbook: whatever does not fit is refused whole.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from subsidy.core.errors import refuse
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.marks import Criterion, Mark

UNREADABLE = Text("The marks of the workbook cannot be read any more. Send the workbook again.")
NAMES: Mapping[str, Text] = {
    "value": Text(N_("Mark")),
    "motivation": Text(N_("Motivation")),
    "note": Text(N_("For the jury alone")),
}
TEXTS = ("criterion", "motivation", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """All marks of one review as they become. ``version``: of the review that was filled in."""

    review: str
    version: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that becomes something else; None: no judgement."""

    criterion: str
    what: Text
    before: int | str | None
    after: int | str | None


def differences(
    criteria: Sequence[Criterion], before: Sequence[Mark], after: Sequence[Mark]
) -> tuple[Difference, ...]:
    """Return what would change, in the order of the criteria; a text that is not there is empty."""
    old = {mark.criterion: mark for mark in before}
    new = {mark.criterion: mark for mark in after}
    return tuple(
        Difference(criterion.label, name, getattr(was, part), getattr(becomes, part))
        for criterion in criteria
        if (becomes := new.get(criterion.key)) is not None
        for was in [old.get(criterion.key, Mark(criterion.key, None))]
        for part, name in NAMES.items()
        if getattr(was, part) != getattr(becomes, part)
    )


def written(changes: Sequence[Change]) -> str:
    """Return the changes as text for a form."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False)


def read(text: str) -> tuple[Change, ...]:
    """Return what :func:`written` wrote. Raises RefusedError for anything else."""
    try:
        return tuple(_change(each) for each in _listed(json.loads(text)))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise refuse(UNREADABLE) from None


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _change(data: Mapping[str, Any]) -> Change:
    review, version = data["review"], data["version"]
    if not isinstance(review, str) or type(version) is not int:
        raise TypeError(data)
    return Change(review, version, tuple(_mark(each) for each in _listed(data["marks"])))


def _mark(data: Mapping[str, Any]) -> Mark:
    value = data["value"]
    if value is not None and type(value) is not int:
        raise TypeError(value)
    texts = {name: data[name] for name in TEXTS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError(data)
    return Mark(value=value, **texts)
