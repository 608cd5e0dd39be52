"""Forms and answers of every shape, for properties."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from subsidy.calls.domain.questions import (
    PERSON_PARTS,
    Column,
    Condition,
    Entry,
    Form,
    Kind,
    Question,
    answers_to,
)
from subsidy.calls.domain.questions.content import CELLS

WORDS = st.text("abc de", min_size=1, max_size=12).map(str.strip).filter(bool)
DAYS = st.dates(date(2021, 1, 1), date(2024, 12, 31))
PLACES = ("Aalst", "Ninove", "Lede")


@st.composite
def questions(draw: st.DrawFn, key: str, earlier: Sequence[Question] = ()) -> Question:
    """Draw a question that can be published, waiting for an earlier one or not."""
    kind = draw(st.sampled_from(Kind))
    can_wait = [each for each in earlier if answers_to(each)]
    on = draw(st.none() | st.sampled_from(can_wait)) if can_wait else None
    bounds = draw(st.none() | st.tuples(st.integers(0, 50), st.integers(50, 99)))
    figure = kind in (Kind.NUMBER, Kind.MONEY) and bounds is not None
    limited = kind in (Kind.SHORT, Kind.LONG, Kind.TABLE)
    return Question(
        key=key,
        kind=kind,
        wording=draw(WORDS),
        help=draw(st.just("") | WORDS),
        purpose=draw(st.just("") | WORDS),
        heading=draw(st.just("") | WORDS),
        required=draw(st.booleans()),
        limit=draw(st.none() | st.integers(3, 20)) if limited else None,
        lowest=bounds[0] if figure and bounds else None,
        highest=bounds[1] if figure and bounds else None,
        entries=draw(entries()) if kind in (Kind.CHOICE, Kind.CHOICES) else (),
        columns=draw(columns()) if kind is Kind.TABLE else (),
        show_if=None if on is None else Condition(on.key, draw(st.sampled_from(answers_to(on)))),
    )


def entries() -> st.SearchStrategy[tuple[Entry, ...]]:
    keys = st.lists(st.sampled_from("klmnop"), min_size=2, max_size=5, unique=True)
    return keys.map(lambda found: tuple(Entry(key, f"keuze {key}") for key in found))


def columns() -> st.SearchStrategy[tuple[Column, ...]]:
    pairs = st.lists(
        st.tuples(st.sampled_from("uvwx"), st.sampled_from(CELLS)),
        min_size=1,
        max_size=3,
        unique_by=lambda pair: pair[0],
    )
    return pairs.map(lambda found: tuple(Column(k, f"kolom {k}", kind) for k, kind in found))


@st.composite
def forms(draw: st.DrawFn, keys: str = "abcdefg") -> Form:
    """Draw a form that can be published."""
    found: list[Question] = []
    for key in draw(st.lists(st.sampled_from(keys), unique=True, max_size=6)):
        found.append(draw(questions(key, found)))
    return Form(tuple(found))


def cells(kind: Kind) -> st.SearchStrategy[Any]:
    return {
        Kind.SHORT: st.none() | WORDS,
        Kind.NUMBER: st.none() | st.integers(0, 99),
        Kind.MONEY: st.none() | st.integers(0, 99),
        Kind.DAY: st.none() | DAYS.map(date.isoformat),
        Kind.YES_NO: st.none() | st.booleans(),
    }[kind]


def answer(question: Question) -> st.SearchStrategy[Any]:
    """Draw an answer that fits a question, or none."""
    low = question.lowest or 0
    high = question.highest if question.highest is not None else 99
    keys = [entry.key for entry in question.entries]
    fits: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.SHORT: st.text("abc ", max_size=question.longest),
        Kind.LONG: st.text("abc\n", max_size=min(question.longest, 30)),
        Kind.NUMBER: st.integers(low, high),
        Kind.MONEY: st.integers(low, high),
        Kind.DAY: DAYS.map(date.isoformat),
        Kind.CHOICE: st.sampled_from(keys or [""]),
        Kind.CHOICES: st.lists(st.sampled_from(keys or [""]), unique=True),
        Kind.YES_NO: st.booleans(),
        Kind.TABLE: st.lists(
            st.tuples(*(cells(column.kind) for column in question.columns)).map(list),
            max_size=min(question.most_rows, 3),
        ),
        Kind.MUNICIPALITIES: st.lists(st.sampled_from(PLACES), unique=True),
        Kind.FILE: st.lists(st.sampled_from(("besluit.pdf", "plan.docx")), unique=True),
        Kind.PERSON: st.fixed_dictionaries(
            dict.fromkeys(PERSON_PARTS, st.just(""))
            | {"name": st.text("abc", max_size=9), "email": st.sampled_from(["", "a@b.be"])}
        ),
    }
    return st.none() | fits[question.kind]


@st.composite
def answers(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """Draw answers that fit, to all questions: also to those that may not show."""
    return {question.key: draw(answer(question)) for question in form.questions}


@st.composite
def answered_forms(draw: st.DrawFn) -> tuple[Form, dict[str, Any]]:
    form = draw(forms())
    return form, draw(answers(form))
