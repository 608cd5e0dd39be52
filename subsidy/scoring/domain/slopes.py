"""Does a juror put files as far apart as the others do? The slope of own points on quality.

Severity moves all files of a juror as much; a slope does not, and no correction here knows it. So
it is only flagged: talk about what the marks mean. Least squares per juror; quality is what the
average juror would have given (:mod:`.calibration`). Wang and Shah, "Your 2 is My 1, Your 3 is My
9", AAMAS 2019, on why marks of two jurors need not mean the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

FEWEST = 5  # files of a juror, below which a slope is chance
LEAST, MOST = 50, 150  # hundredths: what is not flagged
Given = tuple[str, str, int]
"""Juror, file, and what the one gave the other in thousandths of a point."""


def slopes(given: Iterable[Given], quality: Mapping[str, int]) -> Mapping[str, int]:
    """Return the slope per juror in hundredths: 100 is as the others.

    ``quality``: of files, in hundredths of a point. Who scored fewer than five files, or files
    that are all as good, is left out.
    """
    own: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for juror, file, thousandths in given:
        if file in quality:
            own[juror].append((quality[file], thousandths))
    found = {juror: _slope(pairs) for juror, pairs in sorted(own.items())}
    return {juror: slope for juror, slope in found.items() if slope is not None}


def _slope(pairs: list[tuple[int, int]]) -> int | None:
    number = len(pairs)
    if number < FEWEST:
        return None
    qualities, points = sum(q for q, _ in pairs), sum(p for _, p in pairs)
    spread = number * sum(q * q for q, _ in pairs) - qualities**2
    together = number * sum(q * p for q, p in pairs) - qualities * points
    return round(together * 10 / spread) if spread else None  # thousandths on hundredths


def is_flagged(slope: int | None) -> bool:
    return slope is not None and not LEAST <= slope <= MOST
