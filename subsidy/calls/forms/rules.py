"""The form of all rules in the library: a new rule appears by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Field, SelectField, StringField

from subsidy.calls.domain.reading import (
    UnreadableError,
    amount,
    day,
    written_amount,
)
from subsidy.calls.domain.regulation import WEIGHT, WEIGHTS, faults, written_parameter
from subsidy.calls.domain.rules import RULES, Kind, Parameter, Rule
from subsidy.core.money import Money
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, DayField, MoneyField, NumberField, longest, options

LONGEST_SHARE = 20
KNOCK_OUT = next(iter(WEIGHTS))


def rules_form() -> type[BaseForm]:
    """Make the form of the library as it is now."""
    fields: dict[str, Any] = {"to_draft": _rules_to_draft, "validate": _validate}
    for rule in RULES.values():
        fields[rule.word] = BooleanField(rule.name)
        fields[parameter_name(rule, WEIGHT)] = _weight_field()
        for parameter in rule.parameters:
            fields[parameter_name(rule, parameter.word)] = _field(parameter)
    return type("RulesForm", (BaseForm,), fields)


def _validate(form: BaseForm, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
    """Refuse a number outside the range of its rule; one that lacks is still to do."""
    valid = BaseForm.validate(form, extra_validators)
    for fault in faults(_rules_to_draft(form)):
        section, _, place = (fault.place or "").partition(".")
        field = form._fields.get(place.replace(".", "__"))
        if section == "regels" and field is not None and field.data and not field.errors:
            field.errors = [fault.text]  # type: ignore[list-item]  # rendered by the macro
            valid = False
    return valid


def parameter_name(rule: Rule, word: str) -> str:
    return f"{rule.word}__{word}"


def _weight_field() -> Field:
    return SelectField(
        N_("What if an application does not meet it?"),
        choices=options(*((word, weight.label) for word, weight in WEIGHTS.items())),
    )


def _field(parameter: Parameter) -> Field:
    match parameter.kind:
        case Kind.MONEY:
            return MoneyField(parameter.label)
        case Kind.DATE:
            return DayField(parameter.label)
        case Kind.SHARE:
            return StringField(parameter.label, [longest(LONGEST_SHARE)])
    return NumberField(parameter.label)


def _rules_to_draft(form: BaseForm) -> dict[str, Any]:
    return {"regels": {r.word: _chosen(form, r) for r in RULES.values() if form[r.word].data}}


def _chosen(form: BaseForm, rule: Rule) -> dict[str, object]:
    typed = {p.word: _plain(form[parameter_name(rule, p.word)].data) for p in rule.parameters}
    weight = form[parameter_name(rule, WEIGHT)].data
    return typed if weight == KNOCK_OUT else {**typed, WEIGHT: weight}


def _plain(typed: Any) -> object:  # noqa: ANN401 - each kind of field has its own type
    match typed:
        case None:
            return ""
        case Money():
            return written_amount(typed)
        case int():
            return typed
    return typed.strip() if isinstance(typed, str) else typed.isoformat()


def rules_values(draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the fields: of a rule that is not chosen, its usual numbers."""
    chosen: Mapping[str, Any] = draft.get("regels", {})
    values: dict[str, Any] = {}
    for rule in RULES.values():
        params = chosen.get(rule.word) or {}
        values[rule.word] = rule.word in chosen
        values[parameter_name(rule, WEIGHT)] = params.get(WEIGHT) or KNOCK_OUT
        for parameter in rule.parameters:
            usual = None if rule.word in chosen else written_parameter(parameter, parameter.default)
            written = params.get(parameter.word, usual)
            values[parameter_name(rule, parameter.word)] = _typed(parameter, written)
    return values


def _typed(parameter: Parameter, written: object) -> object:
    """Return a stored value as its field holds it; what cannot be read starts empty."""
    if written in (None, ""):
        return None
    try:
        return _READERS[parameter.kind](written)
    except (UnreadableError, ValueError):
        return None


_READERS: Mapping[Kind, Any] = {
    Kind.INTEGER: lambda written: int(str(written)),
    Kind.YEAR: lambda written: int(str(written)),
    Kind.MONEY: amount,
    Kind.SHARE: str,
    Kind.DATE: day,
}
