"""Expected ranks: the published panel, dense posteriors, zones, and funding done again."""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from subsidy.scoring.domain import constraints, rank_order
from subsidy.scoring.domain.calibration import fit
from subsidy.scoring.domain.funded_again import Costs, down_the_ranking
from subsidy.scoring.domain.mixed_model import Model
from subsidy.scoring.domain.ranking import Asked, Drawn, Flags, Ranks, Zone, ranks
from subsidy.scoring.domain.scores import Array, Score, arranged
from subsidy.scoring.domain.variance_draws import Prior, batches
from tests.support.jury_worlds import Size, world
from tests.support.mock_panel import EXPECTED_RANKS, PANEL_1, SUCRA

PUBLISHED = Prior(limit=2.0, juror=0.5)  # their model: vignettes/default_jags_model.txt
PANEL = [
    Score(f"#{file:02}", f"v{juror}", 7.0 - grade)
    for file, row in enumerate(PANEL_1, 1)
    for juror, grade in enumerate(row, 1)
]
SMALL = Size(files=12, jurors=5, each=3)


def asked(seed: int = 1, top: int = 5, draws: int = 2_000) -> Asked:
    return Asked(seed=seed, prior=Prior(2.0), top=top, draws=draws)


def test_expected_ranks_of_the_published_panel() -> None:
    found = ranks(PANEL, Asked(seed=1, prior=PUBLISHED, top=5))
    ours = {each.file: each for each in found.files}
    ordered = [ours[file] for file in sorted(ours)]
    assert [each.expected for each in ordered] == pytest.approx(EXPECTED_RANKS, abs=0.2)
    assert [each.sucra for each in ordered] == pytest.approx(SUCRA, abs=0.02)
    assert sum(each.expected for each in ordered) == pytest.approx(15 * 16 / 2)
    assert sum(each.top for each in ordered) == pytest.approx(5)


@pytest.mark.slow
def test_the_variances_are_those_of_a_dense_posterior() -> None:
    """Against a grid over all three standard deviations, with the textbook's likelihood."""
    found = arranged(world(3, 0.8, SMALL).scores)
    rng = np.random.default_rng(1)
    drawn = list(batches(Model(found), 4_000, Prior(2.0), rng))
    files = np.concatenate([each.chance * np.exp(each.reduced.log_ratio) for each in drawn])
    chance = np.concatenate([each.chance for each in drawn])
    jurors = chance / np.sqrt(np.concatenate([each.juror_ridge for each in drawn]))
    assert len(chance) == 4_000
    assert max(files.max(), jurors.max(), chance.max()) <= 2.0 + 1e-9
    grid = np.arange(0.05, 2.0, 0.1)
    cells = [(a, b, c) for a in grid for b in grid for c in grid]
    same_file = np.equal.outer(found.file, found.file)
    same_juror = np.equal.outer(found.juror, found.juror)
    size = len(found.value)
    logs = []
    for a, b, c in cells:
        inverse = np.linalg.inv(a**2 * same_file + b**2 * same_juror + c**2 * np.eye(size))
        sums = inverse.sum(axis=1)
        square = found.value @ inverse @ found.value - (sums @ found.value) ** 2 / sums.sum()
        logs.append(-(square - np.linalg.slogdet(inverse)[1] + np.log(sums.sum())) / 2)
    weights = np.exp(np.array(logs) - max(logs))
    means = np.average(cells, axis=0, weights=weights)
    ours = [float(files.mean()), float(jurors.mean()), float(chance.mean())]
    assert ours == pytest.approx(means.tolist(), abs=0.02)


def test_the_draws_lie_around_the_best_prediction() -> None:
    known = world(4, 0.6, Size(files=120, jurors=20, each=4))
    seen: list[Array] = []

    def remember(drawn: Drawn) -> Flags:
        seen.append(drawn.values)
        return np.zeros(drawn.values.shape, dtype=np.bool_)

    ranks(known.scores, asked(draws=4_000), funding=remember)
    drawn = np.concatenate(seen)
    best = {each.file: each for each in fit(known.scores).files}
    for file, values in zip(arranged(known.scores).files, drawn.T, strict=True):
        assert values.mean() == pytest.approx(best[file].calibrated, abs=0.06)
        assert values.std() == pytest.approx(best[file].error, rel=0.2)


@pytest.mark.parametrize("seed", range(4))
def test_no_order_and_no_name_changes_a_bit(seed: int) -> None:
    scores = list(world(seed, 0.6, SMALL).scores)
    whole = ranks(scores, asked())
    chance = random.Random(seed)  # noqa: S311 - a shuffle
    chance.shuffle(scores)
    assert ranks(scores, asked()) == whole
    names = chance.sample(range(1000, 9999), 50)
    renamed = [
        replace(each, file=f"x{names[int(each.file[1:])]}", juror=f"y{names[int(each.juror[1:])]}")
        for each in scores
    ]
    again = {each.file: each for each in ranks(renamed, asked()).files}
    for each in whole.files:
        assert replace(again[f"x{names[int(each.file[1:])]}"], file=each.file) == each


