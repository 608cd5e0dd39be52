"""The table that people own: which answer every viewer gets; a file per slice in `docs/access/`."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

FOLDER = Path("docs/access")
KEYS = ("endpoint", "method", "subject")

Row = tuple[str, str, str]
Table = Mapping[Row, Mapping[str, int]]


def read(folder: Path = FOLDER) -> dict[Row, dict[str, int]]:
    """Return the whole table. Raises ValueError when a row stands there twice."""
    lines = [line for file in sorted(folder.glob("*.csv")) for line in _lines(file)]
    twice = [row for row, count in Counter(row for row, _ in lines).items() if count > 1]
    if twice:
        raise ValueError(f"{folder}: these rows stand there twice: {twice}")
    return dict(lines)


def _lines(file: Path) -> Iterable[tuple[Row, dict[str, int]]]:
    with file.open(encoding="utf-8", newline="") as opened:
        for line in csv.DictReader(opened):
            endpoint, method, subject = (line.pop(key) for key in KEYS)
            yield (endpoint, method, subject), {who: int(cell) for who, cell in line.items()}


def as_line(row: Row, cells: Iterable[object]) -> str:
    """Return a row as it stands in the file, to paste after reading it."""
    return ",".join([*row, *map(str, cells)])
