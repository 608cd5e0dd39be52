"""What a jury agrees about a file in a meeting: consensus marks with their motivation, and advice.

The marks of the jurors stay as they are; a consensus stands beside them. Where the regulation says
that it counts, it takes the place of the mean of that criterion; where there is none, the mean
counts. What was computed before never changes (issue 6, "Deliberation").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text
from subsidy.scoring.domain.computing import digest
from subsidy.scoring.domain.marks import (
    HIGHEST,
    LOWEST,
    WHOLE,
    Criterion,
    half_even,
    mark_place,
    motivation_place,
)


class Advice(Labelled):
    """What the jury advises about a file."""

    ADVISE = "advise", N_("advises to fund"), "green"
    CONDITIONS = "conditions", N_("advises to fund under conditions"), "yellow"
    NOT = "not", N_("advises not to fund"), "red"


class Standing(Labelled):
    """What somebody in a meeting sees of what is on the table."""

    CLOSED = "closed", N_("the meeting is closed"), "grey"
    ABSENT = "absent", N_("not present"), "grey"
    NOTHING = "nothing", N_("no file is on the table"), "grey"
    OUT = "out", N_("conflict of interest"), "red"
    UNSAID = "unsaid", N_("waits for your declaration"), "yellow"
    UNSCORED = "unscored", N_("waits for your marks"), "yellow"
    OPEN = "open", N_("on the table"), "green"


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the jury agrees for one criterion. ``value``: 0-10; None: there is no consensus."""

    criterion: str
    value: int | None
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the chair writes down about a file. ``advice``: None while there is none."""

    marks: tuple[Consensus, ...]
    advice: Advice | None = None
    sentence: str = ""


NOTHING_SETTLED = Settled(())


def print_of(settled: Settled) -> str:
    """Return a number (SHA-256) of what stands now: another one when anything of it changed."""
    marks = [[each.criterion, each.value, each.motivation] for each in settled.marks]
    advice = None if settled.advice is None else settled.advice.value
    return digest([sorted(marks), advice, settled.sentence])


def faults(criteria: Sequence[Criterion], settled: Settled) -> tuple[Refusal, ...]:
    """Return everything that is wrong with what a chair writes down, place by place.

    A place is ``mark-KEY``, ``motivation-KEY``, ``advice`` or ``sentence``.
    """
    entered = {each.criterion: each for each in settled.marks}
    known = {each.key for each in criteria}
    found = [
        Refusal(Text("This call has no criterion “%(key)s”. Remove the mark.", key=key))
        for key in entered
        if key not in known
    ]
    for criterion in criteria:
        if criterion.key in entered:
            found += _mark_faults(criterion, entered[criterion.key])
    return (*found, *_advice_faults(settled))


def _mark_faults(criterion: Criterion, given: Consensus) -> list[Refusal]:
    found = []
    if given.value is not None and not _on_scale(given.value):
        text = Text(
            "The mark for “%(criterion)s” is %(value)s. Give a whole mark from 0 to 10.",
            criterion=criterion.label,
            value=str(given.value),
        )
        found.append(Refusal(text, mark_place(criterion.key)))
    if given.value is not None and not given.motivation.strip():
        text = Text(
            "Write for “%(criterion)s” why the jury agrees on this mark.", criterion=criterion.label
        )
        found.append(Refusal(text, motivation_place(criterion.key)))
    if given.value is None and given.motivation.strip():
        text = Text("Give a mark from 0 to 10 for “%(criterion)s”.", criterion=criterion.label)
        found.append(Refusal(text, mark_place(criterion.key)))
    return found


def _on_scale(value: int) -> bool:
    return type(value) is int and LOWEST <= value <= HIGHEST


def _advice_faults(settled: Settled) -> list[Refusal]:
    said = settled.sentence.strip()
    if settled.advice is Advice.CONDITIONS and not said:
        return [Refusal(Text("Write which conditions the jury sets."), "sentence")]
    if settled.advice is None and said:
        return [Refusal(Text("Choose what the jury advises."), "advice")]
    return []


def changed(before: Settled, settled: Settled) -> Settled:
    """Return only the marks that differ from what stands there."""
    kept = {each.criterion: each for each in before.marks}
    marks = tuple(
        each
        for each in settled.marks
        if kept.get(each.criterion, Consensus(each.criterion, None)) != each
    )
    return Settled(marks, settled.advice, settled.sentence)


def with_consensus(
    means: Mapping[str, Fraction], agreed: Mapping[str, int]
) -> Mapping[str, Fraction]:
    """Return the mark (0-10) that counts per criterion: the consensus where there is one."""
    return MappingProxyType(
        {key: Fraction(agreed[key]) if key in agreed else mean for key, mean in means.items()}
    )


def merit(criteria: Sequence[Criterion], means: Mapping[str, Fraction]) -> int:
    """Return the merit in hundredths (0-10,000) of the marks that count, rounded once.

    Without any consensus this is the merit of the plain mean: ``sum(weight * mean) / 10``.
    """
    assert sum(each.weight_basis_points for each in criteria) == WHOLE  # noqa: S101 - a regulation
    weighted = sum((each.weight_basis_points * means[each.key] for each in criteria), Fraction(0))
    return half_even(weighted / HIGHEST)


Stay = tuple[datetime, datetime | None]
NOBODY_LEFT: Mapping[int, datetime] = MappingProxyType({})


def stays(
    rows: Sequence[tuple[int, datetime, bool]],
    closed_at: datetime | None,
    left_at: Mapping[int, datetime] = NOBODY_LEFT,
) -> Mapping[int, Sequence[Stay]]:
    """Return from when to when each juror was there; ``rows``: who, when, came or went, in order.

    Who was still there when the meeting closed was there until then; None: there now. Who dropped
    out of the jury (``left_at``) was there until that instant at most.
    """
    found: dict[int, list[Stay]] = {}
    for juror_id, at, came in rows:
        mine = found.setdefault(juror_id, [])
        if came:
            mine.append((at, _first(closed_at, left_at.get(juror_id))))
        elif mine:
            mine[-1] = (mine[-1][0], at)
    return found


def _first(*instants: datetime | None) -> datetime | None:
    return min((each for each in instants if each is not None), default=None)
