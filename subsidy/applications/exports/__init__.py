"""What can be downloaded of applications."""

from subsidy.applications.exports.budget import budget_book
from subsidy.applications.exports.bundle import bundle
from subsidy.applications.exports.completions import After
from subsidy.applications.exports.decision import Deciding, decision, decision_docx
from subsidy.applications.exports.file import file_document, file_pdf
from subsidy.applications.exports.letters import letter_document, letter_pdf
from subsidy.applications.exports.lists import Judged, admissibility, listing
from subsidy.applications.exports.receipt import answer_text, outcome, receipt, receipt_pdf

__all__ = [
    "After",
    "Deciding",
    "Judged",
    "admissibility",
    "answer_text",
    "budget_book",
    "bundle",
    "decision",
    "decision_docx",
    "file_document",
    "file_pdf",
    "letter_document",
    "letter_pdf",
    "listing",
    "outcome",
    "receipt",
    "receipt_pdf",
]
