"""Which files somebody chooses, and which question of the call they answer."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, SelectField

from subsidy.applications.domain.attachments import ENDINGS, LARGEST, PLACE
from subsidy.calls.domain.questions import Question
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, options

ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS)


class AttachForm(BaseForm):
    """Several files at once, without a question: the call asks for none."""

    files = MultipleFileField(N_("Files"), render_kw={"accept": ACCEPTED})

    def chosen(self) -> list[tuple[str, bytes]]:
        """Return the name and the content of each file, read no further than one byte too far."""
        sent = [each for each in self.files.data or () if isinstance(each, FileStorage)]
        return [(each.filename or "", each.read(LARGEST + 1)) for each in sent if each.filename]

    def answered(self) -> str:
        """Return the key of the question that the files answer."""
        return str(self["question"].data or "") if "question" in self else ""


def attach_form(asked: Sequence[Question]) -> type[AttachForm]:
    """Return the form, with a choice when the call asks for files."""
    if not asked:
        return AttachForm
    pairs = [(question.key, question.wording) for question in asked]
    choices = options(*pairs, ("", N_("No question: another attachment")))
    fields: dict[str, Any] = {
        "question": SelectField(
            N_("Which question do they answer?"), choices=choices, validate_choice=False
        ),
        PLACE: MultipleFileField(N_("Files"), render_kw={"accept": ACCEPTED}),
    }
    return type("AttachToForm", (AttachForm,), fields)
