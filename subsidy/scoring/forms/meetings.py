"""What a chair types in a meeting: when and where, who is there, the file, what is agreed."""

from collections.abc import Iterable, Sequence

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from subsidy.core.text import N_
from subsidy.scoring.domain.deliberation import Advice, Consensus, Settled
from subsidy.scoring.domain.marks import Criterion, mark_place, motivation_place
from subsidy.scoring.forms.conflicts import KINDS, LONGEST_REASON, WHICH, ConflictForm
from subsidy.scoring.forms.marks import LONGEST_MOTIVATION, MarkField, plain
from subsidy.web.forms import BaseForm, Checkboxes, DayField, longest, options, required

LONGEST_PLACE = 120
LONGEST_SENTENCE = 300


class OpenForm(BaseForm):
    """When and where the jury meets."""

    day = DayField(N_("Day of the meeting"), [required(N_("Fill in the day of the meeting."))])
    place = StringField(
        N_("Place"), [required(N_("Fill in where the jury meets.")), longest(LONGEST_PLACE)]
    )


class PresenceForm(BaseForm):
    """Who is there; the view sets the jurors to choose from. ``seen``: what was on the screen."""

    there = Checkboxes(N_("Who is present now?"), validate_choice=False)
    seen = HiddenField(id="presence-seen")

    def offer(self, jurors: Iterable[tuple[str, str]]) -> None:
        self.there.choices = options(*jurors)


class TableForm(BaseForm):
    """Which file is on the table; the files to choose from are set by the view."""

    file = SelectField(N_("Which file is on the table?"), validate_choice=False)

    def offer(self, files: Iterable[tuple[str, str]]) -> None:
        self.file.choices = options(("", N_("None")), *files)


class TableConflictForm(ConflictForm):
    """A conflict of interest with what is on the table. ``which``: what was on the screen."""

    which = HiddenField(id="conflict-which")


class LateConflictForm(ConflictForm):
    """A conflict of interest with a file that was on the table; the view sets the files."""

    which = SelectField(
        N_("Which file is it about?"),
        [required(N_("Choose the file."))],
        id="late-which",
        validate_choice=False,
    )
    kind = SelectField(
        N_("What kind of conflict is it?"), [required(WHICH)], choices=KINDS, id="late-kind"
    )
    reason = TextAreaField(
        N_("Why can you not judge this file?"),
        [required(N_("Write why you cannot judge this file.")), longest(LONGEST_REASON)],
        id="late-reason",
    )

    def offer(self, files: Iterable[tuple[str, str]]) -> None:
        self.which.choices = options(("", N_("Choose a file")), *files)

    def takes(self, which: str) -> bool:
        """Tell whether an answer about ``which`` came from this form."""
        return which in {value for value, *_ in self.which.iter_choices()}


class SettleForm(BaseForm):
    """What the jury agrees; :func:`settle_form` adds two fields per criterion.

    ``seen``: the number of what stood on the screen.
    """

    criteria: Sequence[Criterion] = ()
    which = HiddenField()
    seen = HiddenField()
    advice = SelectField(
        N_("What does the jury advise?"),
        choices=options(
            ("", N_("Nothing decided yet")), *((one.value, one.label) for one in Advice)
        ),
    )
    sentence = TextAreaField(
        N_("Advice in one sentence, with the conditions"), [longest(LONGEST_SENTENCE)]
    )

    def to_input(self) -> Settled:
        return Settled(
            tuple(
                Consensus(
                    each.key,
                    self[mark_place(each.key)].data,
                    plain(self[motivation_place(each.key)].data),
                )
                for each in self.criteria
            ),
            Advice(self.advice.data) if self.advice.data else None,
            plain(self.sentence.data),
        )


def settle_form(criteria: Sequence[Criterion]) -> type[SettleForm]:
    """Return the form for these criteria; its fields have the names that refusals point at."""
    fields: dict[str, object] = {"criteria": tuple(criteria)}
    for criterion in criteria:
        fields[mark_place(criterion.key)] = MarkField(criterion.label)
        fields[motivation_place(criterion.key)] = TextAreaField(
            N_("Why the jury agrees on this mark"), [longest(LONGEST_MOTIVATION, pasted=True)]
        )
    return type("SettleForm", (SettleForm,), fields)


def settled_values(form: type[SettleForm], settled: Settled) -> dict[str, object]:
    """Return what a form is filled with from what stands now."""
    values: dict[str, object] = {
        "advice": "" if settled.advice is None else settled.advice.value,
        "sentence": settled.sentence,
    }
    for each in settled.marks:
        values[mark_place(each.criterion)] = each.value
        values[motivation_place(each.criterion)] = each.motivation
    return {name: value for name, value in values.items() if hasattr(form, name)}
