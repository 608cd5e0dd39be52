"""The figures of a jury: from marks to whole numbers and back, and where jurors differ most."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from subsidy.scoring.domain.asked_figures import Question, RankedFile, Sheet
from subsidy.scoring.domain.discussion import Noticed, spreads
from subsidy.scoring.domain.figures import ABSOLUTE, CONSISTENT, Figures, Guard, Zone
from subsidy.scoring.jobs import statistics
from tests.support.mock_panel import PANEL_1

SEVERITY = (-15, 0, 15)  # points; the true severity of three jurors
QUALITY = range(90, 40, -5)  # points of ten files, best first


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "DRAWS", 1_000)


def question(noise: int = 2) -> Question:
    """Return ten files of three jurors of whom the severity is known; five can be funded."""
    chance = random.Random(5)  # noqa: S311 - invented marks
    sheets = tuple(
        Sheet(f"F{at}", f"Jurylid {juror}", points * 1000, {"plan": points // 10})
        for at, quality in enumerate(QUALITY)
        for juror, severity in enumerate(SEVERITY)
        for points in (min(max(quality + severity + chance.randint(-noise, noise), 0), 100),)
    )
    files = tuple(
        RankedFile(f"F{at}", at + 1, q * 100, 100_00, None) for at, q in enumerate(QUALITY)
    )
    return Question(sheets, files, 500_00, 0, skips=False, seed="lot")


def figures(asked: Question) -> Figures:
    return Figures.from_data(json.loads(json.dumps(_run(asked))))


def _run(asked: Question) -> Mapping[str, Any]:
    return statistics.run(asked.to_data(), lambda _done, _of: None)


def test_severity_and_quality_are_found_back() -> None:
    found = figures(question())
    assert [round(each.shift / 100) for each in found.jurors] == pytest.approx(SEVERITY, abs=1)
    assert [each.calibrated for each in found.files] == pytest.approx(
        [quality * 100 for quality in QUALITY], abs=250
    )
    assert found.guards == ()
    assert [each.calibrated_rank for each in found.files] == list(range(1, 11))
    assert found.reliability is not None
    assert found.reliability.calibrated > found.reliability.one
    assert found.reliability.scores == 3


def test_who_is_far_from_the_line_is_sure_and_who_is_near_is_not() -> None:
    sure = figures(question())
    assert sure.files[0].zone is Zone.SAFE_IN
    assert sure.files[-1].zone is Zone.SAFE_OUT
    unsure = figures(question(noise=25))
    grey = [each.rank for each in unsure.files if each.zone is Zone.GREY]
    assert {5, 6} <= set(grey)
    assert sum(each.funded or 0 for each in unsure.files) == pytest.approx(50_000, abs=50)


def test_the_published_panel_through_the_whole_computation() -> None:
    """Only the unit is another: six grades as thousandths of a point."""
    sheets = tuple(
        Sheet(f"F{file:02}", f"v{juror}", (7 - grade) * 10_000, {})
        for file, row in enumerate(PANEL_1)
        for juror, grade in enumerate(row)
    )
    files = tuple(
        RankedFile(f"F{at:02}", at + 1, sum(7 - each for each in row) * 200, 1, None)
        for at, row in enumerate(PANEL_1)
    )
    found = figures(Question(sheets, files, 5, 0, skips=False, seed="lot"))
    assert found.whole.value == 1  # alpha .009
    correlations = {each.criterion: each.value for each in found.panel}
    assert correlations[ABSOLUTE] == pytest.approx(13.5, abs=0.5)  # ICC(2,1) .135
    assert correlations[CONSISTENT] == pytest.approx(36.8, abs=0.5)  # ICC(3,1) .368
    partial = replace(question(), sheets=question().sheets[1:])
    assert figures(partial).panel == ()


def test_there_and_back_no_order_leaves_a_trace() -> None:
    asked = question()
    assert Question.from_data(json.loads(json.dumps(asked.to_data()))) == asked
    shuffled = replace(asked, sheets=asked.sheets[::-1], files=asked.files[::-1])
    assert shuffled.to_data() == asked.to_data()
    found = figures(asked)
    assert Figures.from_data(json.loads(json.dumps(found.to_data()))) == found


def test_other_labels_give_the_same_figures() -> None:
    asked = question()
    sheets = tuple(replace(each, juror=f"Z{each.juror[::-1]}") for each in asked.sheets)
    assert figures(replace(asked, sheets=sheets)).files == figures(asked).files


def test_of_marks_that_are_all_the_same_nothing_is_estimated() -> None:
    asked = question()
    same = replace(asked, sheets=tuple(replace(s, thousandths=7, marks={}) for s in asked.sheets))
    found = figures(same)
    assert found.whole.value is None
    assert found.reliability is None
    assert {each.zone for each in found.files} == {None}


def test_a_jury_without_severity_says_so() -> None:
    asked = question(noise=20)
    fair = tuple(
        replace(each, thousandths=each.thousandths - SEVERITY[int(each.juror[-1])] * 1000)
        for each in asked.sheets
    )
    assert Guard.EQUAL in figures(replace(asked, sheets=fair)).guards


# Spread -------------------------------------------------------------------------------------------


def test_a_gap_above_thirty_points_is_noticed_and_thirty_is_not() -> None:
    found = spreads({"A": [50_000, 80_000], "B": [50_000, 80_001], "C": [10_000], "D": []})
    assert Noticed.GAP not in found["A"].noticed
    assert Noticed.GAP in found["B"].noticed
    assert found["C"].deviation == 0
    assert "D" not in found


def test_the_tenth_with_the_widest_spread_is_noticed() -> None:
    given = {f"F{at:02}": [50_000, 50_000 + 100 * at] for at in range(20)}
    found = spreads(given)
    noticed = {file for file, each in found.items() if Noticed.SPREAD in each.noticed}
    assert noticed == {"F18", "F19"}  # 17.1 of 19 steps: the 90th percentile, interpolated
    turned = spreads({file: own[::-1] for file, own in reversed(given.items())})
    assert turned == found


def test_where_all_differ_as_much_nobody_stands_out() -> None:
    found = spreads({"A": [1_000, 2_000], "B": [5_000, 6_000]})
    assert {each.noticed for each in found.values()} == {()}
    assert spreads({}) == {}
