"""Which jurors can be compared: components, connectivity and contrasts, against closed forms."""

import numpy as np
import pytest

from subsidy.scoring.domain.review_graph import components, laplacian, resistance, strength


def complete(jurors: int, files: int) -> list[tuple[int, int]]:
    return [(juror, file) for juror in range(jurors) for file in range(files)]


@pytest.mark.parametrize(("jurors", "files"), [(2, 1), (3, 5), (6, 4)])
def test_everybody_reads_everything(jurors: int, files: int) -> None:
    """The textbook: the difference of two means of n marks has variance 2/n."""
    found = strength(complete(jurors, files), jurors, files)
    assert found.components == 1
    assert found.connectivity == pytest.approx(files)
    assert found.worst_contrast == pytest.approx(2 / files)
    assert found.keystones == ()


def test_a_chain_is_held_by_its_middle() -> None:
    """Jurors 0-1-2 share one file two by two: every link has variance 2, and links add up."""
    found = strength([(0, 0), (1, 0), (1, 1), (2, 1)], 3, 2)
    assert found.worst_contrast == pytest.approx(4.0)
    assert found.connectivity == pytest.approx(0.5)  # half of lambda_2 of a path of three
    assert found.keystones == (1,)


def test_two_juries_that_share_no_file_cannot_be_compared() -> None:
    pairs = [(0, 0), (1, 0), (2, 1), (3, 1), (3, 2)]
    found = strength(pairs, 5, 3)  # the fifth has no file at all
    assert components(pairs, 5, 3) == found.components == 2
    assert (found.connectivity, found.worst_contrast, found.keystones) == (0.0, None, ())


def test_without_files_there_is_nobody_to_compare() -> None:
    assert components([], 3, 2) == 0
    assert strength([], 3, 2).worst_contrast is None
    assert strength([(0, 0)], 3, 2).worst_contrast == 0.0


def test_a_contrast_has_the_variance_of_least_squares() -> None:
    """The same number as the marks' own design matrix gives: intercept, files, jurors."""
    rng = np.random.default_rng(5)
    pairs = sorted({(int(j), int(f)) for j, f in rng.integers(0, [7, 11], (60, 2))})
    design = np.zeros((len(pairs), 1 + 11 + 7))
    for row, (juror, file) in enumerate(pairs):
        design[row, [0, 1 + file, 12 + juror]] = 1
    covariance = np.linalg.pinv(design.T @ design)[12:, 12:]
    own = np.diag(covariance)
    expected = own[:, None] + own[None, :] - 2 * covariance
    assert np.allclose(resistance(laplacian(pairs, 7, 11)), expected)
