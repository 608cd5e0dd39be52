"""What is wrong with the answers that one viewer got: a sentence each."""

from collections.abc import Iterable, Iterator, Sequence

from tests.nets.matrix.asking import Asked
from tests.nets.matrix.table import Row, Table, as_line
from tests.nets.viewers import VIEWERS

GONE, REFUSED = 404, 400


def differing(table: Table, viewer: str, every: Iterable[Asked]) -> Iterator[str]:
    """Tell each answer that is not the one in the table, and each row that is not there."""
    for asked in every:
        cells = table.get(asked.row)
        got = asked.answer.status
        if cells is None:
            yield f"no row for {_paste(asked.row, viewer, got)}"
        elif viewer not in cells:
            yield f"no column {viewer!r} in the row {', '.join(asked.row)}"
        elif cells[viewer] != got:
            where = f"{asked.method} {asked.visit.path} {asked.row}"
            yield f"{viewer}: {where}: {got}, not {cells[viewer]}"


def _paste(row: Row, viewer: str, got: int) -> str:
    return as_line(row, [got if each == viewer else "?" for each in VIEWERS])


def written_by_reading(viewer: str, every: Iterable[Asked]) -> Iterator[str]:
    for asked in every:
        for change in asked.answer.changes:
            yield f"{viewer}: reading {asked.visit.path} ({asked.visit.endpoint}): {change.words}"


def written_by_refused(viewer: str, every: Iterable[Asked]) -> Iterator[str]:
    """Tell what a refused act left behind."""
    for asked in every:
        if asked.answer.status >= REFUSED:
            for change in asked.answer.changes:
                yield f"{viewer}: refused {asked.method} {asked.visit.path}: {change.words}"


def betraying(viewer: str, every: Sequence[Asked]) -> Iterator[str]:
    """Tell where "not for you" looks different from "not there": it must be as long."""
    nowhere = {
        (asked.visit.endpoint, asked.method): len(asked.answer.body)
        for asked in every
        if asked.visit.subject == "nowhere" and asked.answer.status == GONE
    }
    for asked in every:
        length = nowhere.get((asked.visit.endpoint, asked.method))
        if asked.answer.status == GONE and length not in {None, len(asked.answer.body)}:
            yield (
                f"{viewer}: {asked.method} {asked.visit.path} {asked.visit.subject}: "
                f"{len(asked.answer.body)} bytes, and {length} for what does not exist"
            )
