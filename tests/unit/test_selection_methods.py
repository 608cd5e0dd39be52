"""SKIP, QUOTA and MERIT against every set tried out, and what they promise."""

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from subsidy.core.errors import RefusedError
from subsidy.language import words
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.selection import Method, Selection, select
from tests.support import choosing
from tests.support.choosing import SEED, case


def chosen(candidates: list[Candidate], rules: Rules, method: Method) -> Selection | None:
    try:
        return select(candidates, rules, method, SEED)
    except RefusedError:
        return None


def amounts(selection: Selection | None) -> Mapping[str, int] | None:
    return None if selection is None else dict(selection.amounts)


def compare(number: int, seed: int, method: Method) -> int:
    """Compare so many cases with every set tried; return in how many something was funded."""
    chance = random.Random(seed)  # noqa: S311 - a draw of cases, no secret
    funded = 0
    for _ in range(number):
        candidates, rules = case(chance)
        found = chosen(candidates, rules, method)
        if method is Method.SKIP:
            assert amounts(found) == choosing.skip(candidates, rules)
        elif method is Method.QUOTA:
            assert amounts(found) == choosing.quota(candidates, rules)
        else:
            _compare_merit(candidates, rules, found)
        shuffled = chance.sample(candidates, len(candidates))
        assert chosen(shuffled, rules, method) == found
        funded += bool(amounts(found))
    return funded


def _compare_merit(candidates: list[Candidate], rules: Rules, found: Selection | None) -> None:
    expected = choosing.merit(candidates, rules)
    assert amounts(found) == (None if expected is None else expected[0])
    if found is not None and expected is not None:
        assert (found.optimal, found.unique, found.bound) == (True, expected[1], found.merit)
        assert found.spent_cents <= rules.envelope_cents


@pytest.mark.parametrize("method", [Method.SKIP, Method.QUOTA, Method.MERIT])
def test_equals_every_set_tried_out(method: Method) -> None:
    assert compare(60, 20_221, method) > 20


@pytest.mark.long
@pytest.mark.parametrize("method", [Method.SKIP, Method.QUOTA, Method.MERIT])
def test_equals_every_set_tried_out_2000_times(method: Method) -> None:
    assert compare(2_000, 7, method) > 1_000


def test_without_minimums_quota_is_skip() -> None:
    chance = random.Random(3)  # noqa: S311 - a draw of cases, no secret
    for _ in range(60):
        candidates, rules = case(chance, 12)
        free = choosing.without_minimums(rules)
        assert chosen(candidates, free, Method.QUOTA) == chosen(candidates, free, Method.SKIP)


