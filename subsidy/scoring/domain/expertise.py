"""What jurors know and files are about, in one code list; how much a juror can take, and when.

The codes are those of the form itself: levers, degrees of the digital divide, types of action. So a
file says what it is about without anybody filling in more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from subsidy.applications.domain.form import ActionType, Degree, Lever
from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import Text

LISTS: Mapping[str, type[Labelled]] = MappingProxyType(
    {"levers": Lever, "degrees": Degree, "actions": ActionType}
)
"""Name of the answer in the form -> its code list."""

AREAS: Mapping[str, Text] = MappingProxyType(
    {f"{name}:{member.value}": member.label for name, kind in LISTS.items() for member in kind}
)
MOST_FILES = 500
LONGEST_ABOUT = 3_000


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a juror in the pool.

    ``areas``: codes of :data:`AREAS`; ``about``: own words on own work; ``region``: where the
    juror knows the field; ``from_day`` to ``until_day``: available, both included; ``least`` and
    ``most``: files that the juror wants at a time (``most`` None: as the call asks).
    """

    areas: tuple[str, ...] = ()
    about: str = ""
    region: str = ""
    from_day: date | None = None
    until_day: date | None = None
    least: int = 0
    most: int | None = None

    def is_available(self, day: date) -> bool:
        after = self.from_day is None or self.from_day <= day
        return after and (self.until_day is None or day <= self.until_day)


def faults(profile: Profile) -> tuple[Refusal, ...]:
    """Return everything that is wrong with a profile, place by place."""
    found = []
    if profile.most is not None and profile.most < profile.least:
        text = Text("The highest number of files cannot be below the lowest. Change one of both.")
        found.append(Refusal(text, "most"))
    if profile.from_day and profile.until_day and profile.until_day < profile.from_day:
        text = Text("The last day cannot be before the first. Change one of both.")
        found.append(Refusal(text, "until_day"))
    return tuple(found)


def known_areas(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes in the order of the list, each once; what is on no list is dropped."""
    wanted = frozenset(codes)
    return tuple(code for code in AREAS if code in wanted)


def areas_of(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a file is about, from the answers in its part on content."""
    return known_areas(f"{name}:{code}" for name in LISTS for code in answers.get(name) or ())


def text_of(answer: object) -> str:
    """Return all text in an answer, however deep it lies."""
    match answer:
        case str():
            return answer
        case Mapping():
            return " ".join(filter(None, map(text_of, answer.values())))
        case list() | tuple():
            return " ".join(filter(None, map(text_of, answer)))
        case _:
            return ""
