"""What is new as a feed: Atom (RFC 4287) and JSON Feed 1.1, from the same entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

NEVER = datetime(2021, 1, 1, tzinfo=UTC)  # when there is no entry: a feed must say when it changed
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``url`` is also what identifies the entry for ever."""

    url: str
    title: str
    text: str
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """``home``: the page that it follows."""

    title: str
    author: str
    home: str
    url: str
    entries: Sequence[Entry]

    @property
    def changed_at(self) -> datetime:
        return max((entry.changed_at for entry in self.entries), default=NEVER)


def atom(feed: Feed) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">',
        f"<title>{escape(feed.title)}</title>",
        f"<id>{escape(feed.url)}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.url)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(feed.home)}/>',
        f"<updated>{_instant(feed.changed_at)}</updated>",
        f"<author><name>{escape(feed.author)}</name></author>",
        *(_entry(entry) for entry in feed.entries),
        "</feed>",
    ]
    return "\n".join(lines).encode()


def _entry(entry: Entry) -> str:
    return (
        f"<entry><title>{escape(entry.title)}</title><id>{escape(entry.url)}</id>"
        f"<link href={quoteattr(entry.url)}/>"
        f"<published>{_instant(entry.published_at)}</published>"
        f"<updated>{_instant(entry.changed_at)}</updated>"
        f"<summary>{escape(entry.text)}</summary></entry>"
    )


def as_json(feed: Feed) -> bytes:
    data = {
        "version": JSON_FEED,
        "title": feed.title,
        "language": "nl",
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.text,
                "date_published": _instant(entry.published_at),
                "date_modified": _instant(entry.changed_at),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(data, ensure_ascii=False).encode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
