"""How a realisation gets beyond the pilot: what each size of municipality needs, steps, letters.

It is written beside the realisation itself, on a page of its own, with a version of its own.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

SCALING = "scaling"  # before the identifier of a realisation, in the key of a part
MOST_STEPS = 12
LONGEST_NEED = 1000
LIMITS: Mapping[str, int] = MappingProxyType({"what": 200, "who": 120})


class Size(Labelled):
    """How large a municipality is, as far as that changes what it needs."""

    SMALL = "small", N_("fewer than 15,000 inhabitants")
    MEDIUM = "medium", N_("15,000 to 29,999 inhabitants")
    LARGE = "large", N_("30,000 inhabitants or more")


@dataclass(frozen=True, slots=True)
class Need:
    """What a municipality of one size needs: people, rooms, software, money."""

    size: Size
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step after the pilot: what happens, who does it, by which day."""

    what: str = ""
    who: str = ""
    by: date | None = None

    @property
    def is_empty(self) -> bool:
        return self == Step()


@dataclass(frozen=True, slots=True)
class Letter:
    """The enclosed file, by its identifier, in which an adopter says that it will adopt."""

    adopter: str
    attachment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """Everything about one realisation beyond the pilot; nothing of it has to be there."""

    realisation_id: str
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.needs or self.steps or self.letters)

    def need(self, size: Size) -> str:
        return next((one.text for one in self.needs if one.size is size), "")

    def letter_of(self, adopter: str) -> str:
        return next((one.attachment for one in self.letters if one.adopter == adopter), "")


STEP_LABELS: Mapping[str, str] = MappingProxyType(
    {"what": N_("What happens?"), "who": N_("Who does it?"), "by": N_("By which day?")}
)


def need_place(size: Size) -> str:
    return f"need-{size.value}"


def step_place(name: str, row: int) -> str:
    return f"{name}-{row}"


def letter_place(adopter: int) -> str:
    return f"letter-{adopter}"


def need_label(size: Size) -> Text:
    return Text("What does a municipality with %(size)s need?", size=size.label)


def still_there(
    scaling: Scaling, adopters: Collection[str], attachments: Collection[str]
) -> Scaling:
    """Return it without letters of who is no adopter any more, or that are not enclosed."""
    letters = tuple(
        one for one in scaling.letters if one.adopter in adopters and one.attachment in attachments
    )
    return replace(scaling, letters=letters)


def unfit(scaling: Scaling, adopters: Sequence[str], attachments: Collection[str]) -> list[Refusal]:
    """Say what is wrong with what was typed; what is still empty is no fault while drafting."""
    faults = [*_long_needs(scaling), *_long_steps(scaling)]
    if sum(not step.is_empty for step in scaling.steps) > MOST_STEPS:
        faults.append(Refusal(Text("Write at most %(most)s steps.", most=MOST_STEPS)))
    for letter in scaling.letters:
        if letter.adopter not in adopters or letter.attachment not in attachments:
            known = letter.adopter in adopters
            where = letter_place(adopters.index(letter.adopter)) if known else None
            faults.append(Refusal(Text("Choose from the list."), where))
    return faults


def _long_needs(scaling: Scaling) -> Iterator[Refusal]:
    for need in scaling.needs:
        if len(need.text) > LONGEST_NEED:
            text = Text("Use at most %(limit)s characters.", limit=LONGEST_NEED)
            yield Refusal(text, need_place(need.size))


def _long_steps(scaling: Scaling) -> Iterator[Refusal]:
    for row, step in enumerate(scaling.steps):
        for name, limit in LIMITS.items():
            if len(getattr(step, name)) > limit:
                text = Text("Use at most %(limit)s characters.", limit=limit)
                yield Refusal(text, step_place(name, row))


def missing(scalings: Sequence[Scaling], titles: Mapping[str, str]) -> Iterator[Refusal]:
    """Say which step lacks what; the place is ``scaling.realisation``."""
    asked = {
        "what": N_("Write what happens in step %(number)s of “%(title)s”."),
        "who": N_("Write who does step %(number)s of “%(title)s”."),
        "by": N_("Fill in by which day step %(number)s of “%(title)s” is done."),
    }
    for one in scalings:
        for row, step in enumerate(one.steps):
            for name, text in asked.items():
                if not getattr(step, name):
                    said = Text(text, number=row + 1, title=titles[one.realisation_id])
                    yield Refusal(said, f"{SCALING}.{one.realisation_id}")
