"""Assignments: equal to brute force, independent of order, and true about why there is none."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.scoring.domain.assignment import Assignment, Infeasible, Mode, Options, assign

EVEN = 0.05  # what the square of a load costs in the balanced mode


@dataclass(frozen=True)
class Case:
    affinity: npt.NDArray[np.float64]
    conflicts: npt.NDArray[np.bool_]
    demand: npt.NDArray[np.int64]
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    organisations: tuple[str | None, ...]

    def assigned(self, mode: Mode) -> Assignment:
        options = Options("lot", organisations=self.organisations)
        return assign(
            self.affinity, self.conflicts, self.demand, self.low, self.high, mode, options=options
        )


def drawn(seed: int) -> Case:
    """Return a small panel: with ties in a third of the cases, organisations in a third."""
    rng = np.random.default_rng(seed)
    jurors, files = int(rng.integers(2, 5)), int(rng.integers(1, 5))
    affinity = rng.random((jurors, files))
    low = rng.integers(0, 2, jurors)
    shared = seed % 3 == 1
    return Case(
        np.round(affinity * 3) / 3 if seed % 3 == 0 else affinity,
        rng.random((jurors, files)) < rng.choice([0.0, 0.2, 0.4]),
        rng.integers(0, min(3, jurors) + 1, files),
        low,
        low + rng.integers(0, 4, jurors),
        tuple(str(rng.choice(["a", "b", "c"])) if shared else None for _ in range(jurors)),
    )


def every(case: Case) -> Iterator[npt.NDArray[np.bool_]]:
    """Return every assignment that keeps to the rules, tried one by one."""
    rows = range(len(case.low))
    for choice in itertools.product(
        *(
            [
                group
                for group in itertools.combinations(rows, int(need))
                if not case.conflicts[list(group), file].any() and apart(case, group)
            ]
            for file, need in enumerate(case.demand)
        )
    ):
        table = np.zeros(case.affinity.shape, dtype=np.bool_)
        for file, group in enumerate(choice):
            table[list(group), file] = True
        load = table.sum(axis=1)
        if np.all((case.low <= load) & (load <= case.high)):
            yield table


def apart(case: Case, group: Sequence[int]) -> bool:
    names = [case.organisations[juror] for juror in group if case.organisations[juror]]
    return len(names) == len(set(names))


def table_of(case: Case, found: Assignment) -> npt.NDArray[np.bool_]:
    table = np.zeros(case.affinity.shape, dtype=np.bool_)
    for juror, file in found.pairs:
        table[juror, file] = True
    return table


def total(case: Case, table: npt.NDArray[np.bool_]) -> float:
    return float(case.affinity[table].sum())


def balanced(case: Case, table: npt.NDArray[np.bool_]) -> float:
    return total(case, table) - EVEN * float((table.sum(axis=1) ** 2).sum())


def worst(case: Case, table: npt.NDArray[np.bool_]) -> float:
    sums = np.where(table, case.affinity, 0.0).sum(axis=0)[case.demand > 0]
    return float(sums.min()) if len(sums) else 0.0


def floor_of(case: Case, table: npt.NDArray[np.bool_], number: int) -> float:
    """Return the lowest affinity among the ``number`` best jurors of each file."""
    columns = [np.sort(case.affinity[table[:, f], f])[::-1] for f in range(len(case.demand))]
    return min((float(c[min(number, len(c)) - 1]) for c in columns if len(c)), default=0.0)


def compare(seeds: Iterator[int] | range) -> int:
    """Hold every mode against brute force; return how many panels had an assignment."""
    count = 0
    for seed in seeds:
        case = drawn(seed)
        tables = list(every(case))
        if not tables:
            for mode in Mode:
                with pytest.raises(Infeasible) as caught:
                    case.assigned(mode)
                check_cut(case, caught.value)
            continue
        count += 1
        for mode, value in ((Mode.TOTAL, total), (Mode.BALANCED, balanced)):
            table = table_of(case, case.assigned(mode))
            assert any(np.array_equal(table, one) for one in tables), seed
            assert value(case, table) == pytest.approx(max(value(case, t) for t in tables)), seed
        check_fair(case, tables)
    return count


def check_fair(case: Case, tables: Sequence[npt.NDArray[np.bool_]]) -> None:
    """PeerReview4All: feasible, and its worst file as good as the paper promises."""
    found = case.assigned(Mode.FAIR)
    table = table_of(case, found)
    assert any(np.array_equal(table, one) for one in tables)
    assert found.worst == pytest.approx(worst(case, table))
    exact, most = max(worst(case, t) for t in tables), int(case.demand.max())
    assert found.worst <= exact + 1e-9
    if most:
        assert found.worst >= exact / most - 1e-9
    if len(set(case.demand)) == 1 and not any(case.organisations):
        for number in range(1, most + 1):
            assert found.worst >= number * max(floor_of(case, t, number) for t in tables) - 1e-9


def check_cut(case: Case, refused: Infeasible) -> None:
    """Hold the numbers of the sentence against the panel: they are true, and they clash."""
    short = refused.shortage
    files, jurors = list(refused.files), list(refused.jurors)
    free = ~case.conflicts
    assert short.needed > short.places
    if short.of_jurors:
        assert short.needed == case.demand[files].sum()
        places = np.minimum(case.high, free[:, files].sum(axis=1))
        able = [j for j in range(len(case.high)) if free[j, files].any() and case.high[j]]
        assert jurors == able
    else:
        assert short.needed == case.low[jurors].sum()
        places = np.minimum(case.demand, free[jurors, :].sum(axis=0))
    if any(case.organisations):
        assert short.places <= places.sum()
    else:
        assert short.places == places.sum()


def test_equal_to_brute_force() -> None:
    assert compare(range(100)) > 25


@pytest.mark.slow
def test_equal_to_brute_force_in_two_thousand_panels() -> None:
    assert compare(range(1_000, 3_000)) > 500


def planted(jurors: int, files: int) -> Case:
    """Return a panel whose one best assignment is known: file f with jurors f, f+1 and f+3."""
    affinity = np.full((jurors, files), 0.4)
    for file in range(files):
        affinity[[(file + step) % jurors for step in (0, 1, 3)], file] = 0.9
    load = np.full(jurors, 3 * files // jurors)
    nothing = np.zeros_like(affinity, dtype=np.bool_)
    return Case(affinity, nothing, np.full(files, 3), load, load, (None,) * jurors)


@pytest.mark.parametrize("mode", Mode)
def test_the_one_best_assignment_is_found_in_any_order(mode: Mode) -> None:
    case = planted(9, 18)
    rng = np.random.default_rng(7)
    for _ in range(5):
        rows, columns = rng.permutation(9), rng.permutation(18)
        found = assign(
            case.affinity[np.ix_(rows, columns)],
            case.conflicts,
            case.demand,
            case.low,
            case.high,
            mode,
        )
        expected = {((f + step) % 9, f) for f in range(18) for step in (0, 1, 3)}
        assert {(rows[juror], columns[file]) for juror, file in found.pairs} == expected
        assert found.total == pytest.approx(0.9 * 54)
        assert found.worst == pytest.approx(2.7)
        assert found.loads == (6,) * 9
        assert found.components == 1


@pytest.mark.parametrize("mode", Mode)
def test_what_is_equally_good_is_drawn_by_name_not_by_order(mode: Mode) -> None:
    """Everybody suits everything: only the seed and the names decide."""
    names = [f"J{n}" for n in range(6)]
    files = [f"D{n}" for n in range(8)]
    rng = np.random.default_rng(3)

    def pairs(rows: Sequence[int], columns: Sequence[int], seed: str) -> set[tuple[str, str]]:
        jurors, subjects = [names[row] for row in rows], [files[column] for column in columns]
        found = assign(
            np.full((6, 8), 0.5),
            np.zeros((6, 8), dtype=np.bool_),
            [2] * 8,
            [0] * 6,
            [4] * 6,
            mode,
            options=Options(seed, jurors, subjects),
        )
        return {(jurors[juror], subjects[file]) for juror, file in found.pairs}

    first = pairs(range(6), range(8), "2026")
    for _ in range(4):
        assert pairs(rng.permutation(6).tolist(), rng.permutation(8).tolist(), "2026") == first
    assert any(pairs(range(6), range(8), str(year)) != first for year in range(2027, 2031))


@given(
    demand=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    jurors=st.integers(4, 8),
    seed=st.text(max_size=4),
    mode=st.sampled_from(Mode),
)
def test_of_what_is_equally_good_all_jurors_can_be_compared(
    demand: list[int], jurors: int, seed: str, mode: Mode
) -> None:
    """A graph with as many edges as a tree has can be made one: each edge less is a group more."""
    shape = (jurors, len(demand))
    most = [len(demand)] * jurors
    found = assign(
        np.ones(shape), np.zeros(shape), demand, [0] * jurors, most, mode, options=Options(seed)
    )
    seated = sum(load > 0 for load in found.loads)
    assert found.components == max(1, seated + len(demand) - sum(demand))


def test_jurors_of_one_organisation_stay_apart_when_groups_are_joined() -> None:
    """Jurors 1 and 2 are of one house; juror 3 may not judge two of the files."""
    conflicts = np.array([[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]]).T
    of = ("a", "b", "b", "c")
    for seed in map(str, range(20)):
        options = Options(seed, organisations=of)
        found = assign(np.ones((4, 4)), conflicts, [2] * 4, [2] * 4, [2] * 4, options=options)
        for file in range(4):
            sits = [of[juror] for juror, own in found.pairs if own == file]
            assert len(set(sits)) == len(sits) == 2
        assert found.loads == (2, 2, 2, 2)
        assert not any(conflicts[pair] for pair in found.pairs)


@pytest.mark.parametrize("mode", Mode)
def test_without_names_the_order_does_not_count_either(mode: Mode) -> None:
    rng = np.random.default_rng(11)
    affinity = np.round(rng.random((8, 12)) * 2) / 2
    conflicts = rng.random((8, 12)) < 0.1
    first = assign(affinity, conflicts, [3] * 12, [3] * 8, [6] * 8, mode)
    for _ in range(4):
        rows, columns = rng.permutation(8), rng.permutation(12)
        both = np.ix_(rows, columns)
        found = assign(affinity[both], conflicts[both], [3] * 12, [3] * 8, [6] * 8, mode)
        there = {(int(rows[juror]), int(columns[file])) for juror, file in found.pairs}
        assert there == set(first.pairs)


def test_too_few_jurors_for_some_files_is_a_sentence_with_true_numbers() -> None:
    """Seven files share three jurors of four places each and need four jurors each."""
    conflicts = np.zeros((9, 12), dtype=np.bool_)
    conflicts[3:, :7] = True
    affinity = np.full((9, 12), 0.5)
    with pytest.raises(Infeasible) as caught:
        assign(affinity, conflicts, [4] * 12, [0] * 9, [4] * 3 + [20] * 6)
    assert caught.value.files == tuple(range(7))
    assert caught.value.jurors == (0, 1, 2)
    assert str(caught.value.sentence) == (
        "These 7 files together need 28 places with jurors. "
        "Only 3 jurors can still judge this, together good for 12."
    )


def test_too_few_files_for_a_minimum_is_a_sentence_too() -> None:
    conflicts = np.zeros((3, 4), dtype=np.bool_)
    conflicts[0, 1:] = True
    with pytest.raises(Infeasible) as caught:
        assign(np.full((3, 4), 0.5), conflicts, [1] * 4, [2, 0, 0], [4] * 3)
    assert (caught.value.jurors, caught.value.files) == ((0,), (0,))
    assert str(caught.value.sentence) == (
        "This juror must get at least 2 files. "
        "There is only one place for that, in the files that can still be judged."
    )


def test_who_drops_out_is_replaced_and_nobody_else_changes() -> None:
    case = planted(9, 18)
    before = assign(case.affinity, case.conflicts, case.demand, case.low, case.high)
    gone = case.conflicts.copy()
    gone[4] = True
    rest = frozenset(pair for pair in before.pairs if pair[0] != 4)
    low, high = np.where(np.arange(9) == 4, 0, 6), np.full(9, 8)
    for options in (Options(begun=rest), Options(given=rest)):
        after = assign(case.affinity, gone, case.demand, low, high, options=options)
        assert rest <= set(after.pairs)
        assert after.loads[4] == 0
        assert len(after.pairs) == 54


def test_what_is_given_gives_way_when_it_must_and_what_is_begun_never() -> None:
    """Only juror 0 can take file 1, and nobody takes two: so file 0 must leave juror 0."""
    conflicts = np.array([[False, False], [False, True]])
    affinity = np.array([[1.0, 0.1], [0.1, 0.1]])
    pair = frozenset({(0, 0)})
    found = assign(affinity, conflicts, [1, 1], [0, 0], [1, 1], options=Options(given=pair))
    assert found.pairs == ((0, 1), (1, 0))
    with pytest.raises(Infeasible):
        assign(affinity, conflicts, [1, 1], [0, 0], [1, 1], options=Options(begun=pair))


def test_one_organisation_sends_one_juror_to_a_file_also_after_a_beginning() -> None:
    affinity = np.array([[0.9, 0.9], [0.8, 0.8], [0.1, 0.1]])
    nothing = np.zeros((3, 2), dtype=np.bool_)
    of = ("Gent", "Gent", None)
    found = assign(affinity, nothing, [2, 2], [0] * 3, [2] * 3, options=Options(organisations=of))
    assert found.pairs == ((0, 0), (0, 1), (2, 0), (2, 1))
    begun = Options(organisations=of, begun=frozenset({(1, 0)}))
    found = assign(affinity, nothing, [2, 2], [0] * 3, [2] * 3, options=begun)
    assert found.pairs == ((0, 1), (1, 0), (2, 0), (2, 1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"affinity": [[1.1, 0.5]]}, "from 0 to 1"),
        ({"affinity": [[float("nan"), 0.5]]}, "from 0 to 1"),
        ({"affinity": [0.5, 0.5]}, "jurors x files"),
        ({"conflicts": [[False]]}, "jurors x files"),
        ({"demand": [1]}, "demand"),
        ({"demand": [1, -1]}, "demand"),
        ({"demand": [1.5, 1.0]}, "demand"),
        ({"load_max": [1, 2]}, "load_max"),
        ({"load_min": [3]}, "load_min"),
        ({"options": Options(jurors=())}, "a name of its own"),
        ({"options": Options(files=("D", "D"))}, "a name of its own"),
        ({"options": Options(organisations=())}, "organisation"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], message: str) -> None:
    good: dict[str, object] = {
        "affinity": [[0.5, 0.5]],
        "conflicts": [[False, False]],
        "demand": [1, 1],
        "load_min": [0],
        "load_max": [2],
    }
    assert assign(**good).pairs == ((0, 0), (0, 1))  # type: ignore[arg-type]  # arrays as lists
    with pytest.raises(ValueError, match=message):
        assign(**{**good, **change})  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("mode", Mode)
def test_nothing_to_assign_is_no_shortage(mode: Mode) -> None:
    empty = np.zeros((2, 0))
    assert assign(empty, empty > 0, [], [0, 0], [1, 1], mode).pairs == ()
    nobody = np.zeros((0, 2))
    assert assign(nobody, nobody > 0, [0, 0], [], [], mode) == Assignment((), 0.0, 0.0, (), 0)
