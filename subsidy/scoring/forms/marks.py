"""What a juror types beside a file: marks with their motivation, and handing in."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.widgets import HiddenInput

from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.marks import (
    HIGHEST,
    LOWEST,
    Confidence,
    Criterion,
    Mark,
    Marks,
    mark_place,
    motivation_place,
    note_place,
)
from subsidy.web.forms import BaseForm, NumberField, longest, options

LONGEST_MOTIVATION = 4_000


SCALE = tuple(str(mark) for mark in range(LOWEST, HIGHEST + 1))


OFF_SCALE = Text("Give a whole mark from 0 to 10.")


class MarkField(RadioField):
    """A mark of the scale, or nothing yet. What is not sent is not there."""

    def __init__(self, label: str = "", **more: Any) -> None:  # noqa: ANN401 - WTForms' own arguments
        scale = options(*((mark, mark) for mark in SCALE))
        super().__init__(label, choices=scale, coerce=int, validate_choice=False, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:  # no judgement: missing, never zero
            return
        if typed not in SCALE:
            raise ValueError(OFF_SCALE)
        self.data = int(typed)


class MarksForm(BaseForm):
    """The marks of one review; :func:`marks_form` adds two fields per criterion."""

    criteria: Sequence[Criterion] = ()
    conflict = False  # somebody saved meanwhile: which text stays is for a person to decide
    version = NumberField(widget=HiddenInput())
    confidence = SelectField(
        N_("How sure are you of your marks?"),
        choices=options(("", N_("I do not say")), *((one.value, one.label) for one in Confidence)),
    )

    def to_input(self, *, unasked: bool = False) -> Marks:
        return Marks(
            tuple(
                Mark(
                    criterion.key,
                    self[mark_place(criterion.key)].data,
                    plain(self[motivation_place(criterion.key)].data),
                    plain(self[note_place(criterion.key)].data),
                )
                for criterion in self.criteria
            ),
            self.version.data or 0,
            Confidence(self.confidence.data) if self.confidence.data else None,
            unasked,
        )


def plain(typed: str | None) -> str:
    """Return a text as it is kept."""
    return clean(typed or "")


def marks_form(criteria: Sequence[Criterion]) -> type[MarksForm]:
    """Return the form for these criteria; its fields have the names that refusals point at."""
    fields: dict[str, object] = {"criteria": tuple(criteria)}
    for criterion in criteria:
        fields[mark_place(criterion.key)] = MarkField(criterion.label)
        fields[motivation_place(criterion.key)] = TextAreaField(
            N_("Motivation"), [longest(LONGEST_MOTIVATION, pasted=True)]
        )
        fields[note_place(criterion.key)] = TextAreaField(
            N_("For the jury alone"), [longest(LONGEST_MOTIVATION, pasted=True)]
        )
    return type("MarksForm", (MarksForm,), fields)


def stored(form: type[MarksForm], marks: Iterable[Mark]) -> dict[str, object]:
    """Return what a form is filled with from the marks that are kept."""
    values: dict[str, object] = {}
    for mark in marks:
        values[mark_place(mark.criterion)] = mark.value
        values[motivation_place(mark.criterion)] = mark.motivation
        values[note_place(mark.criterion)] = mark.note
    return {name: value for name, value in values.items() if hasattr(form, name)}


class SubmitForm(BaseForm):
    """The confirmation: only the version that was on the screen."""

    version = NumberField(widget=HiddenInput())
