"""The reserve list: by hand, against every set tried out, and what it promises."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from subsidy.core.errors import RefusedError
from subsidy.scoring.domain import frozen
from subsidy.scoring.domain.computing import canonical
from subsidy.scoring.domain.constraints import Candidate, Obstacle, Rules
from subsidy.scoring.domain.methods import Method
from subsidy.scoring.domain.reserve_list import Standing, Waiting, listed, moving_up
from subsidy.scoring.domain.restoring import can_be_met
from subsidy.scoring.domain.selection import select
from subsidy.scoring.jobs import reserving
from tests.support import choosing
from tests.support.choosing import SEED, case

METHODS = [Method.STOP, Method.SKIP, Method.QUOTA, Method.MERIT]
Case = tuple[list[Candidate], Rules, Standing]


def reserve(
    candidates: Sequence[Candidate], rules: Rules, method: Method, standing: Standing
) -> tuple[Waiting, ...]:
    return listed(candidates, rules, method, SEED, standing, can_be_met)


def cases(method: Method, number: int, seed: int) -> Iterator[Case]:
    """Give selections of which some that were funded saw off their award, or none did."""
    chance = random.Random(seed)  # noqa: S311 - a draw of cases, no secret
    for _ in range(number):
        drawn, rules = case(chance)
        candidates = [each for each in drawn if each.amount_cents]  # no award of nothing
        try:
            made = select(candidates, rules, method, SEED)
        except RefusedError:
            continue
        gone = frozenset(id_ for id_ in made.funded if chance.random() < 0.4)
        amounts = {id_: cents for id_, cents in made.amounts.items() if id_ not in gone}
        yield candidates, rules, Standing(amounts, gone)


# By hand ------------------------------------------------------------------------------------------


def file(id_: str, merit: int, cents: int, region: str = "", lead: str = "") -> Candidate:
    return Candidate(id_, merit, cents, lead=lead or id_, region_cents={region: cents})


A, B, C, D = (file("A", 90, 50), file("B", 80, 40), file("C", 70, 30), file("D", 60, 5))


@pytest.mark.parametrize(
    ("free", "up"),
    [(39, ()), (40, ("B",)), (69, ("B",)), (70, ("B", "C")), (75, ("B", "C", "D"))],
)
def test_the_next_in_line_waits_and_nobody_passes_it(free: int, up: tuple[str, ...]) -> None:
    line = reserve([A, B, C, D], Rules(50), Method.SKIP, Standing({"A": 50}))

    assert moving_up(line, free) == up
    assert [(each.place, each.id, each.needed_cents) for each in line] == [
        (1, "B", 40),
        (2, "C", 70),
        (3, "D", 75),
    ]


@pytest.mark.parametrize(("method", "up"), [(Method.STOP, ()), (Method.SKIP, ("C", "D"))])
def test_what_may_not_stand_beside_another_is_passed_over(
    method: Method, up: tuple[str, ...]
) -> None:
    second = replace(B, lead="A")
    rules = Rules(100, max_per_lead=1)

    line = reserve([A, second, C, D], rules, method, Standing({"A": 50}))

    assert line[0].obstacles == (Obstacle.LEAD,)
    assert line[0].needed_cents is None
    assert moving_up(line, 50) == up


def test_a_minimum_that_is_lost_goes_before_the_rank() -> None:
    """D alone is in the region of A: when A sees off, it goes before B and C, and says so."""
    a, d = replace(A, region_cents={"zuid": 50}), replace(D, region_cents={"zuid": 5})
    rules = Rules(90, region_minimum_projects={"zuid": 1})

    line = reserve([a, B, C, d], rules, Method.QUOTA, Standing({"B": 40}, {"A"}))

    assert [(each.id, each.for_minimum) for each in line] == [("D", True), ("C", False)]
    strict = reserve([a, B, C, d], rules, Method.SKIP, Standing({"B": 40}, {"A"}))
    assert [each.id for each in strict] == ["C", "D"]


def test_a_minimum_that_nobody_can_meet_again_changes_no_order() -> None:
    rules = Rules(90, region_minimum_projects={"zuid": 1})

    line = reserve([A, B, C, D], rules, Method.MERIT, Standing({"A": 50}))

    assert [each.id for each in line] == ["B", "C", "D"]


@pytest.mark.parametrize(
    "standing",
    [Standing({"A": 51}), Standing({"X": 1}), Standing({"A": -1}), Standing({"A": 1}, "A")],
)
def test_what_cannot_be_is_an_error(standing: Standing) -> None:
    with pytest.raises(ValueError, match="stand"):
        reserve([A, B], Rules(50), Method.SKIP, standing)


# Against every set --------------------------------------------------------------------------------


def completions(
    candidates: Sequence[Candidate], rules: Rules, fixed: Mapping[str, int], gone: set[str]
) -> Iterator[dict[str, int]]:
    """Give every set with what is fixed in it that breaks nothing, whatever it costs."""
    free = replace(rules, envelope_cents=10**6)
    who = [
        c
        for c in candidates
        if c.id not in fixed and c.id not in gone and choosing.takes_part(c, rules)
    ]
    for number in range(len(who) + 1):
        for more in combinations(who, number):
            awards = {**fixed, **{c.id: c.amount_cents for c in more}}
            if choosing.is_allowed(awards, candidates, free):
                yield awards


def first_in_words(candidates: list[Candidate], rules: Rules, standing: Standing) -> list[str]:
    """Return who goes before the rank, word by word: needed, and part of a set that meets all."""
    fixed, gone = dict(standing.amounts), set(standing.gone)
    free = replace(rules, envelope_cents=10**6)
    first: list[str] = []
    for one in choosing.ranked(candidates):
        if choosing.is_allowed(fixed, candidates, free):
            break
        waits = one.id not in fixed and one.id not in gone and choosing.takes_part(one, rules)
        with_it = {**fixed, one.id: one.amount_cents}
        if not waits or not nearer(fixed, with_it, candidates, rules):
            continue
        if next(completions(candidates, rules, with_it, gone), None) is not None:
            fixed = with_it
            first.append(one.id)
    return first


def nearer(
    before: Mapping[str, int],
    after: Mapping[str, int],
    candidates: Sequence[Candidate],
    rules: Rules,
) -> bool:
    """Whether one minimum, alone, is short by less; each is tried at every lower height."""
    bare = replace(
        choosing.without_minimums(rules),
        envelope_cents=10**6,
        max_projects=None,
        max_per_lead=None,
        exclusions=[],
    )
    kinds = [
        *(
            {"region_minimum_projects": {r: n}}
            for r, most in rules.region_minimum_projects.items()
            for n in range(1, most + 1)
        ),
        *(
            {"region_minimum_cents": {r: n}}
            for r, most in rules.region_minimum_cents.items()
            for n in range(1, most + 1)
        ),
        *({"minimum_small_reached": n} for n in range(1, rules.minimum_small_reached + 1)),
    ]
    return any(
        choosing.is_allowed(after, candidates, alone)
        and not choosing.is_allowed(before, candidates, alone)
        for alone in (replace(bare, **kind) for kind in kinds)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("method", [Method.QUOTA, Method.MERIT])
def test_who_goes_first_equals_every_set_tried_out(method: Method) -> None:
    """And with them the minimums are met, whenever any set can meet them."""
    seen = 0
    for candidates, rules, standing in cases(method, 200, 41):
        line = reserve(candidates, rules, method, standing)
        first = [each.id for each in line if each.for_minimum]
        assert first == first_in_words(candidates, rules, standing)
        amounts = {each.id: each.amount_cents for each in line if each.for_minimum}
        together = {**standing.amounts, **amounts}
        gone = set(standing.gone)
        can = next(completions(candidates, rules, standing.amounts, gone), None) is not None
        free = replace(rules, envelope_cents=10**6)
        assert can == choosing.is_allowed(together, candidates, free)
        seen += len(first)
    assert seen > 5


@pytest.mark.parametrize("method", METHODS)
def test_promises(method: Method) -> None:
    """Order kept, limits kept, never over the envelope, more money drops nobody."""
    moved = 0
    chance = random.Random(5)  # noqa: S311 - a draw of cases, no secret
    for candidates, rules, standing in cases(method, 100, 42):
        line = reserve(candidates, rules, method, standing)
        assert line == reserve(chance.sample(candidates, len(candidates)), rules, method, standing)
        by_rank = [
            c.id
            for c in choosing.ranked(candidates)
            if choosing.takes_part(c, rules)
            and c.id not in standing.amounts
            and c.id not in standing.gone
        ]
        first = [each.id for each in line if each.for_minimum]
        assert [each.id for each in line] == first + [id_ for id_ in by_rank if id_ not in first]
        asked = {c.id: c.amount_cents for c in candidates}
        before: tuple[str, ...] = ()
        for free in range(60):
            up = moving_up(line, free)
            assert sum(asked[id_] for id_ in up) <= free
            assert up[: len(before)] == before
            before = up
        limits = replace(choosing.without_minimums(rules), envelope_cents=10**6)
        everybody = {**standing.amounts, **{id_: asked[id_] for id_ in before}}
        assert choosing.is_allowed(everybody, candidates, limits)
        moved += len(before)
    assert moved > 20


@pytest.mark.parametrize("method", METHODS)
def test_nobody_moves_up_before_somebody_sees_off(method: Method) -> None:
    for candidates, rules, _ in cases(method, 60, 43):
        made = select(candidates, rules, method, SEED)
        line = reserve(candidates, rules, method, Standing(made.amounts))
        assert moving_up(line, rules.envelope_cents - made.spent_cents) == ()


@pytest.mark.parametrize("method", METHODS)
def test_any_sequence_of_giving_up_and_moving_up_adds_up_to_the_cent(method: Method) -> None:
    """Through the child and back: never over, and nobody waits for whom there is enough."""
    chance = random.Random(11)  # noqa: S311 - a draw of cases, no secret
    for candidates, rules, standing in cases(method, 25, 5):
        asked = {each.id: each.amount_cents for each in candidates}
        amounts, gone = dict(standing.amounts), set(standing.gone)
        for _ in range(4):
            if amounts and chance.random() < 0.7:
                out = chance.choice(sorted(amounts))
                del amounts[out]
                gone.add(out)
            line = by_the_job(candidates, rules, method, Standing(amounts, gone))
            assert line == reserve(candidates, rules, method, Standing(amounts, gone))
            free = rules.envelope_cents - sum(amounts.values())
            up = moving_up(line, free)
            amounts |= {id_: asked[id_] for id_ in up}
            assert sum(amounts.values()) <= rules.envelope_cents
            rest = [each.needed_cents for each in line if each.id not in up]
            assert all(needed is None or needed > free for needed in rest)
            assert not gone & amounts.keys()


def by_the_job(
    candidates: Sequence[Candidate], rules: Rules, method: Method, standing: Standing
) -> tuple[Waiting, ...]:
    """Return what the child answers, as JSON both ways."""
    question = frozen.question_data(candidates, rules, method, SEED)
    data = {"question": question, "standing": frozen.standing_data(standing)}
    answer = json.loads(canonical(reserving.run(json.loads(canonical(data)), lambda *_: None)))
    return tuple(frozen.waiting(each) for each in answer["waiting"])
