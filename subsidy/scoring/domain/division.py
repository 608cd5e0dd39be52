"""A division of files over a jury: what is asked of the solver, and what it answers; plain data.

The solver itself is ``assignment.py``, which only a job may load.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

MOST_JURORS = 10
AT_ONCE = 20_000  # pairs; above this the worker computes
Pair = tuple[str, str]


class Mode(Labelled):
    """What an assignment aims at."""

    TOTAL = "total", N_("the highest affinity in all")
    BALANCED = "balanced", N_("a high affinity, with the files evenly spread")
    FAIR = "fair", N_("the file that is served worst is served as well as can be")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the officer wants.

    ``need``: jurors per file; ``most``: files for a juror who names no highest number; ``apart``:
    at most one juror of an organisation per file.
    """

    mode: Mode
    need: int
    most: int
    apart: bool

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Wish":
        return cls(Mode(data["mode"]), data["need"], data["most"], data["apart"])


@dataclass(frozen=True, slots=True)
class Expert:
    """A juror by public id; ``least`` and ``most``: files that this juror must and may get."""

    id: str
    organisation: str | None
    areas: tuple[str, ...]
    about: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A file by public id: what it is about, and its text."""

    id: str
    areas: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that decides a division. Pairs are (juror, file) by public id.

    ``closed``: cannot be; ``begun``: stays; ``given``: stays when it can; ``seed``: draws;
    ``bids``: what jurors asked for, in hundredths (0-100).
    """

    seed: str
    wish: Wish
    experts: tuple[Expert, ...]
    papers: tuple[Paper, ...]
    closed: frozenset[Pair]
    begun: frozenset[Pair]
    given: frozenset[Pair]
    bids: Mapping[Pair, int] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON, in an order that does not hang on that of the database."""
        return {
            "seed": self.seed,
            "wish": asdict(self.wish),
            "experts": [
                {**asdict(each), "areas": list(each.areas)}
                for each in sorted(self.experts, key=lambda each: each.id)
            ],
            "papers": [
                {**asdict(each), "areas": list(each.areas)}
                for each in sorted(self.papers, key=lambda each: each.id)
            ],
            **{name: sorted(map(list, getattr(self, name))) for name in PAIRS},
            "bids": [[*pair, value] for pair, value in sorted(self.bids.items())],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Question":
        pairs = {name: frozenset((juror, file) for juror, file in data[name]) for name in PAIRS}
        return cls(
            data["seed"],
            Wish.from_data(data["wish"]),
            tuple(Expert(**{**each, "areas": tuple(each["areas"])}) for each in data["experts"]),
            tuple(Paper(**{**each, "areas": tuple(each["areas"])}) for each in data["papers"]),
            **pairs,
            # what was computed before jurors could bid holds none
            bids={(juror, file): value for juror, file, value in data.get("bids", ())},
        )


PAIRS = ("closed", "begun", "given")


@dataclass(frozen=True, slots=True)
class Division:
    """What comes out: pairs with their affinity in hundredths, or why there is none.

    ``total`` and ``worst``: sums of affinity in hundredths; ``connectivity`` (lambda_2) and
    ``contrast`` (worst variance) in hundredths, ``contrast`` None when jurors cannot be compared;
    ``keystones``: jurors without whom the others cannot be compared. ``shortage``: the sentence of
    the minimum cut, with its ``short_files`` and ``short_jurors``.
    """

    wish: Wish
    pairs: Mapping[Pair, int]
    total: int = 0
    worst: int = 0
    components: int = 0
    connectivity: int = 0
    contrast: int | None = None
    keystones: tuple[str, ...] = ()
    shortage: Text | None = None
    short_files: tuple[str, ...] = ()
    short_jurors: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {name: getattr(self, name) for name in NUMBERS}
        data |= {name: list(getattr(self, name)) for name in NAMES}
        data["wish"] = asdict(self.wish)
        data["pairs"] = [[*pair, value] for pair, value in sorted(self.pairs.items())]
        data["shortage"] = None if self.shortage is None else self.shortage.to_data()
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Division":
        said = data["shortage"]
        rest: dict[str, Any] = {name: data[name] for name in NUMBERS}
        rest |= {name: tuple(data[name]) for name in NAMES}
        return cls(
            wish=Wish.from_data(data["wish"]),
            pairs={(juror, file): value for juror, file, value in data["pairs"]},
            shortage=None if said is None else Text.from_data(said),
            **rest,
        )


NUMBERS = ("total", "worst", "components", "connectivity", "contrast")
NAMES = ("keystones", "short_files", "short_jurors")
