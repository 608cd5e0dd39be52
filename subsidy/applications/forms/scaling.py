"""How a realisation gets beyond the pilot, as fields."""

from collections.abc import Container, Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from subsidy.applications.domain.scaling import (
    LIMITS,
    LONGEST_NEED,
    MOST_STEPS,
    STEP_LABELS,
    Letter,
    Need,
    Scaling,
    Size,
    Step,
    letter_place,
    need_label,
    need_place,
    step_place,
)
from subsidy.applications.forms.parts import VersionedForm
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.web.forms import BaseForm, DayField, longest, options

SPARE, FEWEST = 1, 2


def step_rows(stored: int, typed: Container[str]) -> int:
    """Return how many steps to show: room for one more, and for each that was typed."""
    sent = [row for row in range(MOST_STEPS) if step_place("what", row) in typed]
    return min(max(stored + SPARE, FEWEST, len(sent)), MOST_STEPS)


def scaling_form(
    steps: int, adopters: Sequence[str], files: Sequence[tuple[str, str]]
) -> type[VersionedForm]:
    """Return the form. ``files``: the identifier and the name of what is enclosed."""
    fields: dict[str, Any] = {}
    for size in Size:
        wording: Any = need_label(size)  # rendered by the macro
        rules = [longest(LONGEST_NEED, pasted=True)]
        fields[need_place(size)] = TextAreaField(wording, rules)
    for row in range(steps):
        for name, field in _step().items():
            field.kwargs["description"] = Text("Step %(number)s", number=row + 1)
            fields[step_place(name, row)] = field
    for at, adopter in enumerate(adopters):
        label: Any = Text("Letter of %(name)s", name=adopter)
        choices = options(("", N_("No letter yet")), *files)
        fields[letter_place(at)] = SelectField(label, choices=choices, validate_choice=False)
    return type("ScalingForm", (VersionedForm,), fields)


def _step() -> dict[str, Any]:
    return {
        "what": StringField(STEP_LABELS["what"], [longest(LIMITS["what"], pasted=True)]),
        "who": StringField(STEP_LABELS["who"], [longest(LIMITS["who"], pasted=True)]),
        "by": DayField(STEP_LABELS["by"]),
    }


def scaling_typed(
    form: BaseForm, realisation_id: str, steps: int, adopters: Sequence[str]
) -> Scaling:
    """Return what was typed, empty steps too: what is wrong is said at the place of its row."""
    needs = ((size, clean(form[need_place(size)].data or "")) for size in Size)
    letters = ((name, form[letter_place(at)].data or "") for at, name in enumerate(adopters))
    return Scaling(
        realisation_id=realisation_id,
        needs=tuple(Need(size, text) for size, text in needs if text),
        steps=tuple(
            Step(
                what=clean(form[step_place("what", row)].data or ""),
                who=clean(form[step_place("who", row)].data or ""),
                by=form[step_place("by", row)].data,
            )
            for row in range(steps)
        ),
        letters=tuple(Letter(name, file) for name, file in letters if file),
    )


def scaling_values(scaling: Scaling, adopters: Sequence[str]) -> dict[str, Any]:
    """Return what is stored, by the name of the field."""
    found: dict[str, Any] = {need_place(one.size): one.text for one in scaling.needs}
    for row, step in enumerate(scaling.steps):
        found |= {step_place(name, row): getattr(step, name) for name in STEP_LABELS}
    return found | {letter_place(at): scaling.letter_of(x) for at, x in enumerate(adopters)}
