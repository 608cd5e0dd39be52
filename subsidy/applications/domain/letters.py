"""The letter that says whether an application is admissible, rule by rule, and how to object."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from subsidy.applications.domain.changes import Change
from subsidy.applications.domain.completion import Completion, State
from subsidy.applications.domain.judging import Ruled, Verdict
from subsidy.core.clock import brussels_day
from subsidy.core.letter import Block, Cell, Heading, Letter, Paragraph, Table
from subsidy.core.money import Money
from subsidy.core.text import N_, Text

CONDITIONS = N_("The conditions of the call")
ADVICE = N_("Advice of the call")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Everything that the letter tells. ``now``: when it was decided.

    ``requested``: after the changes that the agency recorded.
    """

    addressee: str
    number: str
    title: str
    call: str
    requested: Money
    reason: str
    appeal: str
    ruled: tuple[Ruled, ...] = ()
    completions: tuple[Completion, ...] = ()
    changes: tuple[Change, ...] = ()
    now: datetime | None = None


def admissible_letter(judged: Judged) -> Letter:
    first = Text(
        "The application “%(title)s” is admissible. The jury scores it now.", title=judged.title
    )
    why: list[Block] = [Paragraph(first)]
    if judged.reason:
        why.extend([Heading(Text("Why")), Paragraph(judged.reason)])
    return _letter(judged, Text("Your application is admissible"), why)


def inadmissible_letter(judged: Judged) -> Letter:
    first = Text(
        "We do not assess the project “%(title)s”: the application is not admissible.",
        title=judged.title,
    )
    why: list[Block] = [Paragraph(first), Heading(Text("Why")), Paragraph(judged.reason)]
    return _letter(judged, Text("Your application is not admissible"), [*why, *_not_met(judged)])


def _letter(judged: Judged, subject: Text, why: Sequence[Block]) -> Letter:
    text = N_(
        "You applied to the call “%(call)s” for %(requested)s. The file number is %(number)s."
    )
    if any(one.before != one.after for one in judged.changes):
        text = N_(
            "You applied to the call “%(call)s”. The file number is %(number)s. "
            "You now ask %(requested)s."
        )
    opening = Text(text, call=judged.call, requested=judged.requested, number=judged.number)
    blocks = (
        Paragraph(opening),
        *_changed(judged.changes),
        *why,
        *_completed(judged),
        *_conditions(judged.ruled),
        *_advice(judged.ruled),
        Heading(Text("If you do not agree")),
        Paragraph(judged.appeal),
    )
    return Letter(judged.addressee, subject, judged.number, blocks)


def _changed(changes: Sequence[Change]) -> Iterator[Block]:
    """Name each change with its day: the rules and the amount are those of after it."""
    if changes:
        yield Heading(Text("Changed after submission"))
        yield Paragraph(Text("We decide about the application as it is after these changes."))
    for one in changes:
        text = N_("%(change)s We recorded this on %(day)s, at the request of the organisation.")
        yield Paragraph(Text(text, change=one.sentence, day=brussels_day(one.at)))
        if one.before != one.after:
            text = N_("Requested: %(before)s before, %(after)s now.")
            yield Paragraph(Text(text, before=one.before, after=one.after))


def _not_met(judged: Judged) -> Iterator[Block]:
    names = tuple(one.name for one in judged.ruled if one.blocks)
    if names:
        yield Paragraph(Text("These conditions are not met: %(rules)s.", rules=names))


def _completed(judged: Judged) -> Iterator[Block]:
    for one in judged.completions:
        if one.sent_at is not None:
            text = N_("We asked for a completion on %(asked)s. It arrived on %(sent)s.")
            yield Paragraph(Text(text, asked=one.asked_at, sent=one.sent_at))
        elif judged.now is not None and one.state(judged.now) is State.EXPIRED:
            text = N_("We asked for a completion on %(asked)s, until %(due)s. None arrived.")
            yield Paragraph(Text(text, asked=one.asked_at, due=one.due_at))


def _conditions(ruled: Sequence[Ruled]) -> Iterator[Block]:
    conditions = [one for one in ruled if not one.finding.advice]
    if conditions:
        yield Heading(Text(CONDITIONS))
        yield _table(Text(CONDITIONS), conditions)


def _advice(ruled: Sequence[Ruled]) -> Iterator[Block]:
    advice = [one for one in ruled if one.finding.advice]
    if advice:
        yield Heading(Text(ADVICE))
        yield Paragraph(Text("This advice played no part in the decision."))
        yield _table(Text(ADVICE), advice)


def _table(caption: Text, ruled: Sequence[Ruled]) -> Table:
    """Give a rule per row; a column for the officer only when there is a judgement."""
    heads = (Text("What we found"), Text("Outcome"))
    if not any(one.given for one in ruled):
        rows = tuple((one.finding.sentence, one.finding.outcome.label) for one in ruled)
        return Table(caption, heads, rows)
    return Table(
        caption,
        (*heads, Text("Judgement of the officer")),
        tuple((one.finding.sentence, one.finding.outcome.label, said(one)) for one in ruled),
    )


def said(one: Ruled) -> Cell:
    """Return what the officer says of a rule, with the reason."""
    if one.given is None:
        return ""
    if one.given.verdict is Verdict.CONFIRMED and not one.given.reason:
        return one.given.verdict.label
    text = N_("%(verdict)s. %(reason)s")
    return Text(text, verdict=one.given.verdict.label, reason=one.given.reason)