def trap(chance: random.Random) -> tuple[list[Candidate], Rules]:
    """Return a case where the obvious set is one cent too expensive (jury.md 0.2)."""
    number = chance.randint(8, 20)
    candidates = [
        Candidate(f"P{i:02}", chance.randint(5_000, 10_000), chance.randint(10**7, 9 * 10**7 + 99))
        for i in range(number)
    ]
    obvious = chance.sample(candidates, number // 2)
    raised = [replace(c, merit=10_000) if c in obvious else c for c in candidates]
    return raised, Rules(sum(c.amount_cents for c in obvious) - 1)


@pytest.mark.parametrize("method", [Method.MERIT, Method.QUOTA])
@pytest.mark.parametrize("number", [20, pytest.param(200, marks=pytest.mark.long)])
def test_never_a_cent_over_the_envelope(method: Method, number: int) -> None:
    chance = random.Random(200)  # noqa: S311 - a draw of cases, no secret
    for _ in range(number):
        candidates, rules = trap(chance)
        found = select(candidates, rules, method, SEED)
        assert found.spent_cents <= rules.envelope_cents
        assert found.optimal


def test_more_money_never_lowers_the_merit_of_merit() -> None:
    chance = random.Random(5)  # noqa: S311 - a draw of cases, no secret
    for _ in range(60):
        candidates, rules = case(chance)
        found = chosen(candidates, rules, Method.MERIT)
        if found is None:
            continue
        richer = replace(rules, envelope_cents=rules.envelope_cents + chance.randint(1, 9))
        assert select(candidates, richer, Method.MERIT, SEED).merit >= found.merit


def test_names_never_matter_where_the_lot_does_not_decide() -> None:
    chance = random.Random(8)  # noqa: S311 - a draw of cases, no secret
    for _ in range(30):
        candidates, rules = case(chance)
        placed = [replace(c, order=i) for i, c in enumerate(candidates)]
        renamed = [replace(c, id=f"X{99 - i}") for i, c in enumerate(placed)]
        free = replace(rules, exclusions=())
        for method in Method:
            first, second = chosen(placed, free, method), chosen(renamed, free, method)
            old = {c.id: i for i, c in enumerate(placed)}
            new = {c.id: i for i, c in enumerate(renamed)}
            assert (first is None) == (second is None)
            if first and second:
                assert [old[id_] for id_ in first.funded] == [new[id_] for id_ in second.funded]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            Rules(10, region_minimum_projects={"noord": 1}),
            "Deze regel van de oproep is niet haalbaar: minstens één project in regio noord.",
        ),
        (
            Rules(10, region_minimum_projects={"zuid": 2}, region_minimum_cents={"oost": 3}),
            (
                "Deze regels van de oproep zijn samen niet haalbaar: minstens 2 projecten in regio "
                "zuid en minstens € 0,03 voor regio oost."
            ),
        ),
        (
            Rules(20, small_municipalities={"x", "y"}, minimum_small_reached=2),
            "Deze regel van de oproep is niet haalbaar: minstens 2 kleine gemeenten.",
        ),
    ],
)
@pytest.mark.parametrize("method", [Method.QUOTA, Method.MERIT])
def test_minimums_that_cannot_be_met_are_named(rules: Rules, said: str, method: Method) -> None:
    """Two in the south take the whole envelope of ten cents, so nothing is left for the east."""
    candidates = [
        Candidate("A", 9_000, 5, region_cents={"zuid": 5}, municipalities={"x"}),
        Candidate("B", 8_000, 5, region_cents={"zuid": 5}),
        Candidate("C", 7_000, 3, region_cents={"oost": 3}),
    ]
    with pytest.raises(RefusedError) as refused:
        select(candidates, rules, method, SEED)
    assert [words(one.text).replace("\xa0", " ") for one in refused.value.refusals] == [said]


def test_too_little_effort_is_said_and_breaks_no_rule() -> None:
    chance = random.Random(1)  # noqa: S311 - a draw of cases, no secret
    candidates = [
        Candidate(f"P{i:02}", chance.randint(5_000, 10_000), chance.randint(10**7, 10**8))
        for i in range(60)
    ]
    rules = Rules(10**9)
    found = select(candidates, rules, Method.MERIT, SEED, effort=0.0)
    assert found.spent_cents <= rules.envelope_cents
    assert not found.optimal
    assert found.bound >= found.merit


@pytest.mark.parametrize("method", [Method.SKIP, Method.QUOTA])
def test_a_raised_mark_never_loses_a_place(method: Method) -> None:
    """QUOTA: where nothing is awarded in part; the next test says why."""
    chance = random.Random(12)  # noqa: S311 - a draw of cases, no secret
    raised_ones = 0
    for _ in range(60):
        candidates, rules = case(chance)
        if method is Method.QUOTA:
            candidates = [replace(each, minimum_cents=None) for each in candidates]
        found = chosen(candidates, rules, method)
        for id_ in found.funded if found else ():
            more = chance.randint(1, 10)
            raised = [
                replace(c, merit=min(10_000, c.merit + more)) if c.id == id_ else c
                for c in candidates
            ]
            assert id_ in select(raised, rules, method, SEED).funded
            raised_ones += 1
    assert raised_ones > 40


def test_a_part_beside_minimums_can_cost_a_raised_file_its_place() -> None:
    """The counterexample of docs/adr/0021: B leans on the part of A, and stands alone above it.

    Two small towns must be reached with 14 cents. A (8 cents, one town) cannot have all; with 6 it
    leaves B (8, another town). With B first, B and a whole A or C do not fit: B is out.
    """
    rules = Rules(14, small_municipalities={"t2", "t3"}, minimum_small_reached=2)
    a = Candidate("A", 9_996, 8, 0, municipalities={"t2"})
    b = Candidate("B", 9_995, 8, municipalities={"t3"})
    c = Candidate("C", 9_993, 11, municipalities={"t2", "t3"})

    assert dict(select([a, b, c], rules, Method.QUOTA, SEED).amounts) == {"A": 6, "B": 8}
    raised = replace(b, merit=9_997)
    assert dict(select([a, raised, c], rules, Method.QUOTA, SEED).amounts) == {"C": 11}
