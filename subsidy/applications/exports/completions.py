"""What completes a file, in words: for its PDF, beside what was submitted."""

from collections.abc import Iterator, Sequence

from subsidy.applications.domain.completion import Completion, Point
from subsidy.core.text import N_, Text
from subsidy.documents.blocks import Block, Heading, Note, Paragraph, Table, TableColumn
from subsidy.language import filesize, words

NO_ANSWER = N_("No answer")


def completed(completions: Sequence[Completion]) -> Iterator[Block]:
    """Give each request with what was sent; the file itself did not change."""
    if completions:
        yield Heading(words(Text("Completed at the request of the agency")), 2)
        yield Paragraph(words(Text("The application above stands as it was submitted.")))
    for one in completions:
        yield Heading(words(Text("Request of %(at)s", at=one.asked_at)), 3)
        yield Paragraph(words(became(one)))
        for point in one.points:
            yield from _point(point, sent=one.sent_at is not None)
        if one.content_hash:
            yield Note(f"SHA-256: {one.content_hash}")


def became(one: Completion) -> Text:
    """Say what became of a request."""
    if one.withdrawn_at is not None:
        text = N_("The agency withdrew this request on %(at)s. The reason: %(reason)s")
        return Text(text, at=one.withdrawn_at, reason=one.withdrawn_reason)
    if one.sent_at is not None:
        return Text("%(name)s completed on %(at)s.", name=one.sent_by, at=one.sent_at)
    return Text("Nothing is sent yet. The term ends on %(at)s.", at=one.due_at)


def _point(point: Point, *, sent: bool) -> Iterator[Block]:
    yield Paragraph(f"{words(point.label)}: {point.question}", strong=True)
    if not sent:
        return
    if point.answer or not point.files:
        yield Paragraph(point.answer or words(NO_ANSWER))
    if point.files:
        yield Table(
            columns=[TableColumn(words(head)) for head in (Text("Name"), Text("Kind"), "SHA-256")],
            rows=[
                (one.name, f"{words(one.kind)}, {filesize(one.size)}", one.sha256)
                for one in point.files
            ],
            caption=words(Text("Enclosed with this answer")),
            row_heads=True,
        )
