"""A consultation in numbers: who counts, once; what must be answered before anybody reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calls.domain.consultation import (
    Expectation,
    Feasible,
    NewConsultation,
    Reaction,
    ReportFacts,
    Said,
    Topic,
    closed,
    reaction_faults,
    report_faults,
    start_faults,
    verdicts,
)

NOW = datetime(2022, 9, 12, 8, tzinfo=UTC)
DAY = timedelta(days=1)
VOLUNTEERS = Expectation.VOLUNTEERS.value
EXPECTED = {VOLUNTEERS: "Vijf vrijwilligers."}
YES, NO = Feasible.YES, Feasible.NO


def town(name: str, feasible: Feasible | None, text: str = "") -> Said:
    return Said(name=name, local=True, reactions={VOLUNTEERS: Reaction(text, feasible)}, answers={})


def union(feasible: Feasible, *members: str) -> Said:
    return Said(
        name="Vereniging",
        local=False,
        reactions={VOLUNTEERS: Reaction("Alleen samen.", feasible)},
        answers={},
        speaks_for=members,
    )


def test_an_authority_counts_once_and_its_own_word_goes_first() -> None:
    everybody = [union(NO, "Lede", "Aalst", "Ninove"), town("Aalst", YES), town("Bree", NO)]

    [found] = verdicts(EXPECTED, everybody)

    assert found.feasible == ("Aalst",)
    assert found.infeasible == ("Bree", "Lede", "Ninove")


def test_an_own_comment_without_a_judgement_leaves_that_of_the_association() -> None:
    [found] = verdicts(EXPECTED, [town("Aalst", None, "Hoe dan?"), union(YES, "Aalst")])

    assert (found.feasible, found.infeasible) == (("Aalst",), ())


def test_what_is_not_expected_has_no_verdict() -> None:
    assert verdicts({}, [town("Aalst", YES)]) == ()


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(Feasible)),
    st.frozensets(st.sampled_from("abcdef")),
    st.sampled_from(Feasible),
)
def test_nobody_is_on_both_sides(
    own: dict[str, Feasible], members: frozenset[str], said: Feasible
) -> None:
    everybody = [*(town(name, each) for name, each in own.items()), union(said, *members)]
    [found] = verdicts(EXPECTED, everybody)
    [turned] = verdicts(EXPECTED, everybody[::-1])

    assert found == turned
    assert not {*found.feasible} & {*found.infeasible}
    assert {*found.feasible, *found.infeasible} == {*own, *members}
    assert all((name in found.feasible) == (each is YES) for name, each in own.items())


def test_not_feasible_has_a_reason() -> None:
    faults = list(reaction_faults({VOLUNTEERS: Reaction("", NO), "doel": Reaction("Goed.")}))

    assert [each.place for each in faults] == [f"{VOLUNTEERS}_waarom"]
    assert [each.place for each in reaction_faults({})] == [None]
    assert list(reaction_faults({VOLUNTEERS: Reaction("", YES)})) == []


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (NOW - timedelta(microseconds=1), True),
        (NOW, False),
        (NOW + DAY - timedelta(microseconds=1), False),
        (NOW + DAY, True),
    ],
)
def test_one_reacts_from_the_first_instant_until_just_before_the_last(
    at: datetime, *, refused: bool
) -> None:
    assert bool(list(closed(NOW, NOW + DAY, at))) == refused


def test_a_period_that_is_no_period_is_not_started() -> None:
    def places(opens_at: datetime, closes_at: datetime) -> list[str | None]:
        new = NewConsultation(
            opens_at=opens_at, closes_at=closes_at, introduction="", expectations={}
        )
        return [each.place for each in start_faults(new, NOW)]

    assert places(NOW, NOW) == ["closes_at"]
    assert places(NOW - DAY, NOW) == ["closes_at"]
    assert places(NOW - DAY, NOW + DAY) == []


def test_a_report_waits_for_every_answer_and_for_the_end() -> None:
    said = {Topic.AIM.value: Reaction("Te kort."), VOLUNTEERS: Reaction("", YES)}
    silent = Said(name="Aalst", local=True, reactions=said, answers={})
    heard = Said(name="Lede", local=True, reactions=said, answers={"doel": "Goed."})
    facts = ReportFacts(
        now=NOW, closes_at=NOW + DAY, everybody=[silent, heard], report=" ", is_reported=True
    )

    texts = [str(each.text) for each in report_faults(facts)]

    assert len(texts) == 4
    assert "Aalst" in texts[2]
    done = ReportFacts(now=NOW, closes_at=NOW, everybody=[heard], report="Wij doen het.")
    assert list(report_faults(done)) == []
