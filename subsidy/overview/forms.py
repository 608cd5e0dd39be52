"""What can be typed on the pages that span all slices."""

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, MomentField, required


class ClockForm(BaseForm):
    moment = MomentField(
        N_("Day and time"), [required(N_("Fill in a day and a time, like 29/10/2021 12:00."))]
    )
