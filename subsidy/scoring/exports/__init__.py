"""Downloads of the jury."""

from subsidy.scoring.exports.hearing import hearing_calendar
from subsidy.scoring.exports.minutes import minutes_document
from subsidy.scoring.exports.ranking import Selected, ranking_workbook
from subsidy.scoring.exports.report import Clarified, Reported, jury_report
from subsidy.scoring.exports.score_book import score_book
from subsidy.scoring.exports.statistics import Told, statistics_workbook

__all__ = [
    "Clarified",
    "Reported",
    "Selected",
    "Told",
    "hearing_calendar",
    "jury_report",
    "minutes_document",
    "ranking_workbook",
    "score_book",
    "statistics_workbook",
]
