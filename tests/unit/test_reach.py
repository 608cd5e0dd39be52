"""Municipalities counted by hand: two funded files, one that is not, one town in both."""

from subsidy.scoring.domain.reach import Reach, Reached


def test_a_municipality_is_reached_by_funded_files_each_once() -> None:
    taking_part = {"A": ["41002", "41048"], "B": ["41002", "41002"], "C": ["41048", "31005"]}

    found = Reached.of(taking_part, ["A", "B"])

    assert found.kind("41002") is Reach.MORE
    assert found.kind("41048") is Reach.ONCE
    assert found.kind("31005") is Reach.OUT
    assert found.kind("11001") is Reach.NOWHERE
    assert found.kind(None) is Reach.NOWHERE
    assert Reached.of(taking_part, []).kind("41002") is Reach.OUT
