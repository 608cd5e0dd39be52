"""What an officer types of a planned call, of this agency or of another."""

from wtforms import StringField, TextAreaField

from subsidy.core.text import N_
from subsidy.planning.domain.agenda import NewEntry
from subsidy.planning.domain.codes import Aim, TargetGroup, members
from subsidy.web.forms import (
    BaseForm,
    Checkboxes,
    DayField,
    MoneyField,
    VersionField,
    longest,
    options,
    required,
)


class EntryForm(BaseForm):
    title = StringField(
        N_("Title of the planned call"), [required(N_("Fill in a title.")), longest(200)]
    )
    organiser = StringField(
        N_("Which agency or organisation?"),
        [required(N_("Fill in who organises the call.")), longest(160)],
    )
    aim_text = TextAreaField(
        N_("What is it for?"), [required(N_("Write what the call is for.")), longest(1000)]
    )
    aims = Checkboxes(
        N_("Aim"), choices=options(*((aim.value, aim.label) for aim in Aim)), validate_choice=False
    )
    target_groups = Checkboxes(
        N_("Target group"),
        choices=options(*((group.value, group.label) for group in TargetGroup)),
        validate_choice=False,
    )
    first_day = DayField(
        N_("First day to apply"), [required(N_("Fill in from when one can apply."))]
    )
    last_day = DayField(
        N_("Last day to apply"), [required(N_("Fill in until when one can apply."))]
    )
    amount = MoneyField(N_("Amount of the whole call"))
    link = StringField(N_("Address of a page about it"), [longest(500)])
    version = VersionField()

    def to_input(self) -> NewEntry:
        return NewEntry(
            title=(self.title.data or "").strip(),
            organiser=(self.organiser.data or "").strip(),
            aim_text=(self.aim_text.data or "").replace("\r\n", "\n").strip(),
            aims=members(Aim, self.aims.data or ()),
            target_groups=members(TargetGroup, self.target_groups.data or ()),
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            amount=self.amount.data,
            link=(self.link.data or "").strip(),
        )
