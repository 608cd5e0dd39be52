"""The report of a jury as a tagged PDF: who, how, how sure, the ranking and why each is in or out.

Names stand in a list of their own: nothing in the report tells who gave which marks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.calls.domain.criteria import Criterion
from subsidy.calls.models import Call
from subsidy.core.clock import brussels_day
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.documents import blocks, pdf
from subsidy.documents.blocks import Block, Heading, Paragraph, Table, TableColumn
from subsidy.language import day, hundredths, money, percent, words
from subsidy.scoring.domain.clarifying import Asked, Term
from subsidy.scoring.domain.figures import Agreement, Figures, FileFigures
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.exports.ranking import CREATOR, INSTEAD
from subsidy.scoring.models import Juror, SelectionRun

NOTHING = "–"  # noqa: RUF001 - a dash, as on the pages


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report tells. ``reasons``: by number of the file, what decided.

    ``selected``: the rows as the selection made them; ``rows``: with the deviations that count.

    ``clarification``: what the jury asked; None: nothing, or the applicants can still answer.

    ``figures`` None: no statistics were computed of the marks that count.
    """

    call: Call
    run: SelectionRun
    jurors: Sequence[Juror]
    selected: Sequence[Row]
    rows: Sequence[Row]
    reasons: Mapping[str, Sequence[Text]]
    figures: Figures | None
    agreements: Sequence[tuple[str | Text, Agreement]]
    meaning: Text | None
    clarification: "Clarified | None" = None


@dataclass(frozen=True, slots=True)
class Clarified:
    """The round of questions of a call. ``asked``: by number of the file."""

    term: Term
    asked: Mapping[str, Sequence[Asked]]


def jury_report(told: Reported, created: datetime) -> bytes:
    """Return the report as a PDF; the same selection and instant give the same bytes."""
    return pdf.render(report_document(told), created)


def report_document(told: Reported) -> blocks.Document:
    title = words(Text("Report of the jury of “%(call)s”", call=told.call.title))
    rules = told.call.versions[-1].regulation
    return blocks.Document(
        title=title,
        author=CREATOR,
        reference=title,
        landscape=True,
        blocks=[
            Heading(title, 1),
            blocks.Facts(_facts(told)),
            *_panel(told.jurors),
            *_method(rules.criteria, consensus_counts=rules.consensus_counts),
            *_agreement(told),
            *_ranking(told),
            *_reasons(told),
            *_clarification(told),
            blocks.Note(words(Text("Check number (SHA-256)")) + f": {told.run.content_hash}"),
        ],
    )


def _facts(told: Reported) -> Sequence[tuple[str, str]]:
    run, rows = told.run, told.rows
    awarded = sum(row.awarded.cents for row in rows)
    return (
        (words(Text("Selection made on")), day(brussels_day(run.made_at))),
        (words(Text("Method")), words(run.method.label)),
        (words(Text("Envelope")), money(run.envelope)),
        (words(Text("Awarded")), money(Money(awarded))),
        (words(Text("Applications")), str(len(rows))),
        (words(Text("Applications with a subsidy")), str(sum(row.is_funded for row in rows))),
        (words(Text("Seed of the lot")), run.seed),
    )


def _panel(jurors: Sequence[Juror]) -> Iterator[Block]:
    """List the names in the order of the alphabet, which is not that of the labels."""
    yield Heading(words(Text("Who sat in the jury")))
    columns = [
        TableColumn(words(Text("Name"))),
        TableColumn(words(Text("Employer"))),
        TableColumn(words(Text("As"))),
    ]
    rows = [
        (each.person.name, each.employer.name if each.employer else NOTHING, _as_what(each))
        for each in sorted(jurors, key=lambda each: (each.person.name, each.id))
    ]
    yield Table(columns, rows, row_heads=True)


def _as_what(juror: Juror) -> str:
    if juror.left_at is not None:
        return words(Text("dropped out on %(day)s", day=brussels_day(juror.left_at)))
    return words(Text("chair")) if juror.is_chair else words(Text("member"))


def _method(criteria: Sequence[Criterion], *, consensus_counts: bool) -> Iterator[Block]:
    yield Heading(words(Text("How the jury worked")))
    yield Paragraph(
        words(Text("Every juror first declared conflicts of interest. Then each scored alone."))
    )
    yield Paragraph(
        words(Text("The ranking follows the mean of all jurors, weighted by criterion."))
    )
    if consensus_counts:
        yield Paragraph(words(INSTEAD))
    columns = [
        TableColumn(words(Text("Criterion"))),
        TableColumn(words(Text("Weight")), numeric=True),
        TableColumn(words(Text("Lowest mean mark")), numeric=True),
    ]
    rows = [
        (
            c.name,
            percent(c.weight_basis_points),
            NOTHING if not c.minimum_mark else str(c.minimum_mark),
        )
        for c in criteria
    ]
    yield Table(columns, rows, words(Text("The award criteria of the regulation.")), row_heads=True)


