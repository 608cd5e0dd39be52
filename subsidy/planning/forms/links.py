"""What an officer types of two organisations that are one undertaking."""

from wtforms import SelectField, TextAreaField

from subsidy.core.text import N_
from subsidy.planning.domain.links import LONGEST_REASON
from subsidy.web.forms import BaseForm, longest, required


class LinkForm(BaseForm):
    one = SelectField(N_("First organisation"), [required(N_("Choose an organisation."))])
    other = SelectField(N_("Second organisation"), [required(N_("Choose an organisation."))])
    reason = TextAreaField(
        N_("How do you know that they are one undertaking?"),
        [required(N_("Write how you know it.")), longest(LONGEST_REASON)],
    )
