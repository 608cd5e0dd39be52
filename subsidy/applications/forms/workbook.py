"""The workbook with a budget that somebody sends back."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, Form

from subsidy.core.text import N_, Text
from subsidy.web.forms import BaseForm, Fault


def _chosen(_form: Form, field: Field) -> None:
    if not isinstance(field.data, FileStorage) or not field.data.filename:
        raise Fault(Text("Choose the workbook with the budget."))


class BudgetBookForm(BaseForm):
    """A workbook as the page of the budget gives it, with the amounts filled in."""

    bestand = FileField(N_("Workbook with the budget"), [_chosen])

    def content(self) -> bytes:
        chosen: Any = self.bestand.data
        content: bytes = chosen.read()
        return content
