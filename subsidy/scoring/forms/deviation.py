"""What is typed to deviate from a selection."""

from collections.abc import Iterable

from wtforms import SelectField, TextAreaField

from subsidy.core.text import N_, Text
from subsidy.scoring.domain.outcome import Row
from subsidy.web.forms import CHOOSE, BaseForm, MoneyField, longest, options, required

LONGEST_DEVIATION = 2000


class DeviationForm(BaseForm):
    """Another outcome for one file, and why."""

    application = SelectField(
        N_("Application"),
        [required(N_("Choose the application for which you deviate."))],
        choices=options(("", CHOOSE)),
        validate_choice=False,
    )
    amount = MoneyField(
        N_("Amount that you award instead"),
        [required(N_("Fill in an amount, or 0 for no subsidy."))],
    )
    reason = TextAreaField(
        N_("Why do you deviate from the selection?"),
        [required(N_("Write why you deviate from the selection.")), longest(LONGEST_DEVIATION)],
    )

    def offer(self, rows: Iterable[Row]) -> None:
        """Show these files after an empty first choice."""
        known: list[tuple[str, Text | str]] = [
            (row.application, f"{row.rank}. {row.title} ({row.number})") for row in rows
        ]
        self.application.choices = options(("", CHOOSE), *known)


class ConfirmDeviationForm(BaseForm):
    """A page of its own before a deviation counts; nothing to fill in."""


class DropDeviationForm(BaseForm):
    """Why a deviation is dropped."""

    reason = TextAreaField(
        N_("Why do you drop the deviation?"),
        [required(N_("Write why you drop the deviation.")), longest(LONGEST_DEVIATION)],
    )
