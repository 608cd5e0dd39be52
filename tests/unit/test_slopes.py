"""The slope of a juror, with answers that a person reads off."""

import pytest

from subsidy.scoring.domain.slopes import is_flagged, slopes

QUALITY = {"A": 4_000, "B": 5_000, "C": 6_000, "D": 7_000, "E": 9_000}


def test_a_juror_who_doubles_every_distance_has_two_and_who_halves_it_a_half() -> None:
    """By hand: 2 q - 30, q / 2 + 20 and, mild but not crooked, q + 3 points."""
    given = [
        each
        for file, quality in QUALITY.items()
        for each in (
            ("double", file, 20 * quality - 30_000),
            ("half", file, 5 * quality + 20_000),
            ("mild", file, 10 * quality + 3_000),
        )
    ]

    assert slopes(given, QUALITY) == {"double": 200, "half": 50, "mild": 100}


def test_the_line_of_least_squares_is_that_of_anscombe() -> None:
    """Anscombe, "Graphs in Statistical Analysis" (1973), first set: slope 0.500."""
    x = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
    y = (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)
    quality = {str(at): each * 100 for at, each in enumerate(x)}
    given = [("one", str(at), round(each * 1_000)) for at, each in enumerate(y)]

    assert slopes(given, quality) == {"one": 50}


def test_four_files_or_files_that_are_all_as_good_say_nothing() -> None:
    few = [("few", file, 50_000) for file in "ABCD"]
    alike = [("alike", file, 50_000) for file in "ABCDE"]

    assert slopes(few, QUALITY) == {}
    assert slopes(alike, dict.fromkeys(QUALITY, 5_000)) == {}


@pytest.mark.parametrize(
    ("slope", "flagged"), [(49, True), (50, False), (150, False), (151, True), (-20, True)]
)
def test_only_what_lies_outside_a_half_and_one_and_a_half_is_flagged(
    slope: int,
    flagged: bool,  # noqa: FBT001 - a table of cases
) -> None:
    assert is_flagged(slope) is flagged
    assert not is_flagged(None)
