"""What is said to be certain of good sets holds for every set there is, tried one by one."""

import random
from itertools import combinations

import pytest

from subsidy.core.errors import RefusedError
from subsidy.scoring.domain import holding
from subsidy.scoring.domain.constraints import Candidate, Rules, in_rank_order, is_eligible
from subsidy.scoring.domain.merit import allowed, value_of
from subsidy.scoring.domain.narrowing import SCALE, narrow
from subsidy.scoring.domain.selection import Method, reasons
from tests.support.choosing import SEED, case

FILES = 7


def drawn(number: int) -> list[tuple[list[Candidate], Rules]]:
    chance = random.Random(number)  # noqa: S311 - a draw of cases, no secret
    return [
        (in_rank_order(candidates, SEED), rules)
        for candidates, rules in (case(chance, FILES) for _ in range(number))
    ]


def sets_with(ordered: list[Candidate], rules: Rules, id_: str) -> dict[frozenset[str], int]:
    """Return every allowed set that holds the file, with its merit."""
    eligible = [c.id for c in ordered if c.id != id_ and is_eligible(c, rules)]
    sets = [
        frozenset({id_, *others})
        for size in range(len(eligible) + 1)
        for others in combinations(eligible, size)
    ]
    return {
        each: value_of(ordered, rules, each).merit for each in sets if allowed(ordered, rules, each)
    }


def test_a_bound_is_never_passed_and_what_is_fixed_is_so_in_every_good_set() -> None:
    fixed_at_all = 0
    for ordered, rules in drawn(150):
        near = narrow(ordered, rules)
        for candidate in ordered:
            for each, merit in sets_with(ordered, rules, candidate.id).items():
                assert merit * SCALE <= near.holding(candidate.id)
                fixed = holding.as_good_as(near, candidate, merit)
                assert fixed.inside <= each
                assert not fixed.out & each
                fixed_at_all += len(fixed.inside) + len(fixed.out)
    assert fixed_at_all > 500


@pytest.mark.parametrize("number", [1, 40])
def test_the_best_set_with_a_file_is_that_of_all_sets(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(holding, "OPEN", number)
    monkeypatch.setattr(holding, "WIDER", 2)
    for ordered, rules in drawn(100):
        near = narrow(ordered, rules)
        for candidate in ordered:
            every = sets_with(ordered, rules, candidate.id)
            found = holding.most_holding(ordered, rules, near, candidate)
            if found is None:
                assert every == {}
            else:
                assert every[found] == max(every.values())


def test_explanations_do_not_hang_on_how_many_files_are_open_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    explained = 0
    for ordered, rules in drawn(60):
        found = []
        for number in (1, 40):
            monkeypatch.setattr(holding, "OPEN", number)
            why = reasons(ordered, rules, Method.MERIT, SEED)
            try:
                made = [why.explain(position) for position in range(len(ordered))]
            except RefusedError:  # minimums that cannot be met
                continue
            found.append([(each.points_short, each.fitting_cents) for each in made])
        explained += len(found)
        assert found[:1] == found[1:]
    assert explained > 60
