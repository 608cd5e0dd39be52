"""What leaves the slice of calls: documents, workbooks, notices."""

from subsidy.calls.exports.consultation import (
    consulted_document,
    report_document,
    report_pdf,
)
from subsidy.calls.exports.following import calendar_file, feed
from subsidy.calls.exports.lists import COLUMNS, list_workbook
from subsidy.calls.exports.notice import notice_document, notices
from subsidy.calls.exports.questions import questions_workbook
from subsidy.calls.exports.regulation import (
    AUTHOR,
    regulation_document,
    regulation_of,
    regulation_pdf,
    version_pdf,
)

__all__ = [
    "AUTHOR",
    "COLUMNS",
    "calendar_file",
    "consulted_document",
    "feed",
    "list_workbook",
    "notice_document",
    "notices",
    "questions_workbook",
    "regulation_document",
    "regulation_of",
    "regulation_pdf",
    "report_document",
    "report_pdf",
    "version_pdf",
]
