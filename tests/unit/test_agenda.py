"""When two planned calls are in each other's way: the same aim, people and days."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.language import words
from subsidy.planning.domain.agenda import NewEntry, Plan, entry_faults, overlap, overlaps
from subsidy.planning.domain.codes import AIM_WORDS, GROUP_WORDS, Aim, TargetGroup, members

MINE = Plan(
    ref="call:mine",
    title="Digipunten",
    organiser="dit agentschap",
    aims=frozenset({Aim.INDIVIDUAL, Aim.ACCESS}),
    target_groups=frozenset({TargetGroup.ELDERLY}),
    first_day=date(2022, 10, 1),
    last_day=date(2022, 10, 31),
)
OTHER = replace(
    MINE,
    ref="agenda:other",
    title="Hulp in de wijk",
    organiser="Agentschap voor werk",
    aims=frozenset({Aim.INDIVIDUAL, Aim.GROUP}),
    target_groups=frozenset({TargetGroup.ELDERLY, TargetGroup.JOB_SEEKERS}),
    first_day=date(2022, 10, 31),
    last_day=date(2022, 12, 1),
)
DAYS = st.dates(date(2022, 1, 1), date(2022, 2, 15))
PLANS = st.builds(
    Plan,
    ref=st.text("abcdef", min_size=1, max_size=3),
    title=st.just("Plan"),
    organiser=st.just("Iemand"),
    aims=st.frozensets(st.sampled_from(Aim)),
    target_groups=st.frozensets(st.sampled_from(TargetGroup)),
    first_day=st.none() | DAYS,
    last_day=st.none() | DAYS,
)


def test_one_shared_day_is_an_overlap_and_the_sentence_says_why() -> None:
    found = overlap(MINE, OTHER)

    assert found is not None
    assert (found.first_day, found.last_day) == (date(2022, 10, 31), date(2022, 10, 31))
    assert found.aims == (Aim.INDIVIDUAL,)
    assert words(found.text) == (
        "“Hulp in de wijk” van Agentschap voor werk overlapt met deze oproep. "
        "Doel: Individuele hulp. Doelgroep: Ouderen (65 en ouder). "
        "Periode: maandag 31 oktober 2022 tot en met maandag 31 oktober 2022."
    )


@pytest.mark.parametrize(
    "apart",
    [
        replace(OTHER, aims=frozenset({Aim.GROUP})),
        replace(OTHER, target_groups=frozenset({TargetGroup.JOB_SEEKERS})),
        replace(OTHER, first_day=date(2022, 11, 1)),
        replace(OTHER, first_day=None),
        replace(OTHER, last_day=None),
        replace(OTHER, ref=MINE.ref),
    ],
)
def test_one_difference_is_enough(apart: Plan) -> None:
    assert overlap(MINE, apart) is None


def test_all_residents_are_everybody_but_nobody_is_no_group() -> None:
    everybody = replace(OTHER, target_groups=frozenset({TargetGroup.ALL}))
    found = overlap(MINE, everybody)

    assert found is not None
    assert found.target_groups == (TargetGroup.ELDERLY,)
    assert overlap(MINE, replace(everybody, target_groups=frozenset())) is None


def test_two_that_reach_all_residents_both_reach_whoever_one_of_them_names() -> None:
    one = replace(MINE, target_groups=frozenset({TargetGroup.ALL, TargetGroup.ADULTS}))
    other = replace(OTHER, target_groups=frozenset({TargetGroup.ALL, TargetGroup.YOUNG}))
    found = overlap(one, other)

    assert found is not None
    assert set(found.target_groups) == {TargetGroup.ALL, TargetGroup.ADULTS, TargetGroup.YOUNG}


@given(PLANS, PLANS)
def test_both_see_the_same_overlap(one: Plan, two: Plan) -> None:
    here, there = overlap(one, two), overlap(two, one)

    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert (here.aims, here.target_groups) == (there.aims, there.target_groups)
        assert (here.first_day, here.last_day) == (there.first_day, there.last_day)
        assert here.first_day <= here.last_day


@given(PLANS, st.lists(PLANS, max_size=6))
def test_the_order_of_the_others_does_not_matter(one: Plan, others: list[Plan]) -> None:
    found = [each.other for each in overlaps(one, others)]
    turned = [each.other for each in overlaps(one, reversed(others))]

    assert sorted(map(repr, found)) == sorted(map(repr, turned))
    assert one not in found


def test_an_entry_says_everything_that_is_wrong_with_it() -> None:
    entry = NewEntry(
        title="Iets",
        organiser="Iemand",
        aim_text="Waarom",
        aims=(),
        target_groups=(),
        first_day=date(2022, 10, 2),
        last_day=date(2022, 10, 1),
        link="javascript:alert(1)",
    )

    places = [refusal.place for refusal in entry_faults(entry)]

    assert places == ["aims", "target_groups", "last_day", "link"]


def test_every_code_has_one_word_in_files() -> None:
    assert list(AIM_WORDS.values()) == list(Aim)
    assert list(GROUP_WORDS.values()) == list(TargetGroup)
    assert members(Aim, ["group", "nonsense", "access"]) == (Aim.ACCESS, Aim.GROUP)
