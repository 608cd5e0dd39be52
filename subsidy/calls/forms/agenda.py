"""The filters of the shared agenda; they live in the address, in Dutch."""

from wtforms import BooleanField, SelectField

from subsidy.core.text import N_
from subsidy.planning.domain.codes import Aim, TargetGroup
from subsidy.web.forms import BaseForm, options


class AgendaFilter(BaseForm):
    """An answer that is not on offer limits nothing."""

    doel = SelectField(
        N_("Aim"),
        choices=options(("", N_("All aims")), *((aim.value, aim.label) for aim in Aim)),
        validate_choice=False,
    )
    doelgroep = SelectField(
        N_("Target group"),
        choices=options(
            ("", N_("All target groups")),
            *((group.value, group.label) for group in TargetGroup),
        ),
        validate_choice=False,
    )
    voorbij = BooleanField(N_("Also what is over"))
