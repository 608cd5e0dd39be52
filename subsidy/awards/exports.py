"""Letters as documents, made from the frozen content of a decision; and the list of decisions."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from subsidy.awards.models import Decision
from subsidy.core.clock import brussels_day
from subsidy.core.letter import Letter
from subsidy.core.text import Text
from subsidy.documents import blocks, pdf, workbook
from subsidy.documents.letters import SENDER, letter_blocks
from subsidy.documents.workbook import Column, Kind, Sheet
from subsidy.language import day, words

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
            *letter_blocks(letter),
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
        facts.append((words(Text("Date")), day(brussels_day(decision.approved_at))))
    return facts


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
            Column(Text("Back in the envelope"), Kind.MONEY, total=True),
            Column(Text("Approved on"), Kind.DATE),
        ),
        tuple(
            (
                each.number,
                each.title,
                each.lead.name,
                each.outcome,
                each.status,
                each.kept,
                each.released,
                each.approved_at,
            )
            for each in decisions
        ),
    )
    return workbook.write([sheet], title=Text("Decisions"), creator=CREATOR, created=made_at)