def test_files_with_the_same_marks_have_the_same_estimate_for_every_seed() -> None:
    for seed in range(3):
        found = {each.file: each for each in ranks(PANEL, asked(seed)).files}
        twins = [_row(PANEL, file) for file in found]
        for file, own in zip(found, twins, strict=True):
            for other, marks in zip(found, twins, strict=True):
                if own == marks:
                    assert replace(found[other], file=file) == found[file]


def test_equal_scores_get_the_wider_of_their_zones() -> None:
    apart = {each.file: each for each in ranks(PANEL, asked()).files}
    assert apart["#01"].zone is Zone.SAFE_IN
    assert apart["#02"].zone is Zone.GREY
    same = ranks(PANEL, asked(), equal=dict.fromkeys(["#01", "#02"], 8000) | {"#15": 1000})
    zones = {each.file: each.zone for each in same.files}
    assert zones["#01"] is zones["#02"] is Zone.GREY
    assert zones["#15"] is Zone.SAFE_OUT


def test_the_funding_rule_is_what_decides_the_zone() -> None:
    costs = {each.file: Costs(100_00) for each in PANEL}
    everything = down_the_ranking(costs, 1_500_00, skips=False)
    assert {each.zone for each in ranks(PANEL, asked(), funding=everything).files} == {Zone.SAFE_IN}
    five = down_the_ranking(costs, 599_99, skips=False)
    found = ranks(PANEL, asked(), funding=five)
    assert [each.funded for each in found.files] == pytest.approx(
        [each.top for each in found.files]
    )


@pytest.mark.parametrize("seed", range(40))
def test_down_the_ranking_is_the_method_of_the_regulation(seed: int) -> None:
    """One draw at a time, by the code that selects for real."""
    chance = random.Random(seed)  # noqa: S311 - invented files
    names = [f"f{at}" for at in range(8)]
    amounts = {name: chance.randrange(1, 60) for name in names}
    minimums = {name: chance.choice((None, chance.randint(0, amounts[name]))) for name in names}
    values = np.array([chance.sample(range(3000, 9000), len(names)) for _ in range(5)])
    envelope, threshold = chance.randrange(200), chance.choice((0, 5000))
    rule = down_the_ranking(
        {name: Costs(amounts[name], minimums[name]) for name in names},
        envelope,
        float(threshold),
        skips=False,
    )
    found = rule(Drawn(tuple(names), values.astype(np.float64)))
    for own, flags in zip(values.tolist(), found.tolist(), strict=True):
        candidates = [
            constraints.Candidate(name, merit, amounts[name], minimums[name], lead=name)
            for name, merit in zip(names, own, strict=True)
        ]
        ordered = constraints.in_rank_order(candidates, "seed")
        verdicts = rank_order.stop_at_first(
            ordered, constraints.Rules(envelope_cents=envelope, threshold=threshold)
        )
        funded = [
            verdicts[name].outcome in {rank_order.Outcome.FUNDED, rank_order.Outcome.PARTIAL}
            for name in names
        ]
        assert flags == funded


def test_who_skips_passes_over_what_does_not_fit() -> None:
    costs = {"a": Costs(50), "b": Costs(60), "c": Costs(40)}
    drawn = Drawn(("a", "b", "c"), np.array([[3.0, 2.0, 1.0]]))
    stops = down_the_ranking(costs, 100, skips=False)
    skips = down_the_ranking(costs, 100, skips=True)
    assert stops(drawn).tolist() == [[True, False, False]]
    assert skips(drawn).tolist() == [[True, False, True]]


def test_more_marks_make_a_ranking_surer() -> None:
    few = ranks(world(8, 0.5, Size(40, 20, 2)).scores, asked(top=10))
    many = ranks(world(8, 0.5, Size(40, 20, 12)).scores, asked(top=10))
    assert _grey(many) < _grey(few)


@pytest.mark.parametrize(
    ("scores", "question", "reason"),
    [
        (PANEL[:4], asked(), "five scores"),
        ([], asked(), "no scores"),
        ([replace(each, value=3.0) for each in PANEL], asked(), "all the same"),
        (PANEL, replace(asked(), draws=0), "one draw"),
        (PANEL, replace(asked(), prior=Prior(0.0)), "above zero"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    scores: Sequence[Score], question: Asked, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        ranks(scores, question)


def _row(scores: Sequence[Score], file: str) -> list[tuple[str, float]]:
    return sorted((each.juror, each.value) for each in scores if each.file == file)


def _grey(found: Ranks) -> int:
    return sum(each.zone is Zone.GREY for each in found.files)
