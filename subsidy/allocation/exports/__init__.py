"""Workbooks of allocation rounds."""

from subsidy.allocation.exports.lists import claims_workbook, rights_workbook, rounds_workbook
from subsidy.allocation.exports.recompute import recompute_workbook

__all__ = ["claims_workbook", "recompute_workbook", "rights_workbook", "rounds_workbook"]
