"""The list of the agency as a workbook."""

from collections.abc import Sequence
from datetime import datetime

from subsidy.calls.domain.lifecycle import Phase
from subsidy.calls.exports.regulation import AUTHOR
from subsidy.calls.models import Call
from subsidy.core.text import Text
from subsidy.documents import workbook
from subsidy.documents.workbook import Column, Kind, Sheet

COLUMNS = (
    Column(Text("Title"), width=52),
    Column(Text("Programme line"), width=40),
    Column(Text("Status"), width=24),
    Column(Text("Phase"), width=24),
    Column(Text("Opens on"), Kind.MOMENT),
    Column(Text("Closes on"), Kind.MOMENT),
    Column(Text("Reserved"), Kind.MONEY, total=True),
)


def list_workbook(calls: Sequence[tuple[Call, Phase]], made_at: datetime) -> bytes:
    """Return the list of the agency that is on the screen, all its pages, as a workbook."""
    rows = tuple(
        (
            call.title,
            call.line.name,
            call.status,
            found,
            call.opens_at,
            call.closes_at,
            call.reserved,
        )
        for call, found in calls
    )
    sheet = Sheet(Text("Calls"), COLUMNS, rows)
    return workbook.write([sheet], title=Text("Calls"), creator=AUTHOR, created=made_at)
