"""Which files somebody chooses, and which question of the call they answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, SelectField

from subsidy.applications.domain.attachments import ENDINGS, LARGEST, PLACE
from subsidy.calls.domain.questions import Question
from subsidy.core.errors import refuse
from subsidy.core.text import N_, Text
from subsidy.web.forms import BaseForm, DayField, looked_up, options

ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS)


class AttachForm(BaseForm):
    """Several files at once; of a decision also whose it is and its day."""

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Ask both or neither of what makes it a decision."""
        valid = super().validate(extra_validators)
        partner, dated = self["partner"], self["dated"]
        if dated.errors or bool(partner.data) == (dated.data is not None):
            return valid
        missing = Text("Fill in the day of the decision.") if partner.data else _WHOSE
        self.show(refuse(missing, "dated" if partner.data else "partner"))
        return False

    def chosen(self) -> list[tuple[str, bytes]]:
        """Return the name and the content of each file, read no further than one byte too far."""
        sent = [each for each in self[PLACE].data or () if isinstance(each, FileStorage)]
        return [(each.filename or "", each.read(LARGEST + 1)) for each in sent if each.filename]

    def answered(self) -> str:
        """Return the key of the question that the files answer."""
        return str(self["question"].data or "") if "question" in self else ""

    def decided(self) -> tuple[str, date] | None:
        """Return whose decision it is and of which day; None for what is none."""
        partner, dated = str(self["partner"].data or ""), self["dated"].data
        return (partner, dated) if partner and dated else None


_WHOSE = Text("Choose whose decision it is, or leave the day empty.")


def attach_form(asked: Sequence[Question], partners: Sequence[tuple[str, str]]) -> type[AttachForm]:
    """Return the form. ``partners``: key and name of those who can have decided something."""
    fields: dict[str, Any] = _question(asked) if asked else {}
    choices = options(("", N_("It is no decision")), *partners)
    fields |= {
        PLACE: MultipleFileField(N_("Files"), render_kw={"accept": ACCEPTED}),
        "partner": SelectField(
            N_("Whose college or council took this decision?"),
            [looked_up],
            choices=choices,
            validate_choice=False,
        ),
        "dated": DayField(N_("On which day?")),
    }
    return type("AttachToForm", (AttachForm,), fields)


def _question(asked: Sequence[Question]) -> dict[str, Any]:
    pairs = [(question.key, question.wording) for question in asked]
    choices = options(*pairs, ("", N_("No question: another attachment")))
    return {
        "question": SelectField(
            N_("Which question do they answer?"),
            [looked_up],
            choices=choices,
            validate_choice=False,
        )
    }
