"""The shared agenda as a workbook and as a calendar."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from subsidy.core.text import Text
from subsidy.documents import calendar, workbook
from subsidy.documents.calendar import Event
from subsidy.documents.workbook import Column, Kind, Sheet
from subsidy.language import enumeration, words
from subsidy.planning.domain.agenda import Planned

AUTHOR = "Relanceloket"

COLUMNS = (
    Column(Text("Title"), width=52),
    Column(Text("Organiser"), width=36),
    Column(Text("First day to apply"), Kind.DATE),
    Column(Text("Last day to apply"), Kind.DATE),
    Column(Text("Aim"), width=52),
    Column(Text("Target group"), width=52),
    Column(Text("Amount"), Kind.MONEY, total=True),
)


def agenda_workbook(rows: Sequence[Planned], made_at: datetime) -> bytes:
    """Return the agenda that is on the screen, all its pages."""
    cells = (
        (
            row.plan.title,
            row.plan.organiser,
            row.first_day,
            row.last_day,
            _listed(row.plan.aims),
            _listed(row.plan.target_groups),
            row.amount,
        )
        for row in rows
    )
    title = Text("Agenda of planned calls")
    return workbook.write(
        [Sheet(title, COLUMNS, cells)], title=title, creator=AUTHOR, created=made_at
    )


def agenda_calendar(rows: Iterable[tuple[Planned, str]], made_at: datetime) -> bytes:
    """Return one event per planned call: the days on which one can apply. With its address."""
    events = (
        Event(
            uid=f"{row.plan.ref.replace(':', '-')}@relanceloket",
            first_day=row.first_day,
            last_day=row.last_day,
            summary=row.plan.title,
            description=words(
                Text("Organiser: %(organiser)s", organiser=words(row.plan.organiser))
            ),
            url=address,
        )
        for row, address in rows
    )
    return calendar.calendar(events, made_at)


def _listed(members: Iterable[object]) -> str:
    return "; ".join(sorted(enumeration([member]) for member in members))
