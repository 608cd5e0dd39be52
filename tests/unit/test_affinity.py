"""How well jurors suit files, against figures worked out by hand."""

from math import log, sqrt

import numpy as np
import pytest

from subsidy.scoring.domain.affinity import affinity, areas, likeness, words


def test_areas_share_weight_of_all_weight() -> None:
    expertise = [{"inclusie": 1.0, "ai": 0.5}, {}, {"ai": 1.0}]
    topics = [{"inclusie": 1.0}, {"ai": 1.0, "data": 1.0}]
    found = areas(expertise, topics)
    assert found == pytest.approx(np.array([[1 / 1.5, 0.5 / 3], [0, 0], [0, 1 / 2]]))


def test_words_have_no_accents_no_figures_and_three_letters() -> None:
    assert list(words("De Één-loket in 2026: officiële IT-dienst, naïef")) == [
        "een",
        "loket",
        "officiele",
        "dienst",
        "naief",
    ]


def test_likeness_is_the_cosine_of_weighted_counts() -> None:
    """Three files; "loket" is in all and counts for nothing, "data" in two, the rest in one."""
    files = ["loket data data", "loket data ouderen", "loket sensoren"]
    found = likeness(["data ouderen loket", "sensoren", "onbekend", ""], files)
    two, one = log(3 / 2), log(3)
    length = sqrt(two**2 + one**2)
    assert found == pytest.approx(
        np.array([[two / length, 1.0, 0.0], [0, 0, 1.0], [0, 0, 0], [0, 0, 0]])
    )


def test_no_text_at_all_is_no_likeness() -> None:
    assert likeness(["data"], ["", ""]).tolist() == [[0.0, 0.0]]
    assert likeness([], ["data"]).shape == (0, 1)


def test_the_three_parts_weigh_five_three_and_two() -> None:
    nothing, whole = np.zeros((1, 1)), np.ones((1, 1))
    assert affinity(whole, nothing, nothing).item() == pytest.approx(0.5)
    assert affinity(nothing, whole, nothing).item() == pytest.approx(0.3)
    assert affinity(nothing, nothing, whole).item() == pytest.approx(0.2)
    assert affinity(nothing, nothing, np.full((1, 1), np.nan)).item() == pytest.approx(0.1)
    assert affinity(whole, whole, whole).item() == pytest.approx(1.0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        affinity(whole, 2 * whole, whole)
