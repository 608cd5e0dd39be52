"""The result of a needs survey: what all said together, so that nobody finds out who said what.

Nothing is shown of a question that fewer than five organisations answered, nor a count under
five. Where one hidden count would follow from the others, a second is hidden too. Of numbers only
the middle and the quartiles are shown: a sum or a largest number would give a large town away.
Texts are shown without a name, in the order of the alphabet. The agency leaves out a text that
names a person; that it is left out, and why, is shown.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from subsidy.planning.domain.survey import Answers, Question, QuestionKind

SMALL = 5
LONGEST_REASON = 300
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose an option; ``number`` None: too few to show."""

    option: str
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What is shown of one question. ``answered`` None: fewer than five, so nothing is shown.

    ``left_out``: per text that is withheld, why.
    """

    question: Question
    answered: int | None
    counts: tuple[Count, ...] = ()
    quartiles: tuple[int, int, int] | None = None
    texts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def results(
    questions: Sequence[Question],
    everybody: Iterable[Answers],
    withheld: Mapping[str, str] = NOTHING,
) -> tuple[Result, ...]:
    """Return the result of every question, in the order in which they were asked.

    ``withheld``: the reason why a text is not shown, by its key.
    """
    given = list(everybody)
    return tuple(_published(_result(question, given), withheld) for question in questions)


def text_key(question: Question, text: str) -> str:
    """Return what names a text without saying who wrote it."""
    digest = hashlib.sha256(f"{question.key}\n{text}".encode()).hexdigest()
    return f"{question.key}.{digest[:20]}"


def _published(result: Result, withheld: Mapping[str, str]) -> Result:
    """Leave out what is withheld, and keep why: everybody sees that something is not there."""
    reasons = [withheld.get(text_key(result.question, text)) for text in result.texts]
    shown = (t for t, reason in zip(result.texts, reasons, strict=True) if reason is None)
    return replace(result, texts=tuple(shown), left_out=tuple(filter(None, reasons)))


def _result(question: Question, everybody: Sequence[Answers]) -> Result:
    given = [answers[question.key] for answers in everybody if question.key in answers]
    if len(given) < SMALL:
        return Result(question=question, answered=None)
    shown = Result(question=question, answered=len(given))
    match question.kind:
        case QuestionKind.ONE:
            return replace(shown, counts=_one(question.options, _tally(question, given)))
        case QuestionKind.MANY:
            tally = _tally(question, given)
            return replace(shown, counts=_many(question.options, tally, len(given)))
        case QuestionKind.NUMBER:
            return replace(shown, quartiles=_quartiles([n for n in given if isinstance(n, int)]))
        case QuestionKind.TEXT:
            return replace(shown, texts=tuple(sorted((str(t) for t in given), key=str.casefold)))


def _tally(question: Question, given: Sequence[object]) -> Mapping[str, int]:
    chosen = [each if isinstance(each, list) else [each] for each in given]
    return {option: sum(option in each for each in chosen) for option in question.options}


def _is_small(number: int) -> bool:
    return 0 < number < SMALL


def _one(options: Sequence[str], tally: Mapping[str, int]) -> tuple[Count, ...]:
    """Hide small counts, and the next smallest when a single one could be computed back."""
    hidden = {option for option in options if _is_small(tally[option])}
    if len(hidden) == 1:
        rest = [option for option in options if tally[option] and option not in hidden]
        hidden.add(min(rest, key=lambda option: tally[option]))
    return tuple(Count(o, None if o in hidden else tally[o]) for o in options)


def _many(options: Sequence[str], tally: Mapping[str, int], answered: int) -> tuple[Count, ...]:
    """Hide a count also when it tells that only a few did not choose it."""
    return tuple(
        Count(
            option,
            None
            if _is_small(tally[option]) or _is_small(answered - tally[option])
            else tally[option],
        )
        for option in options
    )


def _quartiles(numbers: Sequence[int]) -> tuple[int, int, int]:
    """Return numbers that were really given, at a quarter, half and three quarters of the row."""
    row = sorted(numbers)
    last = len(row) - 1
    first, middle, third = (row[round(last * quarter / 4)] for quarter in (1, 2, 3))
    return first, middle, third
