"""QUOTA and MERIT by hand: what a selection says of its outcome, and of each file."""

import random
from dataclasses import replace

import pytest

from subsidy.core.errors import RefusedError
from subsidy.scoring.domain import selection
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules
from subsidy.scoring.domain.portfolio import UndecidedError
from subsidy.scoring.domain.rank_order import Outcome, Verdict
from subsidy.scoring.domain.selection import (
    Method,
    Selection,
    explain,
    judged,
    reasons,
    select,
    verdicts,
)
from tests.support.choosing import SEED

#   place  points  asks  where  lead
#   A      90.00     60  noord  a
#   B      80.00     60  noord  a
#   C      70.00     40  zuid   c
A = Candidate("A", 9_000, 60, lead="a", region_cents={"noord": 60}, order=0)
B = Candidate("B", 8_000, 60, lead="a", region_cents={"noord": 60}, order=1)
C = Candidate("C", 7_000, 40, lead="c", region_cents={"zuid": 40}, order=2)
ALL = [B, C, A]
A_AND_C = Selection(
    funded=("A", "C"),
    amounts={"A": 60, "C": 40},
    merit=16_000,
    spent_cents=100,
    optimal=True,
    bound=16_000,
    unique=True,
)


def test_quota_keeps_room_for_a_minimum() -> None:
    """A and B take the 120; but one in the south there must be, so B makes room for C."""
    rules = Rules(120, region_minimum_projects={"zuid": 1})
    found, said = judged(ALL, rules, Method.QUOTA, SEED)
    assert found == A_AND_C == select(ALL, rules, Method.QUOTA, SEED)
    assert list(said.items()) == [
        ("A", Verdict(Outcome.FUNDED, 60, 120)),
        ("B", Verdict(Outcome.RESERVED, 0, 60)),
        ("C", Verdict(Outcome.FUNDED, 40, 60)),
    ]
    assert verdicts(ALL, rules, Method.QUOTA, SEED) == said


def test_merit_takes_the_most_points_together() -> None:
    """Of one lead only one: A and C have 160.00 points, B and C 150.00. Ten cents stay.

    D would be third with 75.00 points, and 85.00 are asked on its plan; E has too few points.
    """
    out = [
        Candidate("D", 7_500, 1, lead="d", order=3, under=("Plan",)),
        Candidate("E", 6_999, 1, lead="e", order=4),
    ]
    rules = Rules(110, threshold=7_000, max_per_lead=1)
    found, said = judged([*ALL, *out], rules, Method.MERIT, SEED)
    assert found == A_AND_C == select([*ALL, *out], rules, Method.MERIT, SEED)
    assert list(said.items()) == [
        ("A", Verdict(Outcome.FUNDED, 60, 10)),
        ("B", Verdict(Outcome.NOT_CHOSEN, 0, 10)),
        ("D", Verdict(Outcome.UNDER_CRITERION, 0, 10)),
        ("C", Verdict(Outcome.FUNDED, 40, 10)),
        ("E", Verdict(Outcome.UNDER_THRESHOLD, 0, 10)),
    ]
    assert verdicts([*ALL, *out], rules, Method.MERIT, SEED) == said


def test_merit_awards_nothing_in_part_and_says_when_another_outcome_is_as_good() -> None:
    """Each of the two takes the ten cents; the place in the ranking decides."""
    twins = [
        Candidate("Y", 5_000, 10, 1, order=1),
        Candidate("X", 5_000, 10, 1, order=0),
    ]
    found, said = judged(twins, Rules(19), Method.MERIT, SEED)
    assert (found.funded, dict(found.amounts)) == (("X",), {"X": 10})
    assert (found.optimal, found.unique, found.bound) == (True, False, 5_000)
    assert said["Y"] == Verdict(Outcome.NOT_CHOSEN, 0, 9)


