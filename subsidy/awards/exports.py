"""Letters as documents, made from the frozen content of a decision; and the list of decisions."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from subsidy.awards.domain.letter import Block, Cell, Heading, Letter, Paragraph, Subheading, Table
from subsidy.awards.models import Decision
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents import blocks, pdf, workbook
from subsidy.documents.workbook import Column, Kind, Sheet
from subsidy.language import day, shown, words

SENDER = "Agentschap Binnenlands Bestuur"
CREATOR = "Relanceloket"


def letter_document(decision: Decision) -> blocks.Document:
    """Return the letter of a decision: for the page and for the PDF, the same words.

    The date is that of the approval; a letter that is not approved yet says so on every page.
    """
    letter = Letter.from_data(decision.content["letter"])
    return blocks.Document(
        title=words(letter.subject),
        author=SENDER,
        reference=words(Text("Decision %(number)s", number=decision.number)),
        blocks=[
            *_concept(decision),
            blocks.Address([SENDER]),
            blocks.Address([letter.addressee]),
            blocks.Heading(words(letter.subject), 1),
            blocks.Facts(_facts(decision, letter)),
            *(_block(block) for block in letter.blocks),
            blocks.Note(
                words(Text("Fingerprint of this decision: %(hash)s", hash=_hash(decision)))
            ),
        ],
    )


def letter_pdf(decision: Decision) -> bytes:
    """Return the letter as a tagged PDF; the same decision always gives the same bytes."""
    return pdf.render(letter_document(decision), decision.approved_at or decision.prepared_at)


def letter_name(decision: Decision) -> str:
    return f"{decision.number}.pdf"


def _concept(decision: Decision) -> Iterator[blocks.Block]:
    if not decision.is_final:
        yield blocks.Banner(words(Text("DRAFT LETTER, NOT APPROVED YET")))


def _hash(decision: Decision) -> str:
    return decision.content_hash


def _facts(decision: Decision, letter: Letter) -> list[tuple[str, str]]:
    facts = [
        (words(Text("Our reference")), decision.number),
        (words(Text("File number")), letter.reference),
    ]
    if decision.approved_at is not None:
        facts.append((words(Text("Date")), day(decision.approved_at.date())))
    return facts


def _block(block: Block) -> blocks.Block:
    match block:
        case Heading():
            return blocks.Heading(words(block.text), 2)
        case Subheading():
            return blocks.Heading(block.text, 3)
        case Paragraph():
            return blocks.Paragraph(_cell(block.text))
        case Table():
            return _table(block)


def _table(table: Table) -> blocks.Table:
    numeric = [
        all(isinstance(row[i], Money | int) for row in table.rows) for i in range(len(table.heads))
    ]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    return blocks.Table(
        columns=[
            blocks.TableColumn(words(head), number)
            for head, number in zip(table.heads, numeric, strict=True)
        ],
        rows=rows[:-1] if table.total else rows,
        caption=words(table.caption),
        total=rows[-1] if table.total else (),
        row_heads=True,
    )


def _cell(cell: Cell) -> str:
    return cell if isinstance(cell, str) else shown(cell)


def decisions_workbook(decisions: Sequence[Decision], made_at: datetime) -> bytes:
    """Return the list that is on the screen, as a workbook."""
    sheet = Sheet(
        Text("Decisions"),
        (
            Column(Text("Decision")),
            Column(Text("Project"), width=40),
            Column(Text("Lead partner"), width=28),
            Column(Text("Outcome"), width=18),
            Column(Text("Status"), width=28),
            Column(Text("Amount"), Kind.MONEY, total=True),
            Column(Text("Approved on"), Kind.DATE),
        ),
        tuple(
            (
                each.number,
                each.title,
                each.lead.name,
                each.outcome,
                each.status,
                each.amount,
                each.approved_at,
            )
            for each in decisions
        ),
    )
    return workbook.write([sheet], title=Text("Decisions"), creator=CREATOR, created=made_at)
