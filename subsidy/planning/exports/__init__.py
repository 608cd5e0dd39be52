"""What leaves the slice of plans."""

from subsidy.planning.exports.agenda import agenda_calendar, agenda_workbook

__all__ = ["agenda_calendar", "agenda_workbook"]
