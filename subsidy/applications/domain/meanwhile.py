"""What a colleague saved meanwhile after closing, beside what one typed: answers and judgements."""

from collections.abc import Iterator, Mapping, Sequence

from subsidy.applications.domain.completion import Completion
from subsidy.applications.domain.conflicts import Difference
from subsidy.applications.domain.judging import Given, Judgement
from subsidy.calls.domain.rules import RULES
from subsidy.core.text import Text


def answered_differently(stored: Completion, mine: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return each point that is answered otherwise. ``mine``: by the identifier of the point."""
    return tuple(
        Difference(Text("Question: %(question)s", question=one.question), one.answer, mine[one.id])
        for one in stored.points
        if mine.get(one.id, one.answer) != one.answer
    )


def judged_differently(
    given: Mapping[str, Given], mine: Sequence[Judgement]
) -> tuple[Difference, ...]:
    """Return each rule that is judged otherwise; a rule of which one chose nothing too."""
    return tuple(_judged(given, {one.rule: one for one in mine}))


def _judged(given: Mapping[str, Given], mine: Mapping[str, Judgement]) -> Iterator[Difference]:
    for rule, theirs in given.items():
        own = mine.get(rule)
        if own is None or (own.verdict, own.reason) != (theirs.verdict, theirs.reason):
            named = Text("%(name)s: %(said)s", name=theirs.by, said=_said(theirs))
            yield Difference(Text(RULES[rule].name), named, own and _said(own))


def _said(one: Judgement) -> Text:
    if not one.reason:
        return one.verdict.label
    return Text("%(verdict)s. %(reason)s", verdict=one.verdict.label, reason=one.reason)
