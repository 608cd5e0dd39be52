"""Marks of jurors and the merit of a file: whole marks in, one rounding, hundredths out.

A mark is a whole number from 0 to 10 per criterion; a criterion weighs basis points that sum to
10,000. The merit of a file runs from 0 to 10,000 hundredths of a point on 100. Everything is an
integer or a fraction until :func:`file_merit` rounds once (decision 19). Missing is missing: a
review without all its marks counts for nothing, it never counts as zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from subsidy.core.errors import Refusal
from subsidy.core.labels import Labelled
from subsidy.core.text import N_, Text

LOWEST, HIGHEST = 0, 10
WHOLE = 10_000  # basis points; also the highest merit in hundredths

Review = Mapping[str, int | None]
"""Criterion key -> mark, of one juror for one file; None or absent: no judgement."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """An award criterion of the call.

    ``threshold``: the lowest mean mark with which a file can be funded, or None.
    ``text_required``: whether a juror must motivate the mark.
    """

    key: str
    label: str
    weight_basis_points: int
    threshold: int | None = None
    text_required: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """What a juror entered for one criterion.

    ``motivation``: for the applicant. ``note``: for the jury alone, never for anybody else.
    """

    criterion: str
    value: int | None
    motivation: str = ""
    note: str = ""


class Confidence(Labelled):
    """How sure a juror is of the own marks for one file."""

    LOW = "low", N_("not very sure"), "yellow"
    MEDIUM = "medium", N_("rather sure"), "blue"
    HIGH = "high", N_("very sure"), "green"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a juror sends: the marks, and the version of the review that was on the screen.

    ``unasked``: the browser saved by itself.
    """

    marks: tuple[Mark, ...]
    version: int
    confidence: Confidence | None = None
    unasked: bool = False


def juror_merit(criteria: Sequence[Criterion], review: Review) -> Fraction | None:
    """Return the merit in hundredths (0-10,000) that one juror gives; None when incomplete.

    ``sum(weight * mark) / 10``: with weight 10,000 and mark 10 that is 10,000 hundredths.
    Raises ``ValueError`` when the weights do not sum to 10,000 or a mark is outside the scale.
    """
    _check_weights(criteria)
    values = _values(criteria, review)
    if values is None:
        return None
    weighted = sum(c.weight_basis_points * values[c.key] for c in criteria)
    return Fraction(weighted, HIGHEST)


def file_merit(criteria: Sequence[Criterion], reviews: Iterable[Review]) -> int | None:
    """Return the merit of a file in hundredths (0-10,000): the mean over the complete reviews.

    None when no review is complete. Errors as :func:`juror_merit`.
    """
    merits = [m for m in (juror_merit(criteria, review) for review in reviews) if m is not None]
    return half_even(Fraction(sum(merits), len(merits))) if merits else None


def criterion_means(
    criteria: Sequence[Criterion],
    reviews: Iterable[Review],
) -> Mapping[str, Fraction]:
    """Return the exact mean mark (0-10) per criterion over the complete reviews; empty if none."""
    rows = [row for row in (_values(criteria, review) for review in reviews) if row is not None]
    if not rows:
        return MappingProxyType({})
    return MappingProxyType(
        {c.key: Fraction(sum(row[c.key] for row in rows), len(rows)) for c in criteria}
    )


def under_threshold(
    criteria: Sequence[Criterion],
    means: Mapping[str, Fraction],
) -> tuple[str, ...]:
    """Return the labels of the criteria whose mean mark lies under their own threshold."""
    return tuple(
        criterion.label
        for criterion in criteria
        if criterion.threshold is not None and means[criterion.key] < criterion.threshold
    )


def half_even(value: Fraction) -> int:
    """Round to a whole number, a half to the even neighbour: the one rounding of a merit."""
    return round(value)


def points(hundredths: int) -> Text:
    """Return a merit as a person reads it: 8725 -> "87.25", in Dutch "87,25"."""
    whole, rest = divmod(hundredths, 100)
    return Text("%(whole)s.%(decimals)s", whole=whole, decimals=f"{rest:02d}")


def mean_mark(mean: Fraction) -> Text:
    """Return a mean mark with two decimals: 22/3 -> "7.33"."""
    return points(half_even(mean * 100))


def faults(
    criteria: Sequence[Criterion],
    marks: Sequence[Mark],
    *,
    complete: bool,
) -> tuple[Refusal, ...]:
    """Return everything that is wrong with a juror's marks, place by place.

    ``complete``: the juror wants to submit, so every mark and every required text must be there;
    otherwise only what is filled in is checked. A place is ``mark-KEY`` or ``motivation-KEY``.
    """
    entered = {mark.criterion: mark for mark in marks}
    refusals = [_unknown(mark) for mark in marks if mark.criterion not in _keys(criteria)]
    if len(entered) != len(marks):
        refusals.append(Refusal(Text("A criterion stands in the list twice. Keep one mark.")))
    for criterion in criteria:
        mark = entered.get(criterion.key, Mark(criterion.key, None))
        refusals += _scale_faults(criterion, mark)
        refusals += _missing(criterion, mark) if complete else []
    return tuple(refusals)


def mark_place(key: str) -> str:
    """Return the name of the field of a mark."""
    return f"mark-{key}"


def motivation_place(key: str) -> str:
    """Return the name of the field of the text beside a mark."""
    return f"motivation-{key}"


def note_place(key: str) -> str:
    """Return the name of the field of the text for the jury alone."""
    return f"note-{key}"


def _keys(criteria: Sequence[Criterion]) -> set[str]:
    return {criterion.key for criterion in criteria}


def _check_weights(criteria: Sequence[Criterion]) -> None:
    weights = [criterion.weight_basis_points for criterion in criteria]
    if sum(weights) != WHOLE or min(weights) < 0 or len(_keys(criteria)) != len(weights):
        raise ValueError("the weights of distinct criteria must sum to 10,000 basis points")


def _values(criteria: Sequence[Criterion], review: Review) -> Mapping[str, int] | None:
    """Return the mark by criterion key, or None when one is missing."""
    values = {c.key: value for c in criteria if (value := review.get(c.key)) is not None}
    if not all(_on_scale(value) for value in values.values()):
        raise ValueError("a mark is a whole number from 0 to 10")
    return values if values.keys() == _keys(criteria) else None


def _on_scale(value: int) -> bool:
    return type(value) is int and LOWEST <= value <= HIGHEST


def _unknown(mark: Mark) -> Refusal:
    text = Text("This call has no criterion “%(key)s”. Remove the mark.", key=mark.criterion)
    return Refusal(text, mark_place(mark.criterion))


def _scale_faults(criterion: Criterion, mark: Mark) -> list[Refusal]:
    if mark.value is None or _on_scale(mark.value):
        return []
    text = Text(
        "The mark for “%(criterion)s” is %(value)s. Give a whole mark from 0 to 10.",
        criterion=criterion.label,
        value=str(mark.value),
    )
    return [Refusal(text, mark_place(criterion.key))]


def _missing(criterion: Criterion, mark: Mark) -> list[Refusal]:
    refusals = []
    if mark.value is None:
        text = Text("Give a mark from 0 to 10 for “%(criterion)s”.", criterion=criterion.label)
        refusals.append(Refusal(text, mark_place(criterion.key)))
    if criterion.text_required and not mark.motivation.strip():
        text = Text("Write for “%(criterion)s” why you give this mark.", criterion=criterion.label)
        refusals.append(Refusal(text, motivation_place(criterion.key)))
    return refusals
