"""Where jurors differ most about a file: what a deliberation is about first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles, stdev

from subsidy.core.labels import Labelled
from subsidy.core.text import N_

WIDEST = 30_000  # thousandths of a point between two jurors, above which they must talk
TENTHS = 10


class Noticed(Labelled):
    """Why a file stands on the list of files to talk about."""

    SPREAD = "spread", N_("belongs to the tenth with the widest spread"), "orange"
    GAP = "gap", N_("more than 30 points between two jurors"), "orange"


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the scores of one file lie apart, in the unit of the scores.

    ``deviation``: sample standard deviation, 0 with one score. ``gap``: highest less lowest.
    """

    deviation: float
    gap: int
    noticed: tuple[Noticed, ...]


def spreads(scores: Mapping[str, Sequence[int]]) -> Mapping[str, Spread]:
    """Return the spread per file. ``scores``: thousandths of a point (0-100,000), one per juror.

    A file is noticed with a deviation above the 90th percentile of all files (interpolated), or
    a gap above 30 points. Files without a score are left out; no order has influence.
    """
    given = {file: sorted(own) for file, own in scores.items() if own}
    deviations = {file: stdev(own) if len(own) > 1 else 0.0 for file, own in given.items()}
    ninth = _ninth_tenth(sorted(deviations.values()))
    return {
        file: Spread(
            deviations[file],
            own[-1] - own[0],
            tuple(_noticed(deviations[file] > ninth, own[-1] - own[0] > WIDEST)),
        )
        for file, own in given.items()
    }


def _ninth_tenth(deviations: Sequence[float]) -> float:
    if len(deviations) < 2:  # noqa: PLR2004 - one file has no others to compare with
        return deviations[0] if deviations else 0.0
    return quantiles(deviations, n=TENTHS, method="inclusive")[-1]


def _noticed(wide: bool, far: bool) -> Sequence[Noticed]:  # noqa: FBT001 - two answers
    return [reason for reason, holds in ((Noticed.SPREAD, wide), (Noticed.GAP, far)) if holds]
