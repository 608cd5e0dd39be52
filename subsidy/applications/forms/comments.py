"""A remark about a part of a file."""

from wtforms import SelectField, TextAreaField

from subsidy.applications.domain.form import LIMITS
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, required

LONGEST = LIMITS["remark"]


class ReplyForm(BaseForm):
    body = TextAreaField(
        N_("Your answer"),
        [required(N_("Write your remark.")), longest(LONGEST, pasted=True)],
    )


class RemarkForm(BaseForm):
    part = SelectField(N_("About which part?"), validate_choice=False)
    body = TextAreaField(
        N_("Your remark"),
        [required(N_("Write your remark.")), longest(LONGEST, pasted=True)],
    )
