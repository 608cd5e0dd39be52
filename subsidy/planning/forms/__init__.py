"""What an officer can type of what comes before a call."""

from subsidy.planning.forms.agenda import EntryForm
from subsidy.planning.forms.statements import ConfirmForm, ReasonForm, StatementForm

__all__ = ["ConfirmForm", "EntryForm", "ReasonForm", "StatementForm"]
