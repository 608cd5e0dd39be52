"""The partner finder says of every municipality what the rules of the call say of it."""

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.applications.domain.case_file import CaseFile, FilePartner
from subsidy.applications.domain.finder import Candidate, Effect, Reason, Search, find
from subsidy.calls.domain.dossier import Consent, Municipality
from subsidy.calls.domain.rules import Requirement, Weight
from subsidy.calls.domain.trial import World
from subsidy.organisations.domain import OrganisationKind
from tests.support.case_files import complete_file
from tests.support.dossiers import TERMS

REGIONS = ("Denderregio", "Kempen", "Westhoek")
TOWNS = tuple(
    Municipality(
        str(40_000 + number),
        f"Gemeente {number}",
        REGIONS[number % 3],
        "Oost-Vlaanderen",
        4_000 + 3_500 * number,
        f"V{number % 4}",
    )
    for number in range(12)
)
BORDERS = frozenset(frozenset((one.nis, other.nis)) for one, other in pairwise(TOWNS))
WORLD = World(TOWNS, BORDERS)


def file_with(*numbers: int) -> CaseFile:
    partners = tuple(
        FilePartner(
            id=f"p{number}",
            organisation_id=f"o{number}",
            name=TOWNS[number].name,
            kind=OrganisationKind.MUNICIPALITY,
            nis=TOWNS[number].nis,
            municipality=TOWNS[number],
            lead=place == 0,
        )
        for place, number in enumerate(numbers)
    )
    return replace(complete_file(), partners=partners, lines=(), promises=())


def of(found: Search, number: int) -> Candidate:
    wanted = TOWNS[number].nis
    return next(one for one in found.candidates if one.municipality.nis == wanted)


def search(file: CaseFile, *rules: Requirement, seeking: tuple[str, ...] = ()) -> Search:
    return find(file, rules, TERMS, WORLD, seeking)


def at_least(number: int, weight: Weight = Weight.KNOCK_OUT) -> Requirement:
    return Requirement("minimum_municipalities", {"number": number}, weight)


def in_areas(number: int) -> Requirement:
    return Requirement("connected_area", {"areas": number})


def areas(numbers: Collection[int]) -> int:
    """Count by hand: the towns lie in a row, so an area begins where the one before is missing.

    Whoever lies in one reference region is one area, as the rule says.
    """
    if len({number % len(REGIONS) for number in numbers}) == 1:
        return 1
    return sum(number - 1 not in numbers for number in numbers)


@settings(deadline=None)
@given(
    st.frozensets(st.integers(0, len(TOWNS) - 1), min_size=1, max_size=5),
    st.integers(2, 6),
    st.integers(1, 2),
)
def test_each_municipality_does_what_counting_by_hand_says(
    there: frozenset[int], least: int, most: int
) -> None:
    def failing(numbers: frozenset[int]) -> set[str]:
        few = {"few"} if len(numbers) < least else set()
        return few | ({"apart"} if areas(numbers) > most else set())

    found = search(file_with(*sorted(there)), at_least(least), in_areas(most))

    before = failing(there)
    assert found.eligible is (not before)
    assert {one.municipality.nis for one in found.candidates} == {
        town.nis for number, town in enumerate(TOWNS) if number not in there
    }
    for number in set(range(len(TOWNS))) - there:
        after, effect = failing(there | {number}), of(found, number).effect
        assert (effect is Effect.ELIGIBLE) is (not after)
        if effect is Effect.BREAKS:
            assert after - before
        if effect is Effect.HELPS:
            assert before - after
    together = there | {TOWNS.index(one) for one in found.others}
    if found.others:
        assert failing(together) == set()
        assert not any(one.effect is Effect.ELIGIBLE for one in found.candidates)


def test_when_one_is_not_enough_it_says_who_together_are() -> None:
    found = search(file_with(4), at_least(4), in_areas(1))

    assert len(found.others) == 3
    assert of(found, 5).effect is Effect.TOGETHER
    assert of(found, 11).effect is not Effect.ELIGIBLE


def test_advice_excludes_nobody() -> None:
    found = search(file_with(0), at_least(5, Weight.ADVICE))

    assert found.eligible
    assert {one.effect for one in found.candidates} == {Effect.ELIGIBLE}


def test_what_must_still_be_written_and_what_others_handed_in_plays_no_role() -> None:
    rules = (
        Requirement("continuity_plan_complete", {"years": 3}),
        Requirement("projects_per_municipality", {"projects": 1}),
        Requirement("amount_between", {}),
    )

    assert search(file_with(0), *rules).eligible


def test_who_is_invited_counts_as_if_it_accepts() -> None:
    file = file_with(0, 1)
    waiting = replace(file.partners[1], consent=Consent.INVITED)

    found = search(replace(file, partners=(file.partners[0], waiting)), at_least(2))

    assert found.eligible
    assert found.members == {TOWNS[0].nis, TOWNS[1].nis}


def test_reasons_to_ask() -> None:
    found = search(file_with(0), seeking=(TOWNS[8].nis,))

    assert of(found, 1).reasons == (Reason.NEIGHBOUR,)
    assert of(found, 3).reasons == (Reason.SMALL,)  # 14,500 inhabitants, the same region
    assert of(found, 4).reasons == (Reason.ALIKE,)
    assert of(found, 8).reasons == (Reason.ALIKE, Reason.SEEKS)
    assert of(found, 5).reasons == ()


def test_the_best_to_ask_come_first() -> None:
    found = search(file_with(0), at_least(2), in_areas(1))

    assert next(one.municipality for one in found.candidates) == TOWNS[1]
    order = [list(Effect).index(one.effect) for one in found.candidates]
    assert order == sorted(order)


def test_a_partner_that_is_no_municipality_is_part_of_the_consortium() -> None:
    file = file_with(0)
    ocmw = replace(
        file.partners[0],
        id="o",
        lead=False,
        kind=OrganisationKind.OCMW,
        municipality=None,
        nis=None,
    )

    found = search(replace(file, partners=(*file.partners, ocmw)), at_least(2))

    assert not found.eligible  # a welfare centre is no municipality
    assert of(found, 1).effect is Effect.ELIGIBLE