def _agreement(told: Reported) -> Iterator[Block]:
    yield Heading(words(Text("How far the jurors agree")))
    if told.figures is None:
        yield Paragraph(words(Text("No statistics were computed of the marks that count.")))
        return
    if told.meaning is not None:
        yield Paragraph(words(told.meaning))
    yield Paragraph(
        words(Text("Between the lower and the upper end lies 95 percent of what is likely."))
    )
    columns = [
        TableColumn(words(Text("Criterion"))),
        TableColumn(words(Text("Value")), numeric=True),
        TableColumn(words(Text("Lower end")), numeric=True),
        TableColumn(words(Text("Upper end")), numeric=True),
    ]
    rows = [
        (words(name) if isinstance(name, Text) else name, *map(_figure, (a.value, a.low, a.high)))
        for name, a in told.agreements
    ]
    yield Table(
        columns,
        rows,
        words(Text("Alpha of Krippendorff, and where possible intraclass correlation")),
        row_heads=True,
    )


def _ranking(told: Reported) -> Iterator[Block]:
    yield Heading(words(Text("Ranking")))
    yield Paragraph(words(Text("The plain mean counts. That is in the rules of the call.")))
    found = {each.number: each for each in told.figures.files} if told.figures else {}
    columns = [
        TableColumn(words(Text("Rank")), numeric=True),
        TableColumn(words(Text("Application"))),
        TableColumn(words(Text("Points")), numeric=True),
        TableColumn(words(Text("Places")), numeric=True),
        TableColumn(words(Text("Certainty"))),
        TableColumn(words(Text("Asked")), numeric=True),
        TableColumn(words(Text("Awarded")), numeric=True),
        TableColumn(words(Text("Outcome"))),
    ]
    rows = [_ranked(row, found.get(row.number)) for row in told.rows]
    yield Table(columns, rows, words(Text("Ranking of the applications")))
    yield from _deviations(told)
    if found:
        yield blocks.Note(
            words(
                Text(
                    "Nine of ten draws lie between both places. They change nothing in the ranking."
                )
            )
        )


def _deviations(told: Reported) -> Iterator[Block]:
    """Set what the selection awards beside what is decided, wherever they differ."""
    pairs = zip(told.selected, told.rows, strict=True)
    rows = [
        (f"{row.title} ({row.number})", money(was.awarded), money(row.awarded))
        for was, row in pairs
        if row is not was
    ]
    if not rows:
        return
    columns = [
        TableColumn(words(Text("Application"))),
        TableColumn(words(Text("Awarded by the selection")), numeric=True),
        TableColumn(words(Text("Awarded by the deviation")), numeric=True),
    ]
    title = words(Text("Deviations from the selection"))
    yield Table(columns, rows, title, row_heads=True)


def _ranked(row: Row, found: FileFigures | None) -> Sequence[str]:
    sure = found is not None and found.low is not None and found.high is not None
    return (
        str(row.rank),
        f"{row.title} ({row.number}), {row.lead}",
        hundredths(row.merit),
        f"{found.low}–{found.high}" if found is not None and sure else NOTHING,  # noqa: RUF001 - a range
        words(found.zone.label) if found is not None and found.zone else NOTHING,
        money(row.asked),
        money(row.awarded) if row.is_funded else NOTHING,
        words(row.outcome.label),
    )


def _reasons(told: Reported) -> Iterator[Block]:
    yield Heading(words(Text("Why in or out")))
    for row in told.rows:
        # The outcome in the heading: that never stands alone at the end of a page.
        yield Heading(f"{row.rank}. {row.title} ({row.number}): {words(row.outcome.label)}", 3)
        texts = (*told.reasons.get(row.number, row.sentences), row.tie)
        yield Paragraph(" ".join(filter(None, map(words, texts))))


def _clarification(told: Reported) -> Iterator[Block]:
    """Give what was asked and answered beside the files, never by whom it was asked."""
    if told.clarification is None:
        return
    term, titles = told.clarification.term, {row.number: row.title for row in told.rows}
    yield Heading(words(Text("Questions of the jury and answers")))
    text = N_(
        "The questions were sent on %(sent)s. The applicants could answer until %(due)s. "
        "The files themselves did not change."
    )
    yield Paragraph(words(Text(text, sent=term.sent_at, due=term.due_at)))
    for number, asked in told.clarification.asked.items():
        yield Heading(f"{titles.get(number, '')} ({number})".strip(), 3)
        for one in asked:
            yield Paragraph(one.question, strong=True)
            yield Paragraph(one.answer or words(Text("No answer")))


def _figure(value: int | None) -> str:
    return NOTHING if value is None else hundredths(value)
