"""Downloads of the jury."""

from subsidy.scoring.exports.ranking import Selected, ranking_workbook

__all__ = ["Selected", "ranking_workbook"]
