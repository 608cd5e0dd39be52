"""What an officer types of a subsidy that a municipality already receives."""

from wtforms import SelectField, StringField

from subsidy.core.text import N_
from subsidy.planning.domain.codes import Aim, members
from subsidy.planning.domain.grants import LONGEST_FUNDER, LONGEST_TITLE, NewGrant
from subsidy.web.forms import (
    BaseForm,
    Checkboxes,
    DayField,
    MoneyField,
    longest,
    options,
    required,
)


class GrantFilter(BaseForm):
    """The filter of the register, in the address."""

    tekst = StringField(N_("Municipality"))


class GrantForm(BaseForm):
    municipality = SelectField(N_("Municipality"), [required(N_("Choose a municipality."))])
    title = StringField(
        N_("What is the subsidy called?"),
        [required(N_("Fill in a title.")), longest(LONGEST_TITLE)],
    )
    funder = StringField(
        N_("Who pays it?"), [required(N_("Fill in who pays the subsidy.")), longest(LONGEST_FUNDER)]
    )
    aims = Checkboxes(
        N_("Which actions does it pay for?"),
        choices=options(*((aim.value, aim.label) for aim in Aim)),
        validate_choice=False,
    )
    first_day = DayField(N_("First day"), [required(N_("Fill in the first day."))])
    last_day = DayField(N_("Last day"), [required(N_("Fill in the last day."))])
    amount = MoneyField(N_("Amount"))

    def to_input(self) -> NewGrant:
        return NewGrant(
            title=(self.title.data or "").strip(),
            funder=(self.funder.data or "").strip(),
            aims=members(Aim, self.aims.data or ()),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            amount=self.amount.data,
        )
