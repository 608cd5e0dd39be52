"""Workbooks over all slices: the allocation overview and the continuity plans."""

from subsidy.overview.exports.allocation_overview import allocation_overview
from subsidy.overview.exports.continuity import continuity_plans

__all__ = ["allocation_overview", "continuity_plans"]
