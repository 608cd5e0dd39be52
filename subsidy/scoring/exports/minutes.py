"""The minutes of a meeting of a jury as a tagged PDF, for one reader.

All of it comes from the frozen minutes. A part that the reader may not know is there by its check
number only, so the number of the whole is the same in everybody's copy.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from subsidy.core.text import Text
from subsidy.documents import blocks, pdf
from subsidy.documents.blocks import Block, Facts, Heading, Note, Paragraph, Table, TableColumn
from subsidy.language import day, moment, words
from subsidy.scoring.domain.deliberation import Advice
from subsidy.scoring.domain.minutes import CHAIR
from subsidy.scoring.exports.ranking import CREATOR, INSTEAD
from subsidy.scoring.queries import Copy

NOTHING = "–"  # noqa: RUF001 - a dash, as on the pages
AS = {True: Text("chair"), False: Text("member")}
CHECK = Text("Check number (SHA-256)")
Part = Mapping[str, Any]


def minutes_document(copy: Copy, created: datetime) -> bytes:
    """Return the PDF; the same copy and instant give the same bytes."""
    title = words(Text("Minutes of the meeting of the jury"))
    return pdf.render(
        blocks.Document(
            title=title,
            author=CREATOR,
            reference=f"{title}, {day(date.fromisoformat(copy.content['day']))}",
            landscape=True,
            blocks=[
                Heading(title, 1),
                Facts(_facts(copy)),
                *_agenda(copy),
                *_attendance(copy),
                *_files(copy),
                *_signatures(copy),
                Note(f"{words(CHECK)}: {copy.content_hash}"),
            ],
        ),
        created,
    )


def _facts(copy: Copy) -> Sequence[tuple[str, str]]:
    content = copy.content
    return (
        (words(Text("Call")), content["call"]),
        (words(Text("Day")), day(date.fromisoformat(content["day"]))),
        (words(Text("Place")), content["place"]),
        (words(Text("Opened on")), _moment(content["opened_at"])),
        (words(Text("Closed on")), _moment(content["closed_at"])),
        (words(CHECK), copy.content_hash),
    )


def _moment(written: str | None) -> str:
    return NOTHING if written is None else moment(datetime.fromisoformat(written))


def _titled(part: Part | None) -> str:
    if part is None:
        return words(Text("a file that you may not know"))
    return f"{part['number']}, {part['title']}"


def _agenda(copy: Copy) -> Iterator[Block]:
    yield Heading(words(Text("Agenda")))
    if copy.files:
        yield blocks.Bullets([_titled(part) for _, part in copy.files], numbered=True)
    else:
        yield Paragraph(words(Text("No file was on the table.")))


def _attendance(copy: Copy) -> Iterator[Block]:
    yield Heading(words(Text("Who was present")))
    columns = (Text("Juror"), Text("As"), Text("From"), Text("Until"))
    rows = [
        (_who(copy, each["juror"]), words(AS[each["as"] == CHAIR]), *stay)
        for each in copy.content["attendance"]
        for stay in _stays(each["stays"])
    ]
    yield Table([TableColumn(words(each)) for each in columns], rows, row_heads=True)


def _who(copy: Copy, label: str) -> str:
    name = (copy.names or {}).get(label)
    return label if name is None else f"{name} ({label})"


def _stays(stays: Sequence[Sequence[str | None]]) -> Sequence[tuple[str, str]]:
    if not stays:
        return [(words(Text("not present")), NOTHING)]
    return [(_moment(since), _moment(until)) for since, until in stays]


def _files(copy: Copy) -> Iterator[Block]:
    for at, (key, part) in enumerate(copy.files, 1):
        yield Heading(f"{at}. {_titled(part)}")
        if part is None:
            yield Paragraph(
                words(
                    Text(
                        "You have a conflict of interest with this file, or you neither scored it "
                        "nor declared at the table. That is why this part is not in your copy."
                    )
                )
            )
        else:
            yield from _file(copy, part)
        yield Note(words(Text("Check number of this part: %(number)s", number=key)))


def _file(copy: Copy, part: Part) -> Iterator[Block]:
    out = ", ".join(_who(copy, each) for each in part["out"])
    led_by = ", ".join(_who(copy, each) for each in part["led_by"])
    yield Facts(
        [
            (words(Text("Lead partner")), part["lead"]),
            *(
                (words(Text("On the table")), f"{_moment(since)} {NOTHING} {_moment(until)}")
                for since, until in part["on_table"]
            ),
            (words(Text("Led by")), led_by),
            (words(Text("Out for a conflict of interest")), out or words(Text("nobody"))),
        ]
    )
    yield _marks(part)
    yield from _agreed(part)


def _marks(part: Part) -> Table:
    """Return the marks of the jurors with the consensus beside them."""
    labels = sorted(part["marks"], key=lambda label: (len(label), label))
    rows = [
        (
            name,
            *(_mark(part["marks"][label].get(key)) for label in labels),
            _mark(part["consensus"].get(key, {}).get("value")),
        )
        for key, name in part["criteria"]
    ]
    columns = [
        TableColumn(words(Text("Criterion"))),
        *(TableColumn(label, numeric=True) for label in labels),
        TableColumn(words(Text("Consensus")), numeric=True),
    ]
    return Table(columns, rows, words(Text("Marks of the jurors")), row_heads=True)


def _mark(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _agreed(part: Part) -> Iterator[Block]:
    rows = [
        (name, str(part["consensus"][key]["value"]), part["consensus"][key]["motivation"])
        for key, name in part["criteria"]
        if key in part["consensus"]
    ]
    if rows:
        columns = [
            TableColumn(words(Text("Criterion"))),
            TableColumn(words(Text("Consensus")), numeric=True),
            TableColumn(words(Text("Motivation"))),
        ]
        yield Table(columns, rows, words(Text("Consensus marks")), row_heads=True)
        if part["consensus_counts"]:
            yield Paragraph(words(INSTEAD))
    else:
        yield Paragraph(words(Text("There is no consensus mark.")))
    if part["advice"] is None:
        yield Paragraph(words(Text("The jury has not decided on an advice.")))
        return
    advice = words(Advice(part["advice"]).label)
    yield Paragraph(f"{words(Text('The jury:'))} {advice}", strong=True)
    if part["sentence"]:
        yield Paragraph(part["sentence"])


def _signatures(copy: Copy) -> Iterator[Block]:
    yield Heading(words(Text("Who signed the minutes")))
    if not copy.signatures:
        yield Paragraph(words(Text("Nobody signed yet.")))
    else:
        columns = (Text("Juror"), Text("Signs as"), Text("Signed on"))
        rows = [
            (
                _who(copy, each.juror.label),
                words(AS[each.signed_as == CHAIR]),
                moment(each.signed_at),
            )
            for each in copy.signatures
        ]
        yield Table([TableColumn(words(each)) for each in columns], rows, row_heads=True)
    yield Paragraph(
        words(
            Text(
                "Each signs the check number. The page of the meeting shows the same number and "
                "who signed since. Another number means that something was changed."
            )
        )
    )
