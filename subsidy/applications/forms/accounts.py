"""To which account one's own organisation is paid, and who signed for another one."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField, StringField

from subsidy.applications.domain.accounts import (
    LONGEST_NAME,
    FileAccount,
    Letter,
    NewAccount,
    Source,
)
from subsidy.applications.domain.attachments import LARGEST
from subsidy.applications.forms.attachments import ACCEPTED
from subsidy.applications.forms.parts import VersionedForm
from subsidy.core.text import N_
from subsidy.organisations.domain.accounts import LONGEST_HOLDER, iban_of
from subsidy.web.forms import DayField, longest, options, required

PERSONAL = {"data-personal": True}  # no browser keeps it


class AccountForm(VersionedForm):
    """Of the account on file nothing is typed; what is typed then does not count."""

    source = RadioField(
        N_("Which account?"),
        [required(N_("Choose an account."))],
        choices=options(*((one.value, one.label) for one in Source)),
        validate_choice=False,
    )
    iban = StringField(N_("Account number (IBAN)"), render_kw=PERSONAL)
    holder = StringField(
        N_("In whose name is the account?"), [longest(LONGEST_HOLDER)], render_kw=PERSONAL
    )
    mayor = StringField(
        N_("Which mayor signed the letter?"), [longest(LONGEST_NAME)], render_kw=PERSONAL
    )
    financial_director = StringField(
        N_("Which financial director signed it too?"), [longest(LONGEST_NAME)], render_kw=PERSONAL
    )
    dated = DayField(N_("Date of the letter"))
    letter = FileField(N_("The letter"), render_kw={"accept": ACCEPTED})

    def to_input(self) -> NewAccount:
        on_file = self.source.data == Source.ON_FILE.value
        return NewAccount(
            source=Source.ON_FILE if on_file else Source.OTHER,
            iban=iban_of(self.iban.data or ""),
            holder=(self.holder.data or "").strip(),
            mayor=(self.mayor.data or "").strip(),
            financial_director=(self.financial_director.data or "").strip(),
            dated=self.dated.data,
        )

    def sent(self) -> tuple[str, bytes] | None:
        """Return the name and the content of the letter, read no further than a byte too far."""
        file = self.letter.data
        if not isinstance(file, FileStorage) or not file.filename:
            return None
        return file.filename, file.read(LARGEST + 1)


def account_values(account: FileAccount | None, *, on_file: bool) -> dict[str, Any]:
    """Return what is stored, by the name of the field; before that, the account on file."""
    if account is None:
        return {"source": Source.ON_FILE.value if on_file else Source.OTHER.value}
    if account.source is Source.ON_FILE:
        return {"source": account.source.value}
    letter = account.letter or Letter()
    return {
        "source": account.source.value,
        "iban": account.iban,
        "holder": account.holder,
        "mayor": letter.mayor,
        "financial_director": letter.financial_director,
        "dated": letter.dated,
    }
