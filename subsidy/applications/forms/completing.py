"""What an officer types to ask for a completion, and what an applicant types to give it."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, SelectField, StringField, TextAreaField

from subsidy.applications.domain.attachments import LARGEST
from subsidy.applications.domain.completion import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    MOST_POINTS,
    Completion,
    Point,
    Wanted,
)
from subsidy.applications.forms.accounts import PERSONAL
from subsidy.applications.forms.attachments import ACCEPTED
from subsidy.applications.forms.parts import VersionedForm
from subsidy.core.text import N_, Text
from subsidy.web.forms import (
    BaseForm,
    Checkboxes,
    MomentField,
    longest,
    looked_up,
    options,
)

MOST_SIGNS = 60  # of an account number as people type it


class AskForm(BaseForm):
    """A row per point; a row that stays empty asks nothing."""

    def points(self) -> list[Wanted]:
        return [
            Wanted(
                about=str(self[f"about-{number}"].data or ""),
                question=str(self[f"question-{number}"].data or ""),
            )
            for number in self.rows
        ]

    @property
    def rows(self) -> range:
        return range(1, MOST_POINTS + 1)


def ask_form(about: Mapping[str, Text]) -> type[AskForm]:
    """Return the form. ``about``: what a point can be about, with its words."""
    fields: dict[str, Any] = {}
    choices = options(("", N_("Choose")), *about.items())
    for number in range(1, MOST_POINTS + 1):
        row: Any = Text("Point %(number)s", number=number)  # rendered by the summary of errors
        fields[f"about-{number}"] = SelectField(
            N_("What is it about?"),
            [looked_up],
            choices=choices,
            validate_choice=False,
            description=row,
        )
        fields[f"question-{number}"] = StringField(
            N_("What do you ask, in one sentence?"),
            [longest(LONGEST_QUESTION, pasted=True)],
            description=row,
        )
    fields["due_at"] = MomentField(N_("Until when can the applicant complete?"))
    return type("AskCompletionForm", (AskForm,), fields)


class CompleteForm(VersionedForm):
    """A text and files per point. ``drop``: enclosed files to take out again."""

    def answers(self, completion: Completion) -> dict[str, str]:
        return {one.id: str(self[f"answer-{one.id}"].data or "") for one in completion.points}

    def chosen(self, completion: Completion) -> dict[str, list[tuple[str, bytes]]]:
        """Return name and content of each file per point, read one byte too far at most."""
        found = {}
        for one in completion.points:
            sent = [x for x in self[f"files-{one.id}"].data or () if isinstance(x, FileStorage)]
            named = [x for x in sent if x.filename]
            found[one.id] = [(x.filename or "", x.read(LARGEST + 1)) for x in named]
        return found

    def dropped(self) -> frozenset[str]:
        return frozenset(self["drop"].data or ()) if "drop" in self else frozenset()


def complete_form(completion: Completion) -> type[CompleteForm]:
    """Return the form with the asked points and nothing else."""
    fields: dict[str, Any] = {}
    for one in completion.points:
        about: Any = one.label
        fields[f"answer-{one.id}"] = _answer_field(one, about)
        fields[f"files-{one.id}"] = MultipleFileField(
            N_("Enclose files"), render_kw={"accept": ACCEPTED}, description=about
        )
    if completion.files:
        there = [(one.id, Text("“%(name)s”", name=one.name)) for one in completion.files]
        fields["drop"] = Checkboxes(
            N_("Which files do you take out again?"), choices=options(*there)
        )
    return type("CompleteApplicationForm", (CompleteForm,), fields)


def _answer_field(point: Point, about: Any) -> Any:  # noqa: ANN401 - fields are not typed
    """Return a text, or of an account its number; no browser keeps that one."""
    if point.account_of:
        return StringField(
            N_("Account number (IBAN)"),
            [longest(MOST_SIGNS)],
            description=about,
            render_kw=PERSONAL,
        )
    return TextAreaField(
        N_("Your answer"), [longest(LONGEST_ANSWER, pasted=True)], description=about
    )


def completion_values(completion: Completion) -> dict[str, object]:
    """Return what is saved, by field."""
    texts: Sequence[tuple[str, object]] = [
        (f"answer-{one.id}", one.said) for one in completion.points
    ]
    return {"version": completion.version, **dict(texts)}


class SendForm(VersionedForm):
    """``version``: of what was read before sending."""
