"""What an officer can type of the limits: for each line, how many calls and how many days."""

from collections.abc import Mapping
from typing import Any

from subsidy.calls.domain.regulation import Limits
from subsidy.core.text import N_
from subsidy.web.forms import BaseForm, NumberField, between, required

MOST_CALLS, LONGEST_DAYS = 100, 365


def limits_form(lines: Mapping[str, str]) -> type[BaseForm]:
    """Make the form of these lines: a key that is public -> its name."""
    fields: dict[str, Any] = {}
    for key in lines:
        fields[most_calls(key)] = NumberField(
            N_("Largest number of calls without a warning"),
            [required(N_("Fill in a number.")), between(1, MOST_CALLS)],
        )
        fields[shortest_days(key)] = NumberField(
            N_("Smallest number of days that a call is open"),
            [required(N_("Fill in a number.")), between(0, LONGEST_DAYS)],
        )
    return type("LimitsForm", (BaseForm,), fields)


def most_calls(key: str) -> str:
    return f"oproepen__{key}"


def shortest_days(key: str) -> str:
    return f"dagen__{key}"


def limits_values(limits: Mapping[str, Limits]) -> dict[str, int]:
    values = {most_calls(key): each.most_calls for key, each in limits.items()}
    return values | {shortest_days(key): each.shortest_days for key, each in limits.items()}


def limits_of(form: BaseForm, key: str) -> Limits:
    return Limits(form[most_calls(key)].data, form[shortest_days(key)].data)
