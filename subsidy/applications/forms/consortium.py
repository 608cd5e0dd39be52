"""What is typed when the consortium changes."""

from wtforms import HiddenField, TextAreaField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest

LONGEST_REASON = 2000


class SeenForm(BaseForm):
    """Confirms what was shown; ``seen`` is the mark of it."""

    seen = HiddenField()

    @property
    def mark(self) -> str:
        """Return the mark that came back: WTForms fills in its own when a browser sends none."""
        sent = self.seen.raw_data
        return str(sent[0]) if sent else ""


class LeaveForm(SeenForm):
    reason = TextAreaField(N_("Why?"), [longest(LONGEST_REASON)])
