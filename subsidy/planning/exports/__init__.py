"""What leaves the slice of plans."""

from subsidy.planning.exports.agenda import agenda_calendar, agenda_workbook
from subsidy.planning.exports.grants import grants_workbook
from subsidy.planning.exports.surveys import QUARTILES, survey_workbook

__all__ = ["QUARTILES", "agenda_calendar", "agenda_workbook", "grants_workbook", "survey_workbook"]
