"""The filters of the list of municipalities; they live in the address, in Dutch."""

from wtforms import SelectField, StringField

from subsidy.core.text import N_
from subsidy.organisations.domain import REGIONS, SizeClass, Wanted
from subsidy.organisations.domain.registration import LONGEST_NAME
from subsidy.web.forms import BaseForm, options


class MunicipalityFilter(BaseForm):
    """An answer that is not on offer limits nothing."""

    tekst = StringField(N_("Name"))
    regio = SelectField(
        N_("Region"),
        choices=options(("", N_("All regions")), *((name, name) for name in REGIONS)),
        validate_choice=False,
    )
    grootte = SelectField(
        N_("Size"),
        choices=options(("", N_("All sizes")), *((size.value, size.label) for size in SizeClass)),
        validate_choice=False,
    )

    def to_input(self) -> Wanted:
        return Wanted(
            text=(self.tekst.data or "")[:LONGEST_NAME],
            region=self.regio.data if self.regio.data in REGIONS else None,
            size=next((size for size in SizeClass if size.value == self.grootte.data), None),
        )
