"""Marks and merit, calculated by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.language import words
from subsidy.scoring.domain.marks import (
    Criterion,
    Mark,
    criterion_means,
    faults,
    file_merit,
    juror_merit,
    mean_mark,
    points,
    under_threshold,
)
from tests.support.dossiers import english

QUALITY = Criterion("quality", "Kwaliteit", 5_000, threshold=6)
IMPACT = Criterion("impact", "Impact", 3_000)
PLAN = Criterion("plan", "Plan", 2_000, threshold=6, text_required=False)
CRITERIA = [QUALITY, IMPACT, PLAN]

# By hand:  5000*8 + 3000*6 + 2000*7 = 72000 -> 72.00 points
#           5000*7 + 3000*9 + 2000*5 = 72000 -> 72.00 points
#           5000*9 + 3000*4 + 2000*6 = 69000 -> 69.00 points;  mean 213/3 = 71.00
FIRST = {"quality": 8, "impact": 6, "plan": 7}
SECOND = {"quality": 7, "impact": 9, "plan": 5}
THIRD = {"quality": 9, "impact": 4, "plan": 6}
UNFINISHED: dict[str, int | None] = {"quality": 0, "impact": None, "plan": 0}


def test_merit_by_hand() -> None:
    assert [juror_merit(CRITERIA, review) for review in (FIRST, SECOND, THIRD)] == [
        7_200,
        7_200,
        6_900,
    ]
    assert file_merit(CRITERIA, [FIRST, SECOND, THIRD]) == 7_100


def test_missing_is_missing_and_never_zero() -> None:
    assert juror_merit(CRITERIA, UNFINISHED) is None
    assert file_merit(CRITERIA, [FIRST, UNFINISHED, {}]) == 7_200
    assert file_merit(CRITERIA, [UNFINISHED]) is None
    assert file_merit(CRITERIA, []) is None
    assert criterion_means(CRITERIA, [UNFINISHED]) == {}
    means = criterion_means(CRITERIA, [FIRST, UNFINISHED, SECOND])
    assert means == {"quality": Fraction(15, 2), "impact": Fraction(15, 2), "plan": 6}


@pytest.mark.parametrize(("mark", "merit"), [(1, 0), (2, 1), (3, 2), (5, 2), (7, 4)])
def test_a_half_goes_to_the_even_hundredth_once(mark: int, merit: int) -> None:
    """A weight of 5 basis points makes halves: 0.5, 1, 1.5, 2.5, 3.5 hundredths."""
    criteria = [Criterion("a", "A", 9_995), Criterion("b", "B", 5)]
    assert file_merit(criteria, [{"a": 0, "b": mark}]) == merit


def test_only_the_mean_is_rounded() -> None:
    """0.5 and 0.5 and 0.5 and 1.5: rounded first that would be 0 0 0 2; the mean is 0.75 -> 1."""
    criteria = [Criterion("a", "A", 9_995), Criterion("b", "B", 5)]
    reviews = [{"a": 0, "b": mark} for mark in (1, 1, 1, 3)]
    assert file_merit(criteria, reviews) == 1


@given(st.lists(st.tuples(*[st.integers(0, 10)] * 3), min_size=1, max_size=6), st.randoms())
def test_merit_is_on_the_scale_in_any_order_and_rises_with_a_mark(
    marks: list[tuple[int, int, int]], chance: object
) -> None:
    del chance
    reviews = [dict(zip(("quality", "impact", "plan"), row, strict=True)) for row in marks]
    merit = file_merit(CRITERIA, reviews)
    assert merit is not None
    assert 0 <= merit <= 10_000
    assert file_merit(CRITERIA[::-1], reviews[::-1]) == merit
    raised = [{**reviews[0], "plan": 10}, *reviews[1:]]
    assert (file_merit(CRITERIA, raised) or 0) >= merit


def test_the_ends_of_the_scale() -> None:
    assert file_merit(CRITERIA, [{"quality": 10, "impact": 10, "plan": 10}]) == 10_000
    assert file_merit(CRITERIA, [{"quality": 0, "impact": 0, "plan": 0}]) == 0


def test_a_criterion_without_weight_is_judged_but_counts_for_nothing() -> None:
    criteria = [Criterion("a", "A", 10_000), Criterion("b", "B", 0)]
    assert file_merit(criteria, [{"a": 7, "b": 10}]) == 7_000
    assert file_merit(criteria, [{"a": 7}]) is None


@pytest.mark.parametrize(
    "criteria",
    [
        [Criterion("a", "A", 12_000), Criterion("b", "B", -2_000)],
        [Criterion("a", "A", 10_001), Criterion("b", "B", -1)],
        [Criterion("a", "A", 10_001)],
        [Criterion("a", "A", 9_999)],
        [Criterion("a", "A", 5_000), Criterion("a", "B", 5_000)],
    ],
)
def test_weights_that_do_not_add_up_are_a_mistake(criteria: list[Criterion]) -> None:
    with pytest.raises(
        ValueError, match=r"^the weights of distinct criteria must sum to 10,000 basis points$"
    ):
        juror_merit(criteria, {"a": 1, "b": 1})


@pytest.mark.parametrize(
    ("criteria", "review"),
    [
        ([QUALITY, IMPACT], FIRST),
        ([QUALITY, QUALITY], FIRST),
        ([], {}),
        (CRITERIA, {**FIRST, "plan": 11}),
        (CRITERIA, {**FIRST, "plan": -1}),
        (CRITERIA, {**FIRST, "plan": True}),
    ],
)
def test_a_wrong_weight_or_mark_is_never_calculated_with(
    criteria: list[Criterion], review: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match=r"^the weights|^a mark is a whole number from 0 to 10$"):
        juror_merit(criteria, review)


def test_a_threshold_compares_the_exact_mean() -> None:
    means = {"quality": Fraction(6), "impact": Fraction(0), "plan": Fraction(599, 100)}
    assert under_threshold(CRITERIA, means) == ("Plan",)


def test_every_fault_at_its_place_at_once() -> None:
    marks = [
        Mark("quality", 11, "too good"),
        Mark("plan", None),
        Mark("taste", 3),
    ]
    assert [fault.place for fault in faults(CRITERIA, marks, complete=True)] == [
        "mark-taste",
        "mark-quality",
        "mark-impact",
        "motivation-impact",
        "mark-plan",
    ]
    assert [fault.place for fault in faults(CRITERIA, marks, complete=False)] == [
        "mark-taste",
        "mark-quality",
    ]
    twice = faults(CRITERIA, [Mark("plan", 1), Mark("plan", 2)], complete=False)
    assert [fault.place for fault in twice] == [None]


def test_every_fault_says_what_to_do() -> None:
    marks = [
        Mark("quality", 11, "too good"),
        Mark("taste", 3),
        Mark("impact", None, " "),
        Mark("plan", 5),
        Mark("plan", 6),
    ]
    assert [english(fault.text) for fault in faults(CRITERIA, marks, complete=True)] == [
        "This call has no criterion “taste”. Remove the mark.",
        "A criterion stands in the list twice. Keep one mark.",
        "The mark for “Kwaliteit” is 11. Give a whole mark from 0 to 10.",
        "Give a mark from 0 to 10 for “Impact”.",
        "Write for “Impact” why you give this mark.",
    ]


def test_complete_marks_have_no_fault() -> None:
    marks = [Mark("quality", 0, "No aim."), Mark("impact", 10, "All of it."), Mark("plan", 5)]
    assert faults(CRITERIA, marks, complete=True) == ()


def test_points_read_as_people_write_them() -> None:
    assert str(points(8_705)) == "87.05"
    assert words(points(8_705)) == "87,05"
    assert words(points(10_000)) == "100,00"
    assert words(mean_mark(Fraction(22, 3))) == "7,33"
