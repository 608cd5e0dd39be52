"""The filters of the ledger; they live in the address, in Dutch."""

from wtforms import SelectField

from subsidy.budget.domain import Reason, Stage
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, options

SHOWN_STAGES = tuple(stage for stage in Stage if stage is not Stage.FUNDER)


class LedgerFilter(BaseForm):
    """An answer that is not on offer limits nothing."""

    reden = SelectField(
        N_("Reason"),
        choices=options(("", N_("All reasons")), *((each.value, each.label) for each in Reason)),
        validate_choice=False,
    )
    stadium = SelectField(
        N_("Stage"),
        choices=options(
            ("", N_("All stages")), *((each.value, each.label) for each in SHOWN_STAGES)
        ),
        validate_choice=False,
    )

    @property
    def reason(self) -> Reason | None:
        return next((each for each in Reason if each.value == self.reden.data), None)

    @property
    def stage(self) -> Stage | None:
        return next((each for each in SHOWN_STAGES if each.value == self.stadium.data), None)
