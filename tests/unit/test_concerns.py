"""What an officer is warned of while writing a call, and on which days nobody answers."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from subsidy.calls.domain.closed_days import holiday, is_weekend
from subsidy.calls.domain.regulation import Limits, Surroundings, concerns, new_draft, remarks
from subsidy.core.errors import Refusal
from subsidy.core.money import Money
from tests.unit.test_regulation import DATA, places

AROUND = Surroundings(available=Money(1_500_000_000))
CALM = deepcopy(DATA)
CALM["oproep"] |= {"opent": "2022-01-10 09:00", "sluit": "2022-03-18 12:00"}
CALM["bedragen"]["maximum"] = 1_000_000  # five of those fit exactly
CALM["project"] |= {"eerste_dag": "2022-10-01", "laatste_dag": "2024-12-31"}


def draft(section: str, **values: object) -> dict[str, Any]:
    made = deepcopy(CALM)
    made[section] |= values
    return made


def about(place: str, data: dict[str, Any], around: Surroundings = AROUND) -> list[Refusal]:
    return [found for found in concerns(data, around) if found.place == place]


# Ten legal holidays of Belgium (law of 4 January 1974) and the days of the Flemish offices, from
# the calendars of 2021 and 2024; Easter fell on 4 April 2021 and on 31 March 2024.
@pytest.mark.parametrize(
    "day",
    [
        *((2021, m, d) for m, d in ((1, 1), (4, 5), (5, 1), (5, 13), (5, 24), (7, 21), (8, 15))),
        *((2021, m, d) for m, d in ((11, 1), (11, 11), (12, 25), (7, 11), (11, 2), (11, 15))),
        *((2024, m, d) for m, d in ((4, 1), (5, 9), (5, 20))),
    ],
)
def test_a_holiday_has_a_name(day: tuple[int, int, int]) -> None:
    assert holiday(date(*day))


@pytest.mark.parametrize("day", [(2021, 4, 2), (2021, 10, 29), (2024, 5, 10), (2021, 12, 24)])
def test_an_ordinary_day_is_none(day: tuple[int, int, int]) -> None:
    assert holiday(date(*day)) is None


def test_saturday_and_sunday_are_the_weekend() -> None:
    # 29 October 2021, the last day of the real call, was a Friday
    assert [is_weekend(date(2021, 10, day)) for day in (29, 30, 31)] == [False, True, True]


def test_a_calm_draft_and_an_empty_one_worry_nobody() -> None:
    assert places(concerns(CALM, AROUND)) == []
    assert concerns(new_draft("Leeg"), AROUND) == ()
    assert concerns({}, AROUND) == ()


@pytest.mark.parametrize(
    ("closes", "word"),
    [
        ("2022-03-18 23:59", "office hours"),
        ("2022-03-18 17:01", "office hours"),
        ("2022-03-18 09:00", "office hours"),  # closed when the first helper sits down
        ("2022-03-19 12:00", "weekend"),
        ("2022-04-18 12:00", "Paasmaandag"),  # Easter fell on 17 April 2022
        ("2022-07-11 12:00", "Vlaamse Gemeenschap"),
    ],
)
def test_a_deadline_at_which_nobody_answers(closes: str, word: str) -> None:
    (found,) = about("oproep.sluit", draft("oproep", sluit=closes))
    assert word in str(found.text)


@pytest.mark.parametrize("closes", ["2022-03-18 17:00", "2022-03-18 09:01"])
def test_a_deadline_within_office_hours(closes: str) -> None:
    assert about("oproep.sluit", draft("oproep", sluit=closes)) == []


def test_a_call_that_is_open_too_short() -> None:
    # 10 January to 18 March 2022 is 67 days: 21 in January, 28 in February, 18 in March
    just, short = (
        Surroundings(available=AROUND.available, limits=Limits(shortest_days=days))
        for days in (67, 68)
    )
    assert about("oproep.sluit", CALM, just) == []
    (found,) = about("oproep.sluit", CALM, short)
    assert (found.text.params["n"], found.text.params["least"]) == (67, 68)


def test_a_project_that_starts_before_the_call_has_closed() -> None:
    (found,) = about("project.eerste_dag", draft("project", eerste_dag="2022-03-18"))
    assert "before the call has closed" in str(found.text)
    assert about("project.eerste_dag", draft("project", eerste_dag="2022-03-19")) == []


def test_more_projects_at_the_minimum_than_the_money_pays() -> None:
    minimum, reserved = 100_000, 5_000_000  # of the shipped regulation: fifty times
    assert (CALM["bedragen"]["minimum"], CALM["bedragen"]["gereserveerd"]) == (minimum, reserved)
    assert about("bedragen.beoogd_aantal", draft("bedragen", beoogd_aantal=50)) == []
    (found,) = about("bedragen.beoogd_aantal", draft("bedragen", beoogd_aantal=51))
    assert found.text.params["needed"] == Money(510_000_000)


def test_one_call_too_many_that_makes_the_mean_smaller() -> None:
    def on_a_line(*others: Money, most: int = 2) -> list[Refusal]:
        limits = Limits(most_calls=most)
        around = Surroundings(available=AROUND.available, others=others, limits=limits)
        return about("bedragen.gereserveerd", CALM, around)

    seven, five = Money(700_000_000), Money(500_000_000)
    (found,) = on_a_line(seven, seven)  # 7, 7 and this one of 5 million: 19 / 3
    assert found.text.params["after"] == Money(633_333_333)
    assert on_a_line(seven, seven, most=3) == []
    assert on_a_line(five, five) == []  # not smaller
    assert on_a_line(seven) == []


def test_more_than_the_line_has() -> None:
    poor = Surroundings(available=Money(499_999_999))
    assert "You reserve EUR 5000000.00" in str(about("bedragen", CALM, poor)[0].text)


def test_what_can_be_judged_of_an_unfinished_draft_is_judged() -> None:
    """Weights that are not 100 are said although the dates are not there yet."""
    data = deepcopy(DATA)
    data["criteria"][0]["gewicht"] = 1
    del data["oproep"]["sluit"]
    found = places(remarks(data))
    assert "oproep.sluit" in found
    assert "criteria" in found


def test_a_section_that_cannot_be_read_says_only_that() -> None:
    found = remarks(draft("bedragen", gereserveerd="veel"))
    assert places(found) == ["bedragen.gereserveerd"]
