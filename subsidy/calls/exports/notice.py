"""Notices of later deadlines: pages that can be read and printed when the application is down."""

from collections.abc import Iterable, Mapping, Sequence

from subsidy.calls.domain.amending import is_extension
from subsidy.calls.exports.regulation import AUTHOR
from subsidy.calls.models import Amendment
from subsidy.core.text import Text
from subsidy.documents import blocks, html
from subsidy.language import moment, words

INDEX = "index.html"


def notices(changes: Iterable[Amendment], origin: str) -> Mapping[str, str]:
    """Return the pages of all later deadlines by name, and one that lists them.

    ``changes``: those in force, the newest first; ``origin``: the address of the application.
    """
    later = [each for each in changes if is_extension(each.before, each.regulation)]
    pages = {_name(each): html.render(notice_document(each, origin)) for each in reversed(later)}
    return {**pages, INDEX: html.render(_list(later))}


def _name(change: Amendment) -> str:
    return f"oproep-{change.call.public_id}.html"


def notice_document(change: Amendment, origin: str) -> blocks.Document:
    """Return one later deadline as a document."""
    title = words(Text("The call “%(title)s” closes later", title=change.call.title))
    return blocks.Document(
        title=title,
        author=AUTHOR,
        blocks=[
            blocks.Heading(title, 1),
            blocks.Paragraph(words(Text("The new moment holds for everybody."))),
            blocks.Facts(_facts(change)),
            blocks.Paragraph(f"{origin}/oproepen/{change.call.public_id}"),
            blocks.Note(
                words(
                    Text(
                        "This page stands apart from the application. You can print it. "
                        "Version %(number)s of the regulation holds.",
                        number=change.number or 0,
                    )
                )
            ),
        ],
    )


def _facts(change: Amendment) -> list[tuple[str, str]]:
    rows = (
        (Text("Closes on"), moment(change.regulation.closes_at)),
        (Text("Closed on before"), moment(change.before.closes_at)),
        (Text("Reason"), change.reason),
        (Text("Decided on"), moment(change.decided_at) if change.decided_at else ""),
        (Text("Questions"), change.regulation.contact),
    )
    return [(words(label), value) for label, value in rows]


def _list(changes: Sequence[Amendment]) -> blocks.Document:
    title = words(Text("Calls that close later"))
    found = [
        words(
            Text(
                "%(title)s: %(new)s instead of %(old)s",
                title=each.call.title,
                new=each.regulation.closes_at,
                old=each.before.closes_at,
            )
        )
        for each in changes
    ]
    nothing = blocks.Paragraph(words(Text("No call closes later than its regulation first said.")))
    return blocks.Document(
        title=title,
        author=AUTHOR,
        blocks=[blocks.Heading(title, 1), blocks.Bullets(found) if found else nothing],
    )
