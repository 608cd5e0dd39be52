"""STOP and SKIP as a page does them, without solvers: by hand, and against every award tried."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from subsidy.core.errors import RefusedError
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules
from subsidy.scoring.domain.explanation import Explanation
from subsidy.scoring.domain.in_order import explain, select, verdicts
from subsidy.scoring.domain.methods import Method, Selection
from subsidy.scoring.domain.rank_order import FUNDED, Outcome, Verdict
from tests.support import choosing
from tests.support.choosing import SEED, case

# Worked by hand with an envelope of 1,000: who asks what, and what STOP and SKIP make of it.
#   place  points  asks  STOP                        SKIP
#   A      90.00    400  in full                     in full
#   B      85.00    350  in full                     in full
#   C      80.00    300  250 is left: does not fit   250 is left: passed over
#   D      75.00    100  after the stop              in full
#   E      70.00    200  after the stop              150 is left, and only C could get a part
#   F      65.00    150  after the stop              in full, to the last cent
#   G      60.00      0  after the stop              asks nothing, so it fits
A = Candidate("A", 9_000, 400, lead="a", region_cents={"noord": 400}, municipalities={"x"})
B = Candidate("B", 8_500, 350, lead="b", region_cents={"zuid": 1})
C = Candidate("C", 8_000, 300, lead="a")
D = Candidate("D", 7_500, 100, lead="d")
E = Candidate("E", 7_000, 200, 100, lead="e")
F = Candidate("F", 6_500, 150, lead="f")
G = Candidate("G", 6_000, 0, lead="g")
ALL = [C, A, G, D, F, B, E]
IN_PART = [A, B, replace(C, minimum_cents=250), D, E, F, G]
RULES = Rules(1_000)
MONEY = (Obstacle.ENVELOPE,)
WORD_BY_WORD: Mapping[Method, Callable[[Sequence[Candidate], Rules], dict[str, int]]] = {
    Method.STOP: choosing.stop,
    Method.SKIP: choosing.skip,
}


def test_the_worked_table_of_stop() -> None:
    assert list(verdicts(ALL, RULES, Method.STOP, SEED).items()) == [
        ("A", Verdict(Outcome.FUNDED, 400, 1_000)),
        ("B", Verdict(Outcome.FUNDED, 350, 600)),
        ("C", Verdict(Outcome.DID_NOT_FIT, 0, 250, MONEY)),
        *((later, Verdict(Outcome.AFTER_STOP, 0, 250)) for later in "DEFG"),
    ]
    assert select(ALL, RULES, Method.STOP, SEED) == Selection(
        funded=("A", "B"),
        amounts={"A": 400, "B": 350},
        merit=17_500,
        spent_cents=750,
        optimal=True,
        bound=17_500,
        unique=True,
    )


def test_the_worked_table_of_skip() -> None:
    assert list(verdicts(ALL, RULES, Method.SKIP, SEED).items()) == [
        ("A", Verdict(Outcome.FUNDED, 400, 1_000)),
        ("B", Verdict(Outcome.FUNDED, 350, 600)),
        ("C", Verdict(Outcome.SKIPPED, 0, 250, MONEY)),
        ("D", Verdict(Outcome.FUNDED, 100, 250)),
        ("E", Verdict(Outcome.SKIPPED, 0, 150, MONEY)),
        ("F", Verdict(Outcome.FUNDED, 150, 150)),
        ("G", Verdict(Outcome.FUNDED, 0, 0)),
    ]
    assert select(ALL, RULES, Method.SKIP, SEED) == Selection(
        funded=("A", "B", "D", "F", "G"),
        amounts={"A": 400, "B": 350, "D": 100, "F": 150, "G": 0},
        merit=37_500,
        spent_cents=1_000,
        optimal=True,
        bound=37_500,
        unique=True,
    )


def test_a_part_takes_all_that_is_left() -> None:
    part = Verdict(Outcome.PARTIAL, 250, 250, MONEY)
    assert list(verdicts(IN_PART, RULES, Method.STOP, SEED).values())[2:] == [
        part,
        *[Verdict(Outcome.AFTER_STOP, 0, 0)] * 4,
    ]
    assert list(verdicts(IN_PART, RULES, Method.SKIP, SEED).values())[2:] == [
        part,
        *[Verdict(Outcome.SKIPPED, 0, 0, MONEY)] * 3,
        Verdict(Outcome.FUNDED, 0, 0),
    ]


@pytest.mark.parametrize(
    ("candidates", "rules", "stop", "skip"),
    [
        # What a threshold keeps out does not stop, nor is it the first that does not fit.
        ([replace(A, under=("Plan",)), *IN_PART[2:4]], Rules(250), {"C": 250}, {"C": 250}),
        (ALL, Rules(1_000, threshold=8_001), {"A": 400, "B": 350}, {"A": 400, "B": 350}),
        # Only money can be awarded in part.
        (IN_PART, Rules(1_000, max_projects=2), {"A": 400, "B": 350}, {"A": 400, "B": 350}),
        (
            ALL,
            Rules(9_000, max_per_lead=1),
            {"A": 400, "B": 350},
            {"A": 400, "B": 350, "D": 100, "E": 200, "F": 150, "G": 0},
        ),
        (
            ALL,
            Rules(9_000, exclusions=[("A", "B")]),
            {"A": 400},
            {"A": 400, "C": 300, "D": 100, "E": 200, "F": 150, "G": 0},
        ),
        # A cent less than its minimum is nothing; C was the first, so E gets no part either.
        (
            [*ALL[1:], replace(C, minimum_cents=251)],
            RULES,
            {"A": 400, "B": 350},
            {"A": 400, "B": 350, "D": 100, "F": 150, "G": 0},
        ),
        ([A, replace(C, minimum_cents=0)], Rules(401), *[{"A": 400, "C": 1}] * 2),
        ([A, replace(C, minimum_cents=0)], Rules(400), *[{"A": 400}] * 2),
        ([], RULES, {}, {}),
    ],
)
def test_by_hand(
    candidates: list[Candidate], rules: Rules, stop: dict[str, int], skip: dict[str, int]
) -> None:
    for method, amounts in ((Method.STOP, stop), (Method.SKIP, skip)):
        found = select(candidates, rules, method, SEED)
        assert (dict(found.amounts), list(found.funded)) == (amounts, list(amounts))


def test_what_keeps_a_file_out_is_named() -> None:
    beside = Rules(9_000, exclusions=[("A", "B")])
    for method, out in ((Method.STOP, Outcome.DID_NOT_FIT), (Method.SKIP, Outcome.SKIPPED)):
        found = verdicts(ALL, beside, method, SEED)
        assert found["B"] == Verdict(out, 0, 8_600, (Obstacle.EXCLUSION,), ("A",))
        found = verdicts([A, replace(B, under=("Plan",)), C], Rules(900, 8_500), method, SEED)
        assert found["B"] == Verdict(Outcome.UNDER_CRITERION, 0, 500)
        assert found["C"] == Verdict(Outcome.UNDER_THRESHOLD, 0, 500)


def test_minimums_that_rank_order_leaves_unmet_are_stated() -> None:
    rules = Rules(
        1_000,
        region_minimum_projects={"noord": 1, "zuid": 2},
        small_municipalities={"x", "y"},
        minimum_small_reached=2,
    )
    for method in WORD_BY_WORD:
        assert [str(text) for text in select(ALL, rules, method, SEED).unmet] == [
            "Region zuid must have at least 2 projects and has 1.",
            "At least 2 small municipalities must be reached; 1 are reached.",
        ]


@pytest.mark.parametrize("method", WORD_BY_WORD)
def test_equals_the_method_word_by_word_in_any_order(method: Method) -> None:
    chance = random.Random(21)  # noqa: S311 - a draw of cases, no secret
    funded = 0
    for _ in range(60):
        candidates, rules = case(chance)
        found = select(candidates, rules, method, SEED)
        assert dict(found.amounts) == WORD_BY_WORD[method](candidates, rules)
        assert select(chance.sample(candidates, len(candidates)), rules, method, SEED) == found
        said = verdicts(candidates, rules, method, SEED)
        assert {id_: v.awarded_cents for id_, v in said.items() if v.outcome in FUNDED} == (
            found.amounts
        )
        funded += bool(found.funded)
    assert funded > 20


# Why a file is in or out --------------------------------------------------------------------------


def told(made: Explanation) -> tuple[int, int, Outcome, int, int | None, int | None]:
    points_and_cents = made.points_short, made.fitting_cents
    return made.rank, made.of, made.outcome, made.awarded_cents, *points_and_cents


@pytest.mark.parametrize(
    ("method", "id_", "expected"),
    [
        (Method.STOP, "A", (1, 7, Outcome.FUNDED, 400, None, None)),
        # With 85.00 points it asks less than B, so it goes first; 250 was left.
        (Method.STOP, "C", (3, 7, Outcome.DID_NOT_FIT, 0, 500, 250)),
        (Method.SKIP, "C", (3, 7, Outcome.SKIPPED, 0, 500, 250)),
        # Before C, 250 are left; after C everything is over, whatever it asks.
        (Method.STOP, "E", (5, 7, Outcome.AFTER_STOP, 0, 1_000, None)),
        # D asks less, so E must have a hundredth more than D; after D, 150 are left.
        (Method.SKIP, "E", (5, 7, Outcome.SKIPPED, 0, 501, 150)),
        (Method.SKIP, "G", (7, 7, Outcome.FUNDED, 0, None, None)),
    ],
)
def test_an_explanation_by_hand(
    method: Method, id_: str, expected: tuple[int, int, Outcome, int, int | None, int | None]
) -> None:
    made = explain(ALL, RULES, method, SEED, id_)
    assert (made.id, told(made)) == (id_, expected)


def test_the_published_seed_draws_the_lot() -> None:
    """``printf '%s' 'lotgetal 2022|A' | sha256sum`` begins with 01e9f3, that of C with 4e982c."""
    first, second = Candidate("A", 8_010, 100), Candidate("C", 8_000, 100)
    for method in WORD_BY_WORD:
        # With as many points as A, C still loses to its lot.
        assert explain([first, second], Rules(100), method, SEED, "C").points_short == 11
        level = [replace(second, merit=8_010), first]
        assert select(level, Rules(100), method, SEED).funded == ("A",)
        assert list(verdicts(level, Rules(100), method, SEED)) == ["A", "C"]
        assert explain(level, Rules(100), method, SEED, "C").rank == 2


@pytest.mark.parametrize("method", WORD_BY_WORD)
def test_what_an_explanation_promises_is_true(method: Method) -> None:
    """Every merit and every amount is tried, one by one, in the method read word by word."""
    chance = random.Random(8)  # noqa: S311 - a draw of cases, no secret
    out = 0
    for _ in range(12):
        candidates, rules = case(chance, 6)
        awarded = WORD_BY_WORD[method](candidates, rules)
        for own in candidates:
            made = explain(candidates, rules, method, SEED, own.id)
            assert made.awarded_cents == awarded.get(own.id, 0)
            others = [each for each in candidates if each is not own]
            if own.id not in awarded:
                out += 1
                assert told(made)[-2:] == _what_would_do(own, others, rules, method)
    assert out > 10


def _what_would_do(
    own: Candidate, others: list[Candidate], rules: Rules, method: Method
) -> tuple[int | None, int | None]:
    def award(changed: Candidate) -> int | None:
        return WORD_BY_WORD[method]([*others, changed], rules).get(own.id)

    points = [
        merit - own.merit
        for merit in range(own.merit + 1, 10_001)
        if award(replace(own, merit=merit)) is not None
    ]
    cents = [
        cents
        for cents in range(1, own.amount_cents + 1)
        if award(replace(own, amount_cents=cents, minimum_cents=None)) == cents
    ]
    return min(points, default=None), max(cents, default=None)


# What is refused ----------------------------------------------------------------------------------


def explained(candidates: list[Candidate], rules: Rules, method: Method, seed: str) -> object:
    return explain(candidates, rules, method, seed, "A")


@pytest.mark.parametrize("method", [Method.QUOTA, Method.MERIT])
def test_a_method_that_needs_a_solver_is_refused_in_words(method: Method) -> None:
    for asked in (select, verdicts, explained):
        with pytest.raises(RefusedError) as refused:
            asked(ALL, RULES, method, SEED)
        (refusal,) = refused.value.refusals
        assert str(refusal.text) == "This selection method is not available yet. Choose another."
        assert refusal.place == "method"


def test_a_limit_below_zero_is_a_mistake() -> None:
    for asked in (select, verdicts, explained):
        with pytest.raises(ValueError, match=r"^a limit must be zero or more$"):
            asked(ALL, Rules(1_000, max_projects=-1), Method.SKIP, SEED)


def test_nobody_is_explained_who_is_not_there() -> None:
    with pytest.raises(KeyError):
        explain(ALL, RULES, Method.SKIP, SEED, "Z")
