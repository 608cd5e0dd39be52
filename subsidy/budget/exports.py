"""Downloads of the programme: positions of the lines, movements of one line."""

from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.budget import queries
from subsidy.budget.domain import Case
from subsidy.budget.models import LedgerAccount, Line, Programme
from subsidy.core.text import Text
from subsidy.documents.workbook import Column, Fact, Introduction, Kind, Sheet, write

CREATOR = "Relanceloket"
POSITIONS = (
    Column(Text("Line"), width=44),
    Column(Text("Envelope"), Kind.MONEY, total=True),
    Column(Text("Available"), Kind.MONEY, total=True),
    Column(Text("Reserved"), Kind.MONEY, total=True),
    Column(Text("Committed"), Kind.MONEY, total=True),
    Column(Text("Paid"), Kind.MONEY, total=True),
)
MOVEMENTS = (
    Column(Text("Moment"), Kind.MOMENT),
    Column(Text("Reason"), width=18),
    Column(Text("From"), width=18),
    Column(Text("From case"), width=30),
    Column(Text("To"), width=18),
    Column(Text("To case"), width=30),
    Column(Text("Amount"), Kind.MONEY, total=True),
)


def programme(session: Session, found: Programme, created: datetime) -> bytes:
    """Return what stands where on every line of the programme."""
    positions = queries.positions(session)
    rows = [
        (line.name, at.envelope, at.available, at.reserved, at.committed, at.paid)
        for line in found.lines
        for at in (positions[line.id],)
    ]
    title = Text("Programme %(name)s", name=found.name)
    return _book(title, Sheet(Text("Lines"), POSITIONS, rows), len(rows), created)


def movements(session: Session, line: Line, wanted: queries.Wanted, created: datetime) -> bytes:
    """Return the movements of a line that a filter leaves, all pages of them."""
    rows = [
        (
            each.at,
            each.reason,
            each.source.stage,
            _case(each.source),
            each.target.stage,
            _case(each.target),
            each.amount,
        )
        for each in queries.transfers_of(session, line.id, wanted)
    ]
    title = Text("Ledger of %(line)s", line=line.name)
    return _book(title, Sheet(Text("Movements"), MOVEMENTS, rows), len(rows), created)


def _case(account: LedgerAccount) -> Text | None:
    case = Case.of(account.case_ref)
    return None if case is None else case.label


def _book(title: Text, sheet: Sheet, count: int, created: datetime) -> bytes:
    facts = [
        Fact(Text("Made on"), created, Kind.MOMENT),
        Fact(Text("Rows"), count, Kind.INTEGER),
    ]
    introduction = Introduction(title, (), facts)
    return write([introduction, sheet], title=title, creator=CREATOR, created=created)
