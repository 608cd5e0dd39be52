"""Score sheets that a juror filled in without a connection."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.documents.reading import Row, open_workbook
from subsidy.language import words
from subsidy.scoring.domain.marks import HIGHEST, Mark
from subsidy.scoring.domain.score_changes import Change
from subsidy.scoring.exports.score_book import (
    BESIDE,
    CRITERION,
    HEADINGS,
    MADE_FROM,
    MARK,
    MOTIVATION,
    NOTE,
    NUMBER,
    SHEET,
    version_of,
)
from subsidy.scoring.forms import LONGEST_MOTIVATION
from subsidy.scoring.models import Review

OLD = Text(
    "You saved other marks for this file after you downloaded the workbook. "
    "Download it again and fill in your marks there."
)


def read_scores(data: bytes, reviews: Sequence[Review]) -> tuple[Change, ...]:
    """Read a filled in workbook. Raises RefusedError with every fault and its cell.

    ``reviews``: the files that this juror can score now; any other number is a fault. A criterion
    that has no row keeps what is saved.
    """
    book = open_workbook(data)
    sheet = book.sheet(words(SHEET), required=[words(heading) for heading in HEADINGS])
    by_number = {review.application.number: review for review in reviews}
    read = [_Read(row, by_number) for row in sheet]
    if not read:
        book.fault(Text("This sheet has no rows. Nothing was changed."), words(SHEET))
    _refuse_twice(read)
    book.finish(ignore=[words(Text("Explanation")), words(BESIDE)])
    marks: dict[str, list[Mark]] = defaultdict(list)
    for one in read:
        marks[one.review.public_id].append(one.mark)
    return tuple(
        Change(review.public_id, review.version, tuple(_whole(review, marks[review.public_id])))
        for review in reviews
        if review.public_id in marks
    )


class _Read:
    """One row, each cell read once."""

    def __init__(self, row: Row, by_number: Mapping[str, Review]) -> None:
        self.row = row
        self.review = row.one_of(words(NUMBER), by_number)
        mark = row.maybe(self._mark, words(MARK))
        criterion = "" if row.faulty else row.one_of(words(CRITERION), self._criteria())
        motivation = row.maybe(self._text, words(MOTIVATION)) or ""
        note = row.maybe(self._text, words(NOTE)) or ""
        self.mark = Mark(criterion, mark, motivation, note)
        if not row.faulty and row.text(words(MADE_FROM)) != version_of(self.review):
            row.fault(words(MADE_FROM), OLD)

    def _criteria(self) -> dict[str, str]:
        regulation = self.review.application.regulation_version.regulation
        return {criterion.name: criterion.key for criterion in regulation.criteria}

    def _mark(self, heading: str) -> int:
        return self.row.integer(heading, most=HIGHEST)

    def _text(self, heading: str) -> str:
        return clean(self.row.text(heading, longest=LONGEST_MOTIVATION))


def _refuse_twice(read: Sequence[_Read]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for one in read:
        if one.row.faulty:
            continue
        first = seen.setdefault((one.review.public_id, one.mark.criterion), one.row.number)
        if first != one.row.number:
            text = Text("This criterion of this file stands in row %(row)s too.", row=first)
            one.row.fault(words(CRITERION), text)


def _whole(review: Review, read: Sequence[Mark]) -> list[Mark]:
    """Return the marks of the workbook, and what is saved of criteria that have no row."""
    named = {mark.criterion for mark in read}
    kept = [
        Mark(row.criterion, row.value, row.motivation, row.note)
        for row in review.marks
        if row.criterion not in named
    ]
    return [*read, *kept]
