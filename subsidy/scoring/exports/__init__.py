"""Downloads of the jury."""

from subsidy.scoring.exports.ranking import Selected, ranking_workbook
from subsidy.scoring.exports.statistics import Told, statistics_workbook

__all__ = ["Selected", "Told", "ranking_workbook", "statistics_workbook"]
