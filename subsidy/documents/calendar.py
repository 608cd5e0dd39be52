"""A calendar file (iCalendar, RFC 5545): days and moments that any agenda program can show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75  # octets, without the line end
PRODUCT = "-//Relanceloket//NONSGML agenda//NL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Some whole days; ``last_day`` counts. ``uid`` stays the same when the event changes."""

    uid: str
    first_day: date
    last_day: date
    summary: str
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One instant, or what lasts until ``ends_at`` and keeps who is there busy.

    A higher ``sequence`` replaces the same ``uid`` where it was kept before.
    """

    uid: str
    at: datetime
    summary: str
    changed_at: datetime
    sequence: int = 0
    ends_at: datetime | None = None
    place: str = ""
    description: str = ""
    url: str = ""


def calendar(events: Iterable[Event | Moment], made_at: datetime) -> bytes:
    """Return the file: lines end in CR LF, and none is longer than 75 octets."""
    stamp = _utc(made_at)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _event(event, stamp) if isinstance(event, Event) else _moment(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _moment(moment: Moment) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{moment.uid}"
    yield f"DTSTAMP:{_utc(moment.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(moment.changed_at)}"
    yield f"SEQUENCE:{moment.sequence}"
    yield f"DTSTART:{_utc(moment.at)}"
    if moment.ends_at is None:
        yield "TRANSP:TRANSPARENT"  # a deadline keeps nobody busy
    else:
        yield f"DTEND:{_utc(moment.ends_at)}"
    if moment.place:
        yield f"LOCATION:{escaped(moment.place)}"
    yield from _words(moment)
    yield "END:VEVENT"


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.first_day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last_day + timedelta(days=1):%Y%m%d}"  # the day after
    yield from _words(event)
    yield "END:VEVENT"


def _words(event: Event | Moment) -> Iterator[str]:
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"


def escaped(text: str) -> str:
    """Return a text in which nothing ends the value or the line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Give a long line in pieces, never breaking a character; each next one starts with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += character
    yield piece
