"""A call, written or only begun, as a plan that can be compared with those of others."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from subsidy.calls.domain.reading import UnreadableError, instant
from subsidy.core.clock import brussels_day
from subsidy.core.text import N_, Text
from subsidy.planning.domain.agenda import Overlap, Plan
from subsidy.planning.domain.codes import AIM_WORDS, GROUP_WORDS

OWN = Text(N_("this agency"))
_INSTANT = timedelta(microseconds=1)


def plan_of(ref: str, draft: Mapping[str, Any]) -> Plan:
    """Read what can be compared, also of a draft that lacks all else.

    The last day is the one of the last instant to apply.
    """
    call = draft.get("oproep", {})
    opens_at, closes_at = _instant(call.get("opent")), _instant(call.get("sluit"))
    return Plan(
        ref=ref,
        title=str(call.get("titel", "")),
        organiser=OWN,
        aims=frozenset(AIM_WORDS[word] for word in _words(draft, "doelen") if word in AIM_WORDS),
        target_groups=frozenset(
            GROUP_WORDS[word] for word in _words(draft, "doelgroepen") if word in GROUP_WORDS
        ),
        first_day=None if opens_at is None else brussels_day(opens_at),
        last_day=None if closes_at is None else brussels_day(closes_at - _INSTANT),
    )


def _instant(value: object) -> datetime | None:
    try:
        return None if value in (None, "") else instant(value)
    except UnreadableError:
        return None


def _words(draft: Mapping[str, Any], name: str) -> Sequence[str]:
    found = draft.get("voorbereiding")
    words = found.get(name) if isinstance(found, Mapping) else None
    return [str(word) for word in words] if isinstance(words, list | tuple) else ()


def plan_warnings(
    plan: Plan, overlaps: Sequence[Overlap], *, surveyed: bool = True
) -> tuple[Text, ...]:
    """Return what to think about before money is reserved; nothing of it forbids anything.

    ``surveyed``: the call names the needs survey on which it stands.
    """
    unasked = Text("The call names no needs survey. Which needs of local authorities does it meet?")
    return (*_compared(plan, overlaps), *(() if surveyed else (unasked,)))


def _compared(plan: Plan, overlaps: Sequence[Overlap]) -> tuple[Text, ...]:
    if not plan.aims or not plan.target_groups:
        return (
            Text(
                "The call has no aim or target group in the list, so no overlap can be found. "
                "Choose them under “Preparation”."
            ),
        )
    return tuple(each.text for each in overlaps)
