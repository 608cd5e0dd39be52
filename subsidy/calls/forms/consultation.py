"""What an officer types to consult, what an organisation says, and what the agency answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.widgets import ListWidget

from subsidy.calls.domain.consultation import (
    LONGEST,
    Expectation,
    Feasible,
    NewConsultation,
    Reaction,
    Reactions,
    Topic,
)
from subsidy.core.text import N_
from subsidy.web.forms import (
    BaseForm,
    MomentField,
    VersionField,
    longest,
    options,
    required,
)


class ConsultationForm(BaseForm):
    introduction = TextAreaField(N_("What do you want to know most of all?"), [longest(LONGEST)])
    opens_at = MomentField(N_("Reactions from"), [required(N_("Fill in from when one can react."))])
    closes_at = MomentField(
        N_("Reactions until"), [required(N_("Fill in until when one can react."))]
    )
    vrijwilligers = TextAreaField(Expectation.VOLUNTEERS.label.msgid, [longest(LONGEST)])
    voortzetten = TextAreaField(Expectation.CONTINUING.label.msgid, [longest(LONGEST)])
    doorgeven = TextAreaField(Expectation.PASSING_ON.label.msgid, [longest(LONGEST)])

    def to_input(self) -> NewConsultation:
        texts = {each.value: tidy(self[each.value].data) for each in Expectation}
        return NewConsultation(
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
            introduction=tidy(self.introduction.data),
            expectations={name: text for name, text in texts.items() if text},
        )


def tidy(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class ReactionForm(BaseForm):
    """One text per part of the draft; :func:`reaction_form` adds the expectations."""

    version = VersionField()

    def to_input(self) -> Reactions:
        """Return what was said; a subject left empty says nothing."""
        said = {each.value: Reaction(tidy(self[each.value].data)) for each in Topic}
        for each in Expectation:
            if each.value in self:
                chosen = {one.value: one for one in Feasible}.get(self[each.value].data or "")
                said[each.value] = Reaction(tidy(self[f"{each.value}_waarom"].data), chosen)
        return {name: each for name, each in said.items() if each.text or each.feasible}


def reaction_form(expected: Mapping[str, str]) -> type[ReactionForm]:
    """Make the form of the parts and of what this draft expects."""
    fields: dict[str, Any] = {
        each.value: TextAreaField(each.label.msgid, [longest(LONGEST)]) for each in Topic
    }
    for each in Expectation:
        if expected.get(each.value):
            fields[each.value] = RadioField(
                each.label.msgid,
                choices=options(*((one.value, one.label) for one in Feasible)),
                validate_choice=False,
                widget=ListWidget(prefix_label=False),
            )
            fields[f"{each.value}_waarom"] = TextAreaField(
                N_("Why is it not feasible, or under which condition is it?"), [longest(LONGEST)]
            )
    return type("ReactionsForm", (ReactionForm,), fields)


def reaction_values(reactions: Reactions) -> dict[str, Any]:
    """Return what stands in the fields at first: what was said before."""
    values: dict[str, Any] = {}
    for subject, reaction in reactions.items():
        if subject in {*Expectation}:
            values[subject] = "" if reaction.feasible is None else reaction.feasible.value
            values[f"{subject}_waarom"] = reaction.text
        else:
            values[subject] = reaction.text
    return values


class ConsentForm(BaseForm):
    association = SelectField(N_("Which association may answer for you?"))


class VoiceForm(BaseForm):
    """The answers of the agency to one organisation; :func:`voice_form` adds the subjects."""

    version = VersionField()

    def to_input(self) -> Mapping[str, str]:
        given = {name: tidy(value) for name, value in self.data.items() if name != "version"}
        return {name: text for name, text in given.items() if text}


def voice_form(subjects: Sequence[str]) -> type[VoiceForm]:
    fields = {
        subject: TextAreaField(N_("Answer of the agency"), [longest(LONGEST)])
        for subject in subjects
    }
    return type("VoicesForm", (VoiceForm,), fields)


class ReportForm(BaseForm):
    report = TextAreaField(
        N_("What does the agency do with the reactions?"),
        [required(N_("Write what the agency does with the reactions.")), longest(3000)],
    )
