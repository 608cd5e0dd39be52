"""What a juror types to declare a conflict."""

from wtforms import TextAreaField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, required

LONGEST_REASON = 1_000


class ConflictForm(BaseForm):
    """The reason of a juror who cannot judge a file."""

    reason = TextAreaField(
        N_("Why can you not judge this file?"),
        [required(N_("Write why you cannot judge this file.")), longest(LONGEST_REASON)],
    )
