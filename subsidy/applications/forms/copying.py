"""From which earlier file answers come, and whether they may replace what stands here."""

from wtforms import BooleanField, HiddenField, SelectField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm


class SourceForm(BaseForm):
    van = SelectField(N_("From which application?"), validate_choice=False)


class CopyForm(BaseForm):
    van = HiddenField()
    seen = HiddenField()
    over = BooleanField(N_("Also replace what already stands here"))
