"""Calls for who follows them from elsewhere: in a calendar, in a feed."""

from collections.abc import Sequence
from datetime import datetime

from subsidy.calls.exports.regulation import AUTHOR
from subsidy.calls.models import Call, RegulationVersion
from subsidy.core.text import N_, Text
from subsidy.documents import calendar, feeds
from subsidy.language import moment, money, words


def calendar_file(calls: Sequence[Call], origin: str, made_at: datetime) -> bytes:
    """Return when published calls open and close; a later deadline replaces the earlier one."""
    return calendar.calendar((m for call in calls for m in _moments(call, origin)), made_at)


def _moments(call: Call, origin: str) -> list[calendar.Moment]:
    version = call.versions[-1]
    named = (
        ("opent", version.regulation.opens_at, N_("Opens: %(title)s")),
        ("sluit", version.regulation.closes_at, N_("Closes: %(title)s")),
    )
    return [_moment(call, version, origin, each) for each in named]


def _moment(
    call: Call, version: RegulationVersion, origin: str, named: tuple[str, datetime, str]
) -> calendar.Moment:
    key, at, msgid = named
    text = Text(
        "%(at)s, Belgian time. Version %(number)s of the regulation.",
        at=at,
        number=version.number,
    )
    return calendar.Moment(
        uid=f"{call.public_id}-{key}@relanceloket",
        at=at,
        summary=words(Text(msgid, title=call.title)),
        description=words(text),
        url=_url(call, origin),
        changed_at=version.published_at,
        sequence=version.number - 1,
    )


def _url(call: Call, origin: str) -> str:
    return f"{origin}/oproepen/{call.public_id}"


def feed(calls: Sequence[Call], origin: str, address: str) -> feeds.Feed:
    """Return the published calls, the last one that changed first."""
    entries = [_entry(call, origin) for call in calls]
    return feeds.Feed(
        title=words(Text("Calls of Relanceloket")),
        author=AUTHOR,
        home=f"{origin}/oproepen",
        url=f"{origin}{address}",
        entries=sorted(entries, key=lambda each: each.changed_at, reverse=True),
    )


def _entry(call: Call, origin: str) -> feeds.Entry:
    first, last = call.versions[0], call.versions[-1]
    regulation = last.regulation
    facts = Text(
        "Opens on %(opens)s. Closes on %(closes)s. Amount: %(amount)s.",
        opens=moment(regulation.opens_at),
        closes=moment(regulation.closes_at),
        amount=money(regulation.reserved),
    )
    return feeds.Entry(
        url=_url(call, origin),
        title=regulation.title,
        text=f"{regulation.aim} {words(facts)}",
        published_at=first.published_at,
        changed_at=last.published_at,
    )
