"""What an organisation types of itself."""

from typing import Any

from wtforms import SelectField, StringField

from subsidy.core.text import N_
from subsidy.organisations.domain.profile import (
    CODES,
    LABELS,
    LIMITS,
    TEXTS,
    AccountState,
    Profile,
    chosen_codes,
)
from subsidy.web.forms import BaseForm, Checkboxes, VersionField, longest, options

PERSONAL: dict[str, Any] = {"data-personal": True}  # no browser keeps it
KINDS: dict[str, dict[str, str]] = {
    "first_name": {"autocomplete": "given-name"},
    "family_name": {"autocomplete": "family-name"},
    "telephone": {"type": "tel", "autocomplete": "tel"},
    "email": {"type": "email", "autocomplete": "email"},
}


def _text(name: str) -> StringField:
    """Make a text field; all of them say something about a person or an account."""
    limits = [longest(LIMITS[name])] if name in LIMITS else []
    return StringField(
        LABELS[name], limits, render_kw={"data-personal": True, **KINDS.get(name, {})}
    )


def _codes(name: str) -> Checkboxes:
    members = ((member.value, member.label) for member in CODES[name])
    return Checkboxes(LABELS[name], choices=options(*members), validate_choice=False)


class ProfileFilter(BaseForm):
    """The filter of the list, in the address."""

    rekening = SelectField(
        N_("Account"),
        choices=options(("", N_("All")), *((one.value, one.label) for one in AccountState)),
    )

    def to_input(self) -> AccountState | None:
        return AccountState(self.rekening.data) if self.rekening.data else None


class ProfileForm(BaseForm):
    """Nothing is obligatory: what stays empty is asked where it is needed."""

    version = VersionField()
    first_name = _text("first_name")
    family_name = _text("family_name")
    function = _text("function")
    telephone = _text("telephone")
    email = _text("email")
    iban = _text("iban")
    account_holder = _text("account_holder")
    bodies = _codes("bodies")
    mayor = _text("mayor")
    general_director = _text("general_director")
    financial_director = _text("financial_director")
    actions = _codes("actions")
    partners = _codes("partners")

    def to_input(self) -> Profile:
        texts: dict[str, Any] = {name: (self[name].data or "").strip() for name in TEXTS}
        return Profile(**texts, **chosen_codes({name: self[name].data or () for name in CODES}))


class ConfirmForm(BaseForm):
    """``version``: the profile that was read."""

    version = VersionField()


def values(profile: Profile) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    codes = {name: [member.value for member in getattr(profile, name)] for name in CODES}
    return {name: getattr(profile, name) for name in TEXTS} | codes