def test_too_little_effort_is_said() -> None:
    chance = random.Random(1)  # noqa: S311 - a draw of cases, no secret
    candidates = [
        Candidate(f"P{i:02}", chance.randint(5_000, 10_000), chance.randint(10**7, 10**8))
        for i in range(60)
    ]
    rules = Rules(10**9)
    found, said = judged(candidates, rules, Method.MERIT, SEED, effort=0.0)
    assert not found.optimal
    assert not found.unique
    assert found.merit < found.bound
    assert found == select(candidates, rules, Method.MERIT, SEED, effort=0.0)
    assert {id_ for id_, each in said.items() if each.outcome is Outcome.FUNDED} == {*found.funded}


@pytest.mark.parametrize(
    ("method", "solver"), [(Method.QUOTA, "as_reserved"), (Method.MERIT, "best")]
)
def test_a_question_that_is_too_hard_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, method: Method, solver: str
) -> None:
    def undecided(*_: object, **__: object) -> None:
        raise UndecidedError

    monkeypatch.setattr(selection, solver, undecided)
    with pytest.raises(RefusedError) as refused:
        select(ALL, Rules(110), method, SEED)
    (refusal,) = refused.value.refusals
    assert str(refusal.text) == (
        "The selection is too hard to compute with these rules. "
        "Make a rule simpler, or choose another method."
    )
    assert refusal.place is None


def explained(candidates: list[Candidate], rules: Rules, method: Method, seed: str) -> object:
    return explain(candidates, rules, method, seed, "A")


@pytest.mark.parametrize("method", Method)
def test_a_limit_below_zero_is_a_mistake(method: Method) -> None:
    for asked in (select, verdicts, reasons, explained):
        with pytest.raises(ValueError, match=r"^a limit must be zero or more$"):
            asked(ALL, Rules(110, max_projects=-1), method, SEED)


@pytest.mark.parametrize(
    ("rules", "method", "outcome", "short", "fitting", "displaced"),
    [
        # 120 - 60 - 40: what A and a project in the south leave. Before A, it takes its place.
        (
            Rules(120, region_minimum_projects={"zuid": 1}),
            Method.QUOTA,
            Outcome.RESERVED,
            1_001,
            20,
            ("A",),
        ),
        # The one project of this lead is A, whatever B asks.
        (Rules(100, max_per_lead=1), Method.MERIT, Outcome.NOT_CHOSEN, 1_001, None, ("A",)),
        (Rules(100, max_per_lead=1), Method.SKIP, Outcome.SKIPPED, 1_001, None, ("A",)),
        (Rules(100, max_per_lead=1), Method.STOP, Outcome.DID_NOT_FIT, 1_001, None, ("A",)),
    ],
)
def test_why_not(
    rules: Rules,
    method: Method,
    outcome: Outcome,
    short: int,
    fitting: int | None,
    displaced: tuple[str, ...],
) -> None:
    made = explain(ALL, rules, method, SEED, "B")
    assert (made.id, made.rank, made.of, made.outcome) == ("B", 2, 3, outcome)
    assert (made.points_short, made.fitting_cents) == (short, fitting)
    assert made.displaced == displaced
    assert reasons(ALL, rules, method, SEED).explain(1) == made


@pytest.mark.parametrize("method", Method)
def test_the_published_seed_draws_the_lot(method: Method) -> None:
    """``printf '%s' 'lotgetal 2022|A' | sha256sum`` begins with 01e9f3, that of C with 4e982c."""
    level = [replace(C, id="C", order=None), replace(C, id="A", order=None)]
    assert select(level, Rules(40), method, SEED).funded == ("A",)
    assert list(verdicts(level, Rules(40), method, SEED)) == ["A", "C"]
    behind = [replace(level[0], merit=6_990), level[1]]
    # With as many points, C still loses to the lot of A.
    assert explain(behind, Rules(40), method, SEED, "C").points_short == 11
    assert explain(level, Rules(40), method, SEED, "C").points_short == 1


def test_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        explain(ALL, Rules(110), Method.MERIT, SEED, "Z")
    beside = Rules(110, exclusions=[("A", "C")])
    assert verdicts(ALL, beside, Method.QUOTA, SEED)["C"] == Verdict(
        Outcome.SKIPPED, 0, 50, (Obstacle.EXCLUSION,), ("A",)
    )
