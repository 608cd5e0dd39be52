"""The score sheets of one juror as a workbook: filled in without a connection, and sent back.

One row per file and criterion. Each row carries the version that it was made from, so that a
workbook that lay around writes over nothing that was saved since.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write
from subsidy.scoring.domain.clarifying import Asked
from subsidy.scoring.models import Review

CREATOR = "Relanceloket"
SHEET = Text("Marks")
BESIDE = Text("Questions and answers")
NUMBER, TITLE, CRITERION = Text("Number"), Text("Title"), Text("Criterion")
MEANING, MARK = Text("What the marks mean"), Text("Mark")
MOTIVATION, NOTE = Text("Motivation"), Text("For the jury alone")
MADE_FROM = Text("Version")
HEADINGS = (NUMBER, TITLE, CRITERION, MEANING, MARK, MOTIVATION, NOTE, MADE_FROM)


def score_book(
    reviews: Sequence[Review],
    created: datetime,
    beside: Mapping[int, Sequence[Asked]] = MappingProxyType({}),
) -> bytes:
    """Return the score sheets of these reviews, with what is saved so far.

    ``beside``: by the id of a file, what the jury asked and what the applicant answered.
    """
    columns = (
        Column(NUMBER, width=16),
        Column(TITLE, width=30),
        Column(CRITERION, width=28),
        Column(MEANING, width=50),
        Column(MARK, Kind.INTEGER, width=8),
        Column(MOTIVATION, width=60),
        Column(NOTE, width=40),
        Column(MADE_FROM, width=10),
    )
    title = Text("My score sheets")
    lines = (
        Text("Fill in the sheet “%(sheet)s” and keep the headings.", sheet=SHEET),
        Text("An empty mark means: no judgement. It is never a zero."),
        Text("The applicant reads the motivation, without your name."),
        Text("Send the workbook back on the page “%(page)s”.", page=Text("Marks from a workbook")),
    )
    return write(
        [
            Introduction(title, lines, [Fact(Text("Made on"), created, Kind.MOMENT)]),
            Sheet(
                SHEET,
                columns,
                list(_rows(reviews)),
                Text("One row per file and criterion. A row that you remove changes nothing."),
            ),
            *_answers(reviews, beside),
        ],
        title=title,
        creator=CREATOR,
        created=created,
    )


def _answers(reviews: Sequence[Review], beside: Mapping[int, Sequence[Asked]]) -> Iterator[Sheet]:
    rows = [
        (review.application.number, review.application.title, one.question, one.answer)
        for review in reviews
        for one in beside.get(review.application_id, ())
    ]
    if rows:
        columns = (
            Column(NUMBER, width=16),
            Column(TITLE, width=30),
            Column(Text("Question"), width=60),
            Column(Text("Answer"), width=60),
        )
        note = Text("What the applicants answered in time. The file itself did not change.")
        yield Sheet(BESIDE, columns, rows, note)


def version_of(review: Review) -> str:
    """Return what a row carries; the letter keeps a spreadsheet from taking it for a number."""
    return f"v{review.version}"


def _rows(reviews: Sequence[Review]) -> Iterator[Sequence[object]]:
    for review in reviews:
        given = {mark.criterion: mark for mark in review.marks}
        for criterion in review.application.regulation_version.regulation.criteria:
            mark = given.get(criterion.key)
            yield (
                review.application.number,
                review.application.title,
                criterion.name,
                " ".join(f"{level}: {text}" for level, text in sorted(criterion.levels.items())),
                None if mark is None else mark.value,
                "" if mark is None else mark.motivation,
                "" if mark is None else mark.note,
                version_of(review),
            )
