"""What a rehearsal hands over: every document of the call and the round, and a summary."""

from subsidy.rehearsal.exports.dossiers import dossiers_workbook
from subsidy.rehearsal.exports.files import check
from subsidy.rehearsal.exports.summary import summary_line
from subsidy.rehearsal.exports.template import write_template
from subsidy.rehearsal.exports.trial import trial_workbook
from subsidy.rehearsal.exports.writing import write

__all__ = [
    "check",
    "dossiers_workbook",
    "summary_line",
    "trial_workbook",
    "write",
    "write_template",
]
