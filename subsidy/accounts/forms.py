"""What a person types to sign in."""

from wtforms import PasswordField, StringField

from subsidy.accounts.domain import LONGEST_EMAIL, LONGEST_PASSWORD
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, required


class SignInForm(BaseForm):
    email = StringField(
        N_("E-mail address"),
        [required(N_("Fill in your e-mail address.")), longest(LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", "type": "email", "spellcheck": "false"},
    )
    password = PasswordField(
        N_("Password"),
        [required(N_("Fill in your password.")), longest(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
