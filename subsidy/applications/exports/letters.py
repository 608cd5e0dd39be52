"""The letter about admissibility as a document, from what was frozen and nothing else."""

from subsidy.applications.models import AdmissibilityLetter
from subsidy.core.clock import brussels_day
from subsidy.core.letter import Letter
from subsidy.core.text import Text
from subsidy.documents import blocks
from subsidy.documents.letters import SENDER, letter_blocks
from subsidy.documents.pdf import render
from subsidy.language import day, words


def letter_document(kept: AdmissibilityLetter) -> blocks.Document:
    """Return the letter: for the page and for the PDF, the same words."""
    letter = Letter.from_data(kept.content["letter"])
    return blocks.Document(
        title=words(letter.subject),
        author=SENDER,
        reference=letter.reference,
        blocks=[
            blocks.Address([SENDER]),
            blocks.Address([letter.addressee]),
            blocks.Heading(words(letter.subject), 1),
            blocks.Facts(
                [
                    (words(Text("File number")), letter.reference),
                    (words(Text("Date")), day(brussels_day(kept.made_at))),
                ]
            ),
            *letter_blocks(letter),
            blocks.Note(
                words(Text("Fingerprint of this letter: %(hash)s", hash=kept.content_hash))
            ),
        ],
    )


def letter_pdf(kept: AdmissibilityLetter) -> bytes:
    """Return the letter as a tagged PDF; the same letter always gives the same bytes."""
    return render(letter_document(kept), kept.made_at)
