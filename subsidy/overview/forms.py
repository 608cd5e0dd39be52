"""What can be typed on the pages that span all slices."""

from wtforms import StringField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, MomentField, required


class ClockForm(BaseForm):
    moment = MomentField(
        N_("Day and time"), [required(N_("Fill in a day and a time, like 29/10/2021 12:00."))]
    )


LONGEST_SEARCH = 100


class Search(BaseForm):
    """The search of the header; it lives in the address, in Dutch."""

    tekst = StringField(N_("Name, title or number"))

    def to_input(self) -> str:
        return (self.tekst.data or "").strip()[:LONGEST_SEARCH]


class Town(BaseForm):
    """The municipality of whoever wants to know what it can get; in the address."""

    gemeente = StringField(N_("Name of the municipality"))

    def to_input(self) -> str:
        return (self.gemeente.data or "").strip()[:LONGEST_SEARCH]
