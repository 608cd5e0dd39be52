"""The chapter of docs/access.md about pages: the table in docs/access/, folded to be read."""

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

FOLDER = Path("docs/access")
KEYS = 3  # endpoint, method, subject
INTRODUCTION = """
# Which answer everybody gets

Made from the tables in `docs/access/`, one file per slice; the tests ask every address as every
viewer and compare. Records with the same answers stand in one row.

200 is the page, or the same form again; 303 is done, and leads on; 302 leads to the sign-in page.
401 asks to sign in. 403: you may know it, but not do this. 404: it does not exist for you.
400 and 422: you may try, but an empty form or the state of the record does not allow it.
The nets send an empty form; any other method answers 405.
""".strip()

Line = list[str]


def pages(folder: Path = FOLDER) -> list[str]:
    """Return the lines of the chapter; none where the tables are not, as in a wheel."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        return []
    return [INTRODUCTION, *(line for file in files for line in _chapter(file))]


def _chapter(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as opened:
        heads, *lines = csv.reader(opened)
    yield from ("", f"## {file.stem.capitalize()}", "")
    yield "| " + " | ".join(["page", "record", *heads[KEYS:]]) + " |"
    yield "|" + " --- |" * (len(heads) - 1)
    for (endpoint, method), rows in groupby(lines, lambda line: (line[0], line[1])):
        for subjects, cells in _folded(list(rows)):
            yield "| " + " | ".join([f"{method} `{endpoint}`", subjects, *cells]) + " |"


def _folded(rows: list[Line]) -> Iterator[tuple[str, Line]]:
    """Join the records that have the same answers, in the order of the first."""
    joined: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        joined.setdefault(tuple(row[KEYS:]), []).append(row[2])
    for cells, subjects in joined.items():
        yield ", ".join(subjects), list(cells)
