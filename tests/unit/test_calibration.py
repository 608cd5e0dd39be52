"""Calibration: against dense matrices, on a jury of known severity, and its guards."""

import math
import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from subsidy.scoring.domain.calibration import Fit, Guard, fit
from subsidy.scoring.domain.mixed_model import Model, Reduced, Variances
from subsidy.scoring.domain.scores import Arranged, Array, Score, arranged
from tests.support.jury_worlds import Size, World, world

SMALL = Size(files=30, jurors=8, each=3)


def test_severity_is_found_and_taken_out() -> None:
    known = world(1, severity=0.6)
    found = fit(known.scores)
    sizes = found.variances
    estimated = [sizes.files, sizes.jurors, sizes.chance]
    assert estimated == pytest.approx([0.8, 0.6, 0.9], abs=0.05)
    raw, calibrated = _estimates(found)
    assert _error(calibrated, known) < 0.80 * _error(raw, known)  # jury.md: .543 -> .399
    gain = kendalltau(calibrated, known.quality)[0] - kendalltau(raw, known.quality)[0]
    assert gain > 0.03  # jury.md: .612 -> .653
    assert _hits(calibrated, known) >= _hits(raw, known) + 4  # jury.md: 60 -> 66
    errors = np.array([each.error for each in found.files])
    inside = np.abs(calibrated - known.quality) < 1.96 * errors
    assert 0.93 < inside.mean() < 0.97  # jury.md: 95.4 %
    assert found.is_usable


def test_where_is_no_severity_nothing_is_harmed() -> None:
    known = world(1, severity=0.0)
    found = fit(known.scores)
    assert found.variances.jurors < 0.1
    raw, calibrated = _estimates(found)
    harm = kendalltau(raw, known.quality)[0] - kendalltau(calibrated, known.quality)[0]
    assert harm < 0.005  # jury.md: .683 -> .683
    assert found.guards == (Guard.EQUAL,)


@pytest.mark.slow
def test_the_test_on_severity_is_wrong_once_in_twenty() -> None:
    found = [fit(world(seed, 0.0, SMALL).scores).probability for seed in range(100)]
    assert 1 <= sum(each < 0.05 for each in found) <= 12  # 5 expected, binomial


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10**6),
    log_files=st.floats(-2, 2),
    log_jurors=st.floats(-2, 2),
)
def test_the_likelihood_is_that_of_dense_matrices(
    seed: int, log_files: float, log_jurors: float
) -> None:
    found = arranged(_weighted(seed))
    model = Model(found)
    reduced = Reduced(model, log_files)
    ours = reduced.deviances(np.array([log_jurors]))[0]
    zero = reduced.deviance_alone()
    dense = _dense_deviance(found, log_files, log_jurors)
    assert ours - zero == pytest.approx(dense - _dense_deviance(found, log_files, None), abs=1e-7)
    wider = Reduced(model, log_files + 0.5).deviance_alone()
    dense = _dense_deviance(found, log_files + 0.5, None) - _dense_deviance(found, log_files, None)
    assert wider - zero == pytest.approx(dense, abs=1e-7)


def test_predictions_and_their_errors_are_those_of_dense_matrices() -> None:
    found = fit(world(5, 0.6, SMALL).scores)
    ordered = arranged(world(5, 0.6, SMALL).scores)
    shifts, errors = _dense_shifts(ordered, found.variances)
    by_name = {each.juror: each for each in found.jurors}
    for at, name in enumerate(ordered.jurors):
        assert by_name[name].shift == pytest.approx(shifts[at], abs=1e-8)
        assert by_name[name].error == pytest.approx(errors[at], abs=1e-8)


def test_no_better_variances_lie_near() -> None:
    found = fit(world(5, 0.6, SMALL).scores)
    dense = arranged(world(5, 0.6, SMALL).scores)
    sizes = found.variances
    at = np.log([sizes.files / sizes.chance, sizes.jurors / sizes.chance])
    best = _dense_deviance(dense, *at)
    for step in product((-0.05, 0, 0.05), repeat=2):
        assert _dense_deviance(dense, *(at + step)) >= best - 1e-6


def test_the_deeper_of_two_valleys_is_found() -> None:
    """Of three jurors and thirteen scores; the other valley says that no file differs."""
    given = "65.09 53.75 64.12 61.69 52.16 - - 62.3 - 59.68 - 55.74 60.71 - 59.8 63.48 - 60.25"
    scores = [
        Score(f"f{at // 3}", f"j{at % 3}", float(value))
        for at, value in enumerate([*given.split(), "54.84"])
        if value != "-"
    ]
    found = arranged(scores)
    best = fit(scores).variances
    here = _dense_deviance(
        found, math.log(best.files / best.chance), math.log(best.jurors / best.chance)
    )
    grid = [-6.0, -4.0, -2.0, -1.0, 0.0, 1.0, 1.5, 2.0]
    assert here < min(_dense_deviance(found, *at) for at in product(grid, grid))


