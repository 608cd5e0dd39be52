"""What became of the answers in a file when the questions of its call changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from subsidy.applications.domain.answers import Answered, written
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.snapshot import plain, read
from subsidy.calls.domain.questions import Form, Migration, dump_form, read_form
from subsidy.calls.domain.reading import Table
from subsidy.core.errors import refuse_if

MOVED = f"{Key.QUESTIONS}:moved"  # of a draft: what was kept and what was lost
PINNED = f"{Key.QUESTIONS}:form"  # of a submitted file: the questions as they were answered


@dataclass(frozen=True, slots=True)
class Moved:
    """The last version that a draft was brought to; ``lost`` holds all that was ever lost."""

    version: int
    kept: tuple[str, ...] = ()
    lost: tuple[Answered, ...] = ()


def moved(found: Migration, version: int, earlier: Moved | None) -> Moved:
    """Add what was lost now to what was lost before: it stays readable."""
    lost = tuple(written(each.question, each.value) for each in found.lost)
    before = earlier.lost if earlier else ()
    return Moved(version, tuple(each.wording for each in found.kept), before + lost)


def moved_data(of: Moved) -> dict[str, Any]:
    data: dict[str, Any] = plain(of)
    return data


def moved_from(data: Mapping[str, Any]) -> Moved | None:
    return read(Moved, data) if data else None


def pinned_data(form: Form) -> dict[str, Any]:
    return dump_form(form)


def form_of(answers: Mapping[str, Mapping[str, Any]], current: Form) -> Form:
    """Return the questions of a file: of a submitted one those that it answered, else current."""
    if PINNED not in answers:
        return current
    faults: list[Any] = []
    form = read_form(Table(answers[PINNED], PINNED, faults))
    refuse_if(faults)
    return form
