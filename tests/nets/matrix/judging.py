"""What is wrong with the answers that one viewer got: a sentence each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.nets.matrix.asking import Asked
from tests.nets.matrix.listing import NAMED_ANYWAY, PUBLIC_ID
from tests.nets.matrix.table import Row, Table, as_line
from tests.nets.viewers import VIEWERS

SHOWN, GONE, REFUSED = 200, 404, 400
ID = re.compile(r'\sid="([^"]*)"')
EMPTY = re.compile(r'\s(?:id|action|href|src)=""')


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
    """Tell what a page wrote, and what of it PostgreSQL would have refused."""
    for asked in every:
        for words in (*(each.words for each in asked.answer.changes), *asked.answer.for_writers):
            yield f"{viewer}: reading {asked.visit.path} ({asked.visit.endpoint}): {words}"


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


def naming(
    viewer: str, kept_back: Mapping[str, type[Any]], every: Iterable[Asked]
) -> Iterator[str]:
    """Tell each page that names a record which this viewer may not read, whatever lists there are.

    What stands in the address was known already.
    """
    for asked in every:
        if asked.answer.status == SHOWN:
            named = {*PUBLIC_ID.findall(asked.answer.text)} & kept_back.keys()
            for each in sorted(named - {*PUBLIC_ID.findall(asked.visit.path)}):
                if (asked.visit.endpoint, kept_back[each]) not in NAMED_ANYWAY:
                    model = kept_back[each].__name__
                    yield f"{viewer}: {asked.visit.path} ({asked.visit.endpoint}) names a {model}"


def malformed(viewer: str, every: Iterable[Asked]) -> Iterator[str]:
    """Tell each page on which two elements have one id, or an address is empty (HTML 3.2.6)."""
    for asked in every:
        if b"<html" not in asked.answer.body[:200]:
            continue
        text = asked.answer.text
        twice = [name for name, times in Counter(ID.findall(text)).items() if times > 1]
        for fault in [*twice, *map(str.strip, EMPTY.findall(text))]:
            yield f"{viewer}: {asked.method} {asked.visit.path}: {fault}"