@pytest.mark.parametrize("seed", range(5))
def test_no_order_and_no_name_changes_a_bit(seed: int) -> None:
    scores = list(world(seed, 0.6, SMALL).scores)
    whole = fit(scores)
    chance = random.Random(seed)  # noqa: S311 - a shuffle
    chance.shuffle(scores)
    assert fit(scores) == whole
    names = chance.sample(range(1000, 9999), 100)
    renamed = [
        replace(each, file=f"x{names[int(each.file[1:])]}", juror=f"y{names[int(each.juror[1:])]}")
        for each in scores
    ]
    again = {each.file: each for each in fit(renamed).files}
    for each in whole.files:
        assert replace(again[f"x{names[int(each.file[1:])]}"], file=each.file) == each


def test_jurors_whom_no_file_connects_are_not_compared() -> None:
    scores = [
        Score(f"{part}{file}", f"{part}-{juror}", value + 10 * part)
        for part in range(2)
        for file, row in enumerate([(50.0, 55.0, 70.0), (40.0, 52.0, 58.0), (80.0, 81.0, 95.0)])
        for juror, value in enumerate(row)
    ]
    found = fit(scores)
    assert found.groups == 2
    assert Guard.APART in found.guards
    assert {each.group for each in found.jurors if each.juror.startswith("0")} != {
        each.group for each in found.jurors if each.juror.startswith("1")
    }


def test_a_juror_of_two_files_is_no_ground_for_a_correction() -> None:
    known = world(2, 0.9, SMALL)
    assert Guard.FEW not in fit(known.scores).guards
    late = [Score("f0001", "late", 0.0), Score("f0002", "late", 0.1)]
    found = fit([*known.scores, *late])
    assert Guard.FEW in found.guards
    newcomer = next(each for each in found.jurors if each.juror == "late")
    assert newcomer.reviews == 2
    assert newcomer.kept < min(each.kept for each in found.jurors if each.juror != "late")


def test_one_juror_gives_ten_less_and_nothing_else_differs() -> None:
    files = [float(quality) for quality in range(40, 80, 4)]
    bias = {"a": -10.0, "b": 5.0, "c": 5.0}
    scores = [
        Score(f"f{at}", juror, quality + shift)
        for at, quality in enumerate(files)
        for juror, shift in bias.items()
    ]
    found = fit(scores)
    assert [round(each.shift, 3) for each in found.jurors] == [-10.0, 5.0, 5.0]
    assert [each.calibrated for each in found.files] == pytest.approx(files, abs=0.01)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ([], "no scores"),
        ([Score("f", "j", 1.0)] * 2, "once"),
        ([Score("f", "j", float("nan"))], "finite"),
        ([Score("f", "j", 1.0, 0.0)], "above zero"),
        ([Score("f", "j", 1.0), Score("g", "j", 2.0)], "too few"),
        ([Score("f", name, 7.0) for name in "jklmn"], "all the same"),
    ],
)
def test_what_cannot_be_fitted_is_refused(scores: list[Score], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        fit(scores)


def _estimates(found: Fit) -> tuple[Array, Array]:
    raw = np.array([each.raw for each in found.files])
    return raw, np.array([each.calibrated for each in found.files])


def _error(estimate: Array, known: World) -> float:
    return float(np.sqrt(np.mean((estimate - known.quality) ** 2)))


def _hits(estimate: Array, known: World) -> int:
    return len(set(np.argsort(-estimate)[:100]) & set(np.argsort(-known.quality)[:100]))


def _weighted(seed: int) -> list[Score]:
    chance = random.Random(seed)  # noqa: S311 - invented scores
    scores = world(seed, 0.5, Size(files=7, jurors=4, each=2)).scores
    return [replace(each, weight=chance.choice((0.5, 1.0, 2.0))) for each in scores]


def _covariance(found: Arranged, log_files: float, log_jurors: float | None) -> Array:
    """Return the covariance of the scores when sigma is 1."""
    covariance = np.exp(2 * log_files) * np.equal.outer(found.file, found.file)
    covariance += np.diag(1 / found.weight)
    if log_jurors is not None:
        covariance += np.exp(2 * log_jurors) * np.equal.outer(found.juror, found.juror)
    return np.asarray(covariance)


def _dense_deviance(found: Arranged, log_files: float, log_jurors: float | None) -> float:
    """Return -2 log restricted likelihood by the textbook, at the best sigma."""
    covariance = _covariance(found, log_files, log_jurors)
    project, through = _project(covariance)
    freedom = len(found.value) - 1
    square = float(found.value @ project @ found.value)
    return float(
        freedom * np.log(square / freedom) + np.linalg.slogdet(covariance)[1] + np.log(through)
    )


def _project(covariance: Array) -> tuple[Array, float]:
    """Return P = V^-1 - V^-1 1 (1'V^-1 1)^-1 1'V^-1, and 1'V^-1 1."""
    inverse = np.linalg.inv(covariance)
    sums = inverse.sum(axis=1)
    return inverse - np.outer(sums, sums) / sums.sum(), float(sums.sum())


def _dense_shifts(found: Arranged, sizes: Variances) -> tuple[Array, Array]:
    """Return best predictions of the shifts (D Z'P y), and their errors (D - D Z'P Z D)."""
    ratios = np.log([sizes.files / sizes.chance, sizes.jurors / sizes.chance])
    project, _ = _project(_covariance(found, *ratios) * sizes.chance**2)
    jurors = np.eye(len(found.jurors))[found.juror] * sizes.jurors**2
    errors = sizes.jurors**2 - np.diag(jurors.T @ project @ jurors)
    return jurors.T @ project @ found.value, np.sqrt(errors)
