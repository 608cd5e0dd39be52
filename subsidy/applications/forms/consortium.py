"""What is typed when the consortium changes."""

from collections.abc import Collection

from werkzeug.datastructures import FileStorage
from wtforms import (
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from subsidy.accounts.domain import LONGEST_EMAIL, LONGEST_NAME
from subsidy.applications.domain.attachments import LARGEST
from subsidy.applications.domain.finder import Reason
from subsidy.applications.domain.invitations import Addressee
from subsidy.applications.forms.attachments import ACCEPTED
from subsidy.core.text import N_
from subsidy.policy import MandateKind
from subsidy.web.forms import BaseForm, longest, options, required

LONGEST_REASON = 2000


class SeenForm(BaseForm):
    """Confirms what was shown; ``seen`` is the mark of it."""

    seen = HiddenField()

    @property
    def mark(self) -> str:
        """Return the mark that came back: WTForms fills in its own when a browser sends none."""
        sent = self.seen.raw_data
        return str(sent[0]) if sent else ""


class LeaveForm(SeenForm):
    reason = TextAreaField(N_("Why?"), [longest(LONGEST_REASON)])


class ChangeForm(LeaveForm):
    """What an officer records, with the request of the organisation."""

    files = MultipleFileField(N_("The request of the organisation"), render_kw={"accept": ACCEPTED})

    def chosen(self) -> list[tuple[str, bytes]]:
        """Return the name and the content of each file, read no further than one byte too far."""
        sent = [each for each in self.files.data or () if isinstance(each, FileStorage)]
        return [(each.filename or "", each.read(LARGEST + 1)) for each in sent if each.filename]


class AddresseeForm(BaseForm):
    """Somebody who is invited by name."""

    name = StringField(N_("Name"), [required(N_("Fill in a name.")), longest(LONGEST_NAME)])
    email = StringField(
        N_("E-mail address"),
        [required(N_("Fill in an e-mail address, like naam@gemeente.be.")), longest(LONGEST_EMAIL)],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )

    def to_input(self) -> Addressee:
        return Addressee(self.name.data or "", self.email.data or "")


class RoleForm(AddresseeForm):
    """Somebody who gets a role in one file."""

    kind = RadioField(
        N_("Role"),
        choices=options(
            (MandateKind.READER.value, N_("reader: reads everything and changes nothing")),
            (MandateKind.EDITOR.value, N_("editor: writes in the application")),
            (MandateKind.CONSULTANT.value, N_("consultant: writes for you, and never signs")),
            (MandateKind.SIGNATORY.value, N_("signatory: writes and signs for your organisation")),
        ),
        validators=[required(N_("Choose a role."))],
    )

    @property
    def chosen_kind(self) -> MandateKind:
        return MandateKind(self.kind.data)


class PersonForm(BaseForm):
    """A person and a role, behind a button."""

    person = HiddenField()
    kind = HiddenField()

    @property
    def chosen_kind(self) -> MandateKind | None:
        return next((each for each in MandateKind if each.value == self.kind.data), None)


class HeirForm(BaseForm):
    heir = SelectField(N_("Who takes over?"), validate_choice=False)


class FinderFilter(BaseForm):
    """Which municipalities the list shows; an answer that is not on offer shows all."""

    groep = SelectField(
        N_("Show"),
        choices=options(
            ("", N_("all municipalities")),
            (Reason.NEIGHBOUR.value, N_("neighbours")),
            (Reason.SMALL.value, N_("small municipalities in the region")),
            (Reason.ALIKE.value, N_("municipalities of the same type")),
            (Reason.SEEKS.value, N_("municipalities that look for partners")),
        ),
        validate_choice=False,
    )

    def shows(self, reasons: Collection[Reason]) -> bool:
        wanted = next((each for each in Reason if each.value == self.groep.data), None)
        return wanted is None or wanted in reasons
