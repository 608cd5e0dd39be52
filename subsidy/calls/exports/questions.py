"""The questions about a call, with their answers, as a workbook."""

from collections.abc import Sequence
from datetime import datetime

from subsidy.calls.exports.regulation import AUTHOR
from subsidy.calls.models import Call, CallQuestion
from subsidy.core.text import Text
from subsidy.documents import workbook
from subsidy.documents.workbook import Column, Kind, Sheet

QUESTION_COLUMNS = (
    Column(Text("Question"), width=60),
    Column(Text("Answer"), width=80),
    Column(Text("Version"), Kind.INTEGER),
    Column(Text("Asked on"), Kind.MOMENT),
    Column(Text("Answered on"), Kind.MOMENT),
)


def questions_workbook(call: Call, found: Sequence[CallQuestion], made_at: datetime) -> bytes:
    """Return the questions that are on the screen; who asked is nowhere in it."""
    rows = tuple(
        (each.text, each.answer, each.number, each.asked_at, each.answered_at) for each in found
    )
    title = Text("Questions about “%(title)s”", title=call.title)
    sheet = Sheet(Text("Questions"), QUESTION_COLUMNS, rows)
    return workbook.write([sheet], title=title, creator=AUTHOR, created=made_at)
