"""What completes a file, in words: for its PDF, beside what was submitted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from subsidy.applications.domain.changes import Change
from subsidy.applications.domain.completion import Completion, Point
from subsidy.core.text import N_, Text
from subsidy.documents.blocks import Block, Bullets, Heading, Note, Paragraph, Table, TableColumn
from subsidy.language import filesize, words

NO_LONGER = N_("After this change, the application no longer meets:")
NOW = N_("After this change, the application does meet:")
NO_ANSWER = N_("No answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What came after the submission of a file."""

    completions: Sequence[Completion] = ()
    changes: Sequence[Change] = ()


NOTHING_AFTER = After()


def completed(completions: Sequence[Completion]) -> Iterator[Block]:
    """Give each request with what was sent; the file itself did not change."""
    if completions:
        yield Heading(words(Text("Completed at the request of the agency")), 2)
        yield Paragraph(words(Text("The application above stands as it was submitted.")))
    for one in completions:
        yield Heading(words(Text("Request of %(at)s", at=one.asked_at)), 3)
        yield Paragraph(words(one.became))
        for point in one.points:
            yield from _point(point, sent=one.sent_at is not None)
        if one.content_hash:
            yield Note(f"SHA-256: {one.content_hash}")


def changed(changes: Sequence[Change]) -> Iterator[Block]:
    """Give what the agency changed in the consortium after submission, with what that did."""
    if changes:
        yield Heading(words(Text("Changed after submission")), 2)
    for one in changes:
        yield Paragraph(words(one.sentence), strong=True)
        recorded = N_("Recorded by the agency on %(at)s, at the request of the organisation.")
        yield Paragraph(f"{words(Text(recorded, at=one.at))} {one.reason}")
        if one.before != one.after:
            text = N_("Requested: %(before)s before, %(after)s now.")
            yield Paragraph(words(Text(text, before=one.before, after=one.after)))
        for head, sentences in ((NO_LONGER, one.broken), (NOW, one.healed)):
            if sentences:
                yield Paragraph(words(Text(head)))
                yield Bullets([words(each) for each in sentences])


def _point(point: Point, *, sent: bool) -> Iterator[Block]:
    yield Paragraph(f"{words(point.label)}: {point.question}", strong=True)
    if not sent:
        return
    if point.answer or not point.files:
        yield Paragraph(point.said or words(NO_ANSWER))
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
