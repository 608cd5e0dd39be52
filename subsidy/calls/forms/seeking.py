"""What can be typed by whoever looks for partners."""

from wtforms import StringField, TextAreaField

from subsidy.calls.domain.seeking import LONGEST_CONTACT, LONGEST_WISH, Wish
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, longest, required


class WishForm(BaseForm):
    """With whom, on what, and how to reach us."""

    text = TextAreaField(
        N_("What do you look for?"),
        [required(N_("Write with whom you want to work, and on what.")), longest(LONGEST_WISH)],
    )
    contact = StringField(
        N_("How can others reach you?"),
        [required(N_("Write how others can reach you.")), longest(LONGEST_CONTACT)],
    )

    def to_input(self) -> Wish:
        return Wish(text=self.text.data or "", contact=self.contact.data or "")
