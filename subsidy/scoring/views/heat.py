"""The points of every juror for every file, as rows of figures with a step of colour."""

import re
from collections.abc import Mapping, Sequence

from subsidy.core.text import Text
from subsidy.scoring.domain.asked_figures import Sheet

MOST_JURORS, MOST_FILES = 24, 100  # a larger jury reads its marks in the workbook
BAND = 20_000  # thousandths of a point per step of colour
STEPS = 5

Cell = tuple[int, int]
"""The step of colour (1-5), and whole points."""


def heat(
    sheets: Sequence[Sheet], files: Mapping[str, str]
) -> tuple[list[str], list[tuple[str, list[Cell | None]]]]:
    """Return the labels of the jurors and a row per file; nothing of a jury that is too large.

    ``files``: number -> label, in the order of the rows.
    """
    jurors = sorted({each.juror for each in sheets}, key=_in_order)
    if len(jurors) > MOST_JURORS or len(files) > MOST_FILES:
        return [], []
    given = {(each.file, each.juror): each.thousandths for each in sheets}
    return jurors, [
        (label, [_cell(given.get((number, juror))) for juror in jurors])
        for number, label in files.items()
    ]


def legend() -> list[tuple[int, Text]]:
    """Return what each step of colour means."""
    band = BAND // 1000
    return [
        (step, Text("%(low)s to %(high)s", low=(step - 1) * band, high=step * band))
        for step in range(1, STEPS + 1)
    ]


def _cell(thousandths: int | None) -> Cell | None:
    if thousandths is None:
        return None
    return min(thousandths // BAND + 1, STEPS), round(thousandths / 1000)


def _in_order(label: str) -> tuple[str, int]:
    """Return the key of a label: Jurylid 2 comes before Jurylid 10."""
    number = re.search(r"\d+$", label)
    return (label[: number.start()], int(number.group())) if number else (label, 0)
