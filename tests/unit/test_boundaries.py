"""What a selection respects, in a regulation: optional, written back, refused when it is half."""

from typing import Any

import pytest

from subsidy.calls.domain.regulation import (
    Boundaries,
    Method,
    ReserveList,
    content_hash,
    dump,
    faults,
    objections,
    parse,
    worded_boundaries,
    worded_reserve_list,
)
from subsidy.core.money import Money
from subsidy.language import words
from tests.support.applications import regulation

ALL = {
    "methode": "quota",
    "hoogstens_projecten": 12,
    "hoogstens_per_penvoerder": 1,
    "een_per_gemeente": "ja",
    "projecten_per_streek": 2,
    "bedrag_per_streek": "100.000,50",
    "kleine_gemeenten": 5,
    "klein_onder": 15_000,
}

ONCE = "Een gemeente doet mee aan hoogstens één project met subsidie"


def asked(**assessment: object) -> dict[str, Any]:
    data = regulation()
    return {**data, "beoordeling": {**data["beoordeling"], **assessment}}


def test_every_limit_is_read_and_written_back() -> None:
    read = parse(asked(**ALL))
    assert read.method is Method.QUOTA
    assert read.boundaries == Boundaries(
        max_projects=12,
        max_per_lead=1,
        once_per_municipality=True,
        region_projects=2,
        region_amount=Money(100_000_50),
        small_reached=5,
        small_below=15_000,
    )
    assert parse(dump(read)) == read


def test_a_regulation_without_limits_says_nothing_of_them_and_keeps_its_hash() -> None:
    read = parse(asked())
    assert read.boundaries == Boundaries()
    assert set(dump(read)["beoordeling"]) & set(ALL) == {"methode"}
    assert content_hash(read) != content_hash(parse(asked(hoogstens_projecten=3)))


@pytest.mark.parametrize("word", ["stop", "overslaan", "quota", "punten"])
def test_each_method_has_its_word(word: str) -> None:
    assert dump(parse(asked(methode=word)))["beoordeling"]["methode"] == word


@pytest.mark.parametrize(
    ("limits", "place"),
    [
        ({"kleine_gemeenten": 3, "methode": "quota"}, "beoordeling.kleine_gemeenten"),
        ({"klein_onder": 3, "methode": "quota"}, "beoordeling.kleine_gemeenten"),
        ({"projecten_per_streek": 3}, "beoordeling.methode"),
        ({"bedrag_per_streek": 3, "methode": "overslaan"}, "beoordeling.methode"),
    ],
)
def test_half_a_rule_and_a_minimum_that_nobody_looks_at_are_refused(
    limits: dict[str, object], place: str
) -> None:
    before = {refusal.place for refusal in objections(asked())}
    assert {refusal.place for refusal in objections(asked(**limits))} - before == {place}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hoogstens_projecten", 0),
        ("klein_onder", "veel"),
        ("bedrag_per_streek", "1.000.0"),
        ("een_per_gemeente", "1"),
    ],
)
def test_a_limit_that_cannot_be_read_is_a_fault_at_its_place(name: str, value: object) -> None:
    assert [each.place for each in faults(asked(**{name: value}))] == [f"beoordeling.{name}"]


def test_the_limits_in_words() -> None:
    said = [words(text) for text in worded_boundaries(parse(asked(**ALL)).boundaries)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        "De oproep geeft hoogstens 12 projecten subsidie.",
        "Een penvoerder krijgt hoogstens voor één project subsidie.",
        f"{ONCE}, als penvoerder of als partner.",
        "Minstens 2 projecten geven geld uit in elke regio, of alle als er minder zijn.",
        "Elke regio krijgt minstens € 100.000,50, of alles wat haar dossiers vragen.",
        "Minstens 5 gemeenten met minder dan 15.000 inwoners doen mee.",
    ]


def test_the_reserve_list_is_read_written_back_and_said_by_nobody_who_has_none() -> None:
    without, read = parse(asked()), parse(asked(reservelijst="rangschikking"))
    assert (without.reserve_list, read.reserve_list) == (None, ReserveList.RANK)
    assert parse(dump(read)) == read
    assert "reservelijst" not in dump(without)["beoordeling"]
    assert content_hash(read) != content_hash(without)
    assert worded_reserve_list(without) == ()
    assert [each.place for each in faults(asked(reservelijst="loting"))] == [
        "beoordeling.reservelijst"
    ]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("stop", "houdt de lijst tegen."),
        ("overslaan", "wordt overgeslagen."),
        ("quota", "dichterbij brengen voor."),
        ("punten", "dichterbij brengen voor."),
    ],
)
def test_the_reserve_list_in_words_follows_the_method(method: str, said: str) -> None:
    read = parse(asked(reservelijst="rangschikking", methode=method))
    assert words(worded_reserve_list(read)[-1]).endswith(said)
