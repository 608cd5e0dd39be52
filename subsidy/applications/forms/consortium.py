"""What is typed when the consortium changes."""

from wtforms import HiddenField, StringField, TextAreaField

from subsidy.accounts.domain import LONGEST_EMAIL, LONGEST_NAME
from subsidy.applications.domain.invitations import Addressee
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, required

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


class AddresseeForm(BaseForm):
    """Somebody who is invited by name."""

    name = StringField(N_("Name"), [required(N_("Fill in a name.")), longest(LONGEST_NAME)])
    email = StringField(
        N_("E-mail address"),
        [required(N_("Fill in an e-mail address, like naam@gemeente.be.")), longest(LONGEST_EMAIL)],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )

    def to_input(self) -> Addressee:
        return Addressee(self.name.data or "", self.email.data or "")
