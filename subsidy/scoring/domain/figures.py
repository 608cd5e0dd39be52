"""The statistics of a jury as a page reads them: whole numbers, made elsewhere by the mathematics.

Points, ranks and coefficients are in hundredths; probabilities in basis points (0-10,000).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from subsidy.core.labels import Labelled
from subsidy.core.text import N_
from subsidy.scoring.domain.discussion import Noticed


class Guard(Labelled):
    """Why a correction for severity may not be used."""

    APART = "apart", N_("no files connect some of the jurors, so they cannot be compared"), "orange"
    FEW = "few", N_("a juror scored fewer than three files"), "orange"
    EQUAL = "equal", N_("it is not clear that the jurors differ in severity"), "grey"


class Zone(Labelled):
    """How sure it is that a file is funded."""

    SAFE_IN = "safe_in", N_("surely inside"), "green"
    GREY = "grey", N_("grey zone"), "yellow"
    SAFE_OUT = "safe_out", N_("surely outside"), "grey"


ABSOLUTE, CONSISTENT = "absolute", "consistent"  # kinds of intraclass correlation


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient of agreement in hundredths with its interval; None: no marks differ.

    ``criterion``: of which Krippendorff's alpha; empty: of the points of the whole file. Of an
    intraclass correlation its kind.
    """

    criterion: str
    value: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """What part of a score is the file, in hundredths; of one score, without severity, of all."""

    one: int
    calibrated: int
    mean: int
    scores: int


@dataclass(frozen=True, slots=True)
class JurorFigures:
    """What a juror gives more than the others, in hundredths of a point; below zero: severe.

    ``low``, ``high``: the ends of its interval of 95 %. ``kept``: what part of the raw difference
    is believed, in hundredths.
    """

    juror: str
    shift: int
    low: int
    high: int
    reviews: int
    kept: int


@dataclass(frozen=True, slots=True)
class FileFigures:
    """What is said of one file. Ranks from 1; ``shift``: mean severity of its own jurors.

    ``expected``: the mean rank in hundredths; ``low``, ``high``: between which ranks it lies with
    90 %; ``funded``: probability in basis points. None where there is nothing to estimate from.
    """

    number: str
    rank: int
    mean: int
    deviation: int
    gap: int
    noticed: tuple[Noticed, ...]
    calibrated: int | None = None
    error: int | None = None
    shift: int | None = None
    calibrated_rank: int | None = None
    expected: int | None = None
    low: int | None = None
    high: int | None = None
    funded: int | None = None
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All statistics of a jury. ``probability``: of so much severity by chance, basis points.

    ``panel``: intraclass correlations by kind, where every juror scored every file. Without
    ``reliability`` there were too few scores, or they were all the same.
    """

    agreement: tuple[Agreement, ...]
    files: tuple[FileFigures, ...]
    panel: tuple[Agreement, ...] = ()
    jurors: tuple[JurorFigures, ...] = ()
    reliability: Reliability | None = None
    guards: tuple[Guard, ...] = ()
    probability: int | None = None
    groups: int = 1
    draws: int = 0

    @property
    def whole(self) -> Agreement:
        return next(each for each in self.agreement if not each.criterion)

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Figures":
        reliability = data["reliability"]
        return cls(
            agreement=tuple(Agreement(**each) for each in data["agreement"]),
            files=tuple(_file(each) for each in data["files"]),
            panel=tuple(Agreement(**each) for each in data.get("panel", ())),
            jurors=tuple(JurorFigures(**each) for each in data["jurors"]),
            reliability=None if reliability is None else Reliability(**reliability),
            guards=tuple(Guard(each) for each in data["guards"]),
            probability=data["probability"],
            groups=data["groups"],
            draws=data["draws"],
        )


def _file(data: Mapping[str, Any]) -> FileFigures:
    zone = data["zone"]
    return FileFigures(
        **{
            **data,
            "noticed": tuple(Noticed(each) for each in data["noticed"]),
            "zone": None if zone is None else Zone(zone),
        }
    )
