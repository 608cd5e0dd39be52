"""What an officer types about the rules of a submitted file, and the decision: one form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from wtforms import Field, Form, RadioField, TextAreaField

from subsidy.applications.domain.judging import (
    LONGEST_REASON,
    Given,
    Judgement,
    Verdict,
    choices,
)
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.forms.parts import VersionedForm
from subsidy.calls.domain.rules import RULES, Finding
from subsidy.core.errors import refuse
from subsidy.core.pasted import clean
from subsidy.core.text import N_, Text
from subsidy.web.forms import Fault, longest, options

JUDGEMENTS = (Status.ADMISSIBLE, Status.INADMISSIBLE)
SAID: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: N_("I agree with what was computed"),
    Verdict.MET: N_("I judge that it is met"),
    Verdict.NOT_MET: N_("I judge that it is not met"),
}


class ChoiceField(RadioField):
    """Nothing sent is nothing chosen: never what a colleague chose meanwhile."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else None


def _goes_with(verdict: str) -> Callable[[Form, Field], None]:
    """Refuse a reason beside nothing: it would be lost."""

    def check(form: Form, field: Field) -> None:
        if clean(field.data or "") and not form[verdict].data:
            raise Fault(Text("You wrote a reason. Choose what you find of this rule too."))

    return check


class JudgeForm(VersionedForm):
    """A judgement per rule, and the decision about the file."""

    def judgements(self, findings: Sequence[Finding]) -> list[Judgement]:
        """Return what was chosen; a rule of which nothing was sent is not judged."""
        return [
            Judgement(
                rule=one.rule,
                verdict=Verdict(chosen),
                reason=clean(self[f"reason-{one.rule}"].data or ""),
            )
            for one in findings
            if (chosen := self[f"verdict-{one.rule}"].data) in set(Verdict)
        ]

    def decided(self) -> Status:
        """Return the decision. Raises RefusedError when none that is offered was chosen."""
        chosen = self["outcome"].data
        found = next((one for one in JUDGEMENTS if one.value == chosen), None)
        if found is None:
            raise refuse(Text("Choose what you decide."), "outcome")
        return found


def judge_form(findings: Sequence[Finding]) -> type[JudgeForm]:
    """Return the form with a row per rule."""
    fields: dict[str, Any] = dict(each for one in findings for each in _of_rule(one))
    fields["outcome"] = RadioField(
        N_("Your decision"),
        choices=options(*((one.value, one.label) for one in JUDGEMENTS)),
        validate_choice=False,
    )
    fields["reason"] = TextAreaField(N_("Reason"), [longest(LONGEST_REASON, pasted=True)])
    return type("JudgeFileForm", (JudgeForm,), fields)


def _of_rule(finding: Finding) -> Iterator[tuple[str, Any]]:
    name: Any = Text(RULES[finding.rule].name)  # rendered by the summary of errors
    offered = [(one.value, SAID[one]) for one in choices(finding)]
    yield (
        f"verdict-{finding.rule}",
        ChoiceField(
            name,
            choices=options(*offered),
            validate_choice=False,
            description=name,
        ),
    )
    yield (
        f"reason-{finding.rule}",
        TextAreaField(
            name,
            [longest(LONGEST_REASON, pasted=True), _goes_with(f"verdict-{finding.rule}")],
            description=name,
        ),
    )


def judge_values(
    findings: Sequence[Finding], given: Mapping[str, Given], version: int
) -> dict[str, object]:
    """Return what stands there, by field; a rule that nobody judged begins with nothing.

    A judgement that can no longer be chosen, as something else is computed now, is not filled in.
    """
    values: dict[str, object] = {"version": version}
    for one in findings:
        last = given.get(one.rule)
        if last and last.verdict in choices(one):
            values[f"verdict-{one.rule}"] = last.verdict.value
            values[f"reason-{one.rule}"] = last.reason
    return values
