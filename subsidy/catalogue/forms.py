"""The search of the catalogue; it lives in the address, in Dutch."""

from wtforms import StringField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm

LONGEST_SEARCH = 100


class CatalogueSearch(BaseForm):
    tekst = StringField(N_("Search in the realisations"))

    def to_input(self) -> str:
        return (self.tekst.data or "").strip()[:LONGEST_SEARCH]
