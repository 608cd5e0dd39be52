"""The result of a needs survey as a workbook: the same figures as on its page."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from subsidy.core.text import Text
from subsidy.documents import workbook
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet
from subsidy.planning.domain.results import SMALL, Result
from subsidy.planning.exports.agenda import AUTHOR
from subsidy.planning.models import Survey

COLUMNS = (
    Column(Text("Question"), width=60),
    Column(Text("Kind"), width=20),
    Column(Text("Answer"), width=60),
    Column(Text("How many"), Kind.INTEGER),
    Column(Text("Answered"), Kind.INTEGER),
)
FEW = Text("fewer than %(small)s, so not shown", small=SMALL)


def survey_workbook(
    survey: Survey, answered: int, found: Sequence[Result], made_at: datetime
) -> bytes:
    title = Text("Result of “%(title)s”", title=survey.title)
    facts = [
        Fact(Text("Programme line"), survey.line.name),
        Fact(Text("Answers until"), survey.closes_at, Kind.MOMENT),
        Fact(Text("Local authorities that answered"), answered, Kind.INTEGER),
        Fact(Text("Made on"), made_at, Kind.MOMENT),
    ]
    rows = [row for result in found for row in _rows(result)]
    sheets: list[Sheet | Introduction] = [
        Introduction(title, (survey.conclusion,), facts),
        Sheet(Text("Result"), COLUMNS, rows),
    ]
    return workbook.write(sheets, title=title, creator=AUTHOR, created=made_at)


def _rows(result: Result) -> Iterator[tuple[object, ...]]:
    question = result.question
    head = (question.text, question.kind)
    if result.answered is None:
        yield (*head, FEW, None, None)
    for count in result.counts:
        shown = count.option if count.number is not None else _hidden(count.option)
        yield (*head, shown, count.number, result.answered)
    if result.quartiles is not None:
        for label, number in zip(QUARTILES, result.quartiles, strict=True):
            yield (*head, label, number, result.answered)
    for text in result.texts:
        yield (*head, text, None, result.answered)
    for reason in result.left_out:
        yield (*head, Text("left out: %(reason)s", reason=reason), None, result.answered)


def _hidden(option: str) -> Text:
    return Text("%(option)s (too few to show)", option=option)


QUARTILES = (
    Text("a quarter answers at most"),
    Text("half answers at most"),
    Text("three quarters answer at most"),
)
