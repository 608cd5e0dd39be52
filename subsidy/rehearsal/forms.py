"""What an officer chooses to try a draft on: earlier calls in the address, or a workbook."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, Form

from subsidy.core.text import N_, Text
from subsidy.web.forms import BaseForm, Checkboxes, Fault


class EarlierForm(BaseForm):
    """Which closed calls; an answer that is not on offer chooses nothing."""

    oproep = Checkboxes(N_("Submitted applications of"), validate_choice=False)


def _chosen(_form: Form, field: Field) -> None:
    if not isinstance(field.data, FileStorage) or not field.data.filename:
        raise Fault(Text("Choose a workbook with applications."))


class WorkbookForm(BaseForm):
    """A workbook with applications, as a rehearsal has them."""

    bestand = FileField(N_("Workbook with applications"), [_chosen])

    def content(self) -> bytes:
        chosen: Any = self.bestand.data
        content: bytes = chosen.read()
        return content
