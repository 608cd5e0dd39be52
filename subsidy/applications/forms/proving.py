"""The number and the code of a receipt, as somebody types them from paper."""

from wtforms import StringField

from subsidy.core.text import N_
from subsidy.web.forms import BaseForm

AS_TYPED = {"autocomplete": "off", "spellcheck": "false"}


class ProofForm(BaseForm):
    """Blanks and capitals mean nothing: a code of 64 characters is copied in pieces."""

    nummer = StringField(N_("Number of the application"), render_kw=AS_TYPED)
    code = StringField(N_("Code of the receipt"), render_kw=AS_TYPED)

    @property
    def fingerprint(self) -> str:
        return "".join((self.code.data or "").lower().split()).removeprefix("sha-256:")
