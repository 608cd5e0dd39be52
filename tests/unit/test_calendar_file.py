"""A calendar file as RFC 5545 wants it: line ends, folding, escaping, the day after the last."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from subsidy.documents.calendar import Event, calendar, escaped, folded

AT = datetime(2022, 9, 12, 8, 0, tzinfo=UTC)
EVENT = Event(
    uid="call-abc@relanceloket",
    first_day=date(2022, 10, 3),
    last_day=date(2022, 10, 31),
    summary="Hulp; in de wijk, voor iedereen",
    description="Regel één\nRegel twee\\einde",
    url="https://loket.example/oproepen/abc",
)


WHOLE = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Relanceloket//NONSGML agenda//NL
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:call-abc@relanceloket
DTSTAMP:20220912T080000Z
DTSTART;VALUE=DATE:20221003
DTEND;VALUE=DATE:20221101
SUMMARY:Hulp\; in de wijk\, voor iedereen
DESCRIPTION:Regel één\nRegel twee\\einde
URL:https://loket.example/oproepen/abc
END:VEVENT
END:VCALENDAR
"""


def test_the_whole_file() -> None:
    assert calendar([EVENT], AT).decode() == WHOLE.replace("\n", "\r\n")


@given(st.text())
def test_no_line_is_too_long_and_nothing_is_lost(text: str) -> None:
    line = escaped(text)
    pieces = list(folded(line))

    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert "\n" not in line
    assert "\r" not in line
