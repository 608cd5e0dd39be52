"""STOP by hand, against a naive loop, and explanations that are tried out."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.language import catalogue, words
from subsidy.scoring.domain.places import lot
from subsidy.scoring.domain.selection import (
    Candidate,
    Explanation,
    Method,
    Obstacle,
    Outcome,
    Rules,
    Selection,
    Verdict,
    explain,
    select,
    verdicts,
)
from tests.support.effort import tried

SEED = "lotgetal 2022"

# Worked by hand with an envelope of 1,000.00 euro:
#   place  points  asks    left before   outcome
#   A      90.00   400.00  1,000.00      in full
#   B      85.00   350.00    600.00      in full
#   C      80.00   300.00    250.00      does not fit; at least 200.00, so gets 250.00
#   D      75.00   100.00      0.00      after the stop
A = Candidate("A", 9_000, 400_00, lead="a", region_cents={"noord": 400_00}, municipalities={"x"})
B = Candidate("B", 8_500, 350_00, lead="b", region_cents={"zuid": 1})
C = Candidate("C", 8_000, 300_00, 200_00, lead="a", region_cents={"noord": 150_00, "zuid": 150_00})
D = Candidate("D", 7_500, 100_00, lead="d", municipalities={"y"})
ALL = [C, A, D, B]
RULES = Rules(1_000_00)


def stop(candidates: list[Candidate], rules: Rules) -> Selection:
    return select(candidates, rules, Method.STOP, SEED)


def why(candidates: list[Candidate], rules: Rules, id_: str) -> Explanation:
    return explain(candidates, rules, Method.STOP, SEED, id_)


def test_the_worked_table() -> None:
    found = stop(ALL, RULES)
    assert found == Selection(
        funded=("A", "B", "C"),
        amounts={"A": 400_00, "B": 350_00, "C": 250_00},
        merit=25_500,
        spent_cents=1_000_00,
        optimal=True,
        bound=25_500,
        unique=True,
    )
    outcomes = {id_: v.outcome for id_, v in verdicts(ALL, RULES, Method.STOP, SEED).items()}
    assert outcomes == {
        "A": Outcome.FUNDED,
        "B": Outcome.FUNDED,
        "C": Outcome.PARTIAL,
        "D": Outcome.AFTER_STOP,
    }


@pytest.mark.parametrize(
    ("candidates", "rules", "funded"),
    [
        # Without a stated minimum, or one above what is left, there is no partial award.
        ([A, B, replace(C, minimum_cents=None), D], RULES, "AB"),
        ([A, B, replace(C, minimum_cents=250_01), D], RULES, "AB"),
        ([A, B, replace(C, minimum_cents=250_00), D], RULES, "ABC"),
        # A cent more or less in the envelope.
        (ALL, Rules(750_00), "AB"),
        (ALL, Rules(749_99), "A"),
        (ALL, Rules(1_150_00), "ABCD"),
        ([A, B, replace(C, minimum_cents=None), D], Rules(1_049_99), "AB"),
        # A file under a threshold takes no part and does not stop the selection.
        (ALL, Rules(1_000_00, threshold=8_000), "ABC"),
        (ALL, Rules(1_000_00, threshold=8_001), "AB"),
        ([A, replace(B, under=("Plan",)), C, D], Rules(1_000_00), "ACD"),
        # The other limits stop the selection too, and only money can be awarded in part.
        (ALL, Rules(1_000_00, max_projects=2), "AB"),
        (ALL, Rules(1_000_00, max_projects=0), ""),
        (ALL, Rules(1_000_00, max_per_lead=1), "AB"),
        (ALL, Rules(9_000_00, max_per_lead=1), "AB"),
        (ALL, Rules(9_000_00, max_per_lead=2), "ABCD"),
        (ALL, Rules(9_000_00, exclusions=[("D", "B")]), "ABC"),
        (ALL, Rules(9_000_00, exclusions=[{"B", "A"}]), "A"),
        ([], RULES, ""),
        (ALL, Rules(0), ""),
        ([replace(C, minimum_cents=0)], Rules(0), ""),
    ],
)
def test_by_hand(candidates: list[Candidate], rules: Rules, funded: str) -> None:
    assert "".join(stop(candidates, rules).funded) == funded


def test_ties_by_place_then_amount_then_lot() -> None:
    equal = [replace(A, id=id_, merit=5_000) for id_ in ("D-1", "D-2", "D-3")]
    one = Rules(400_00)
    assert stop(equal, one).funded == ("D-1",)  # its SHA-256 is the lowest: test_places
    assert list(verdicts(equal, one, Method.STOP, SEED)) == ["D-1", "D-3", "D-2"]
    cheaper = [*equal, replace(A, id="D-4", merit=5_000, amount_cents=399_99)]
    assert stop(cheaper, one).funded == ("D-4",)
    ordered = [replace(c, order=4 - i) for i, c in enumerate(cheaper)]
    assert stop(ordered, one).funded == ("D-4",)
    ordered = [replace(c, order=i) for i, c in enumerate(cheaper)]
    assert stop(ordered, one).funded == ("D-1",)


def test_minimums_that_rank_order_leaves_unmet_are_stated() -> None:
    rules = Rules(
        1_000_00,
        region_minimum_projects={"noord": 2, "zuid": 3, "oost": 1},
        region_minimum_cents={"noord": 525_00, "zuid": 125_02},
        small_municipalities={"x", "y"},
        minimum_small_reached=2,
    )
    found = stop(ALL, rules)
    assert found.funded == ("A", "B", "C")
    # C gets 250 of 300: 125 of its 150 in each region.
    assert [str(text) for text in found.unmet] == [
        "Region oost must have at least one project and has 0.",
        "Region zuid must have at least 3 projects and has 2.",
        "Region zuid must receive at least EUR 125.02 and receives EUR 125.01.",
        "At least 2 small municipalities must be reached; 1 are reached.",
    ]


def test_one_small_municipality_that_is_not_reached_is_stated() -> None:
    rules = Rules(1_000_00, small_municipalities={"z"}, minimum_small_reached=1)
    assert [str(text) for text in stop(ALL, rules).unmet] == [
        "At least one small municipality must be reached; 0 is reached."
    ]


def test_a_file_that_asks_nothing_brings_nothing_to_a_region() -> None:
    free = replace(A, amount_cents=0, region_cents={"noord": 0})
    found = stop([free], Rules(0, region_minimum_cents={"noord": 1}))
    assert found.funded == ("A",)
    assert [str(text) for text in found.unmet] == [
        "Region noord must receive at least EUR 0.01 and receives EUR 0.00."
    ]


@pytest.mark.parametrize(
    ("candidates", "rules", "left"),
    [
        (ALL, RULES, {"A": 1_000_00, "B": 600_00, "C": 250_00, "D": 0}),
        ([A, B], Rules(1_000_00, threshold=8_501), {"A": 1_000_00, "B": 600_00}),
        ([A, replace(B, under=("Plan",))], RULES, {"A": 1_000_00, "B": 600_00}),
        ([A, B, D], Rules(500_00), {"A": 500_00, "B": 100_00, "D": 100_00}),
    ],
)
def test_a_verdict_states_what_was_left(
    candidates: list[Candidate], rules: Rules, left: dict[str, int]
) -> None:
    found = verdicts(candidates, rules, Method.STOP, SEED)
    assert {id_: verdict.left_cents for id_, verdict in found.items()} == left


def test_a_verdict_names_the_limits_and_the_rivals() -> None:
    partial = verdicts(ALL, RULES, Method.STOP, SEED)["C"]
    assert partial == Verdict(Outcome.PARTIAL, 250_00, 250_00, (Obstacle.ENVELOPE,))

    beside = Rules(9_000_00, exclusions=[("A", "B")])
    refused = verdicts(ALL, beside, Method.STOP, SEED)["B"]
    assert refused == Verdict(Outcome.DID_NOT_FIT, 0, 8_600_00, (Obstacle.EXCLUSION,), ("A",))


def test_the_last_cent_can_be_a_partial_award() -> None:
    found = stop([A, replace(C, minimum_cents=0)], Rules(400_01))
    assert found.amounts == {"A": 400_00, "C": 1}


@pytest.mark.parametrize(
    ("candidates", "rules"),
    [
        ([A, A], RULES),
        ([replace(A, merit=10_001)], RULES),
        ([replace(A, merit=-1)], RULES),
        ([replace(A, amount_cents=-1)], RULES),
        ([replace(A, minimum_cents=400_01)], RULES),
        ([replace(A, region_cents={"noord": -1})], RULES),
        ([A, replace(B, order=1)], RULES),
    ],
)
def test_impossible_numbers(candidates: list[Candidate], rules: Rules) -> None:
    with pytest.raises(ValueError, match=r"."):
        stop(candidates, rules)


@pytest.mark.parametrize(
    "rules",
    [
        Rules(-1),
        Rules(1, threshold=-1),
        Rules(1, minimum_small_reached=-1),
        Rules(1, max_projects=-1),
        Rules(1, max_per_lead=-1),
    ],
)
def test_a_limit_below_zero_is_a_mistake(rules: Rules) -> None:
    with pytest.raises(ValueError, match=r"^a limit must be zero or more$"):
        stop([A], rules)


def test_a_method_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(RefusedError) as refused:
        select(ALL, RULES, cast("Any", "quota"), SEED)

    [refusal] = refused.value.refusals
    assert str(refusal.text) == "This selection method is not available yet. Choose another."
    assert refusal.place == "method"


@st.composite
def _cases(draw: st.DrawFn) -> tuple[list[Candidate], Rules]:
    ids = draw(st.lists(st.sampled_from([f"F{n:02}" for n in range(20)]), unique=True, max_size=8))
    given_order = draw(st.booleans())
    places = draw(st.permutations(range(len(ids))))
    candidates = [
        Candidate(
            id=id_,
            merit=draw(st.integers(9_990, 10_000)),
            amount_cents=(amount := draw(st.integers(0, 12))),
            minimum_cents=draw(st.one_of(st.none(), st.integers(0, amount))),
            lead=draw(st.sampled_from("pqrs")),
            order=place if given_order else None,
            under=draw(st.sampled_from([(), (), (), ("Plan",)])),
        )
        for id_, place in zip(ids, places, strict=True)
    ]
    rules = Rules(
        envelope_cents=draw(st.integers(0, 40)),
        threshold=draw(st.sampled_from([0, 9_993])),
        max_projects=draw(st.one_of(st.none(), st.integers(0, 6))),
        max_per_lead=draw(st.one_of(st.none(), st.integers(1, 3))),
        exclusions=[draw(st.sampled_from([(), ("F01", "F02"), ("F03", "F04", "F05")]))],
    )
    return candidates, rules


def naive(candidates: list[Candidate], rules: Rules) -> dict[str, int]:
    amounts: dict[str, int] = {}
    leads: list[str] = []
    key = {
        c.id: (-c.merit, c.order if c.order is not None else (c.amount_cents, lot(SEED, c.id)))
        for c in candidates
    }
    for c in sorted(candidates, key=lambda c: cast("Any", key[c.id])):
        if c.merit < rules.threshold or c.under:
            continue
        left = rules.envelope_cents - sum(amounts.values())
        if (
            (rules.max_projects is not None and len(amounts) == rules.max_projects)
            or (rules.max_per_lead is not None and leads.count(c.lead) == rules.max_per_lead)
            or any(c.id in pair and amounts.keys() & set(pair) for pair in rules.exclusions)
        ):
            return amounts
        if c.amount_cents > left:
            if c.minimum_cents is not None and c.minimum_cents <= left and left > 0:
                amounts[c.id] = left
            return amounts
        amounts[c.id] = c.amount_cents
        leads.append(c.lead)
    return amounts


@tried(4)
@given(_cases(), st.randoms())
def test_equals_the_naive_loop_in_any_order(
    case: tuple[list[Candidate], Rules], chance: random.Random
) -> None:
    candidates, rules = case
    found = stop(candidates, rules)
    assert dict(found.amounts) == naive(candidates, rules)
    assert stop(chance.sample(candidates, len(candidates)), rules) == found
    assert found.spent_cents == sum(found.amounts.values()) <= rules.envelope_cents


@tried(2)
@given(_cases(), st.integers(1, 10), st.integers(1, 20))
def test_a_raised_mark_or_a_larger_envelope_never_takes_a_file_out(
    case: tuple[list[Candidate], Rules], more: int, money: int
) -> None:
    candidates, rules = case
    richer = replace(rules, envelope_cents=rules.envelope_cents + money)
    for funded in stop(candidates, rules).funded:
        raised = [
            replace(c, merit=min(c.merit + more, 10_000)) if c.id == funded else c
            for c in candidates
        ]
        assert funded in stop(raised, rules).funded
        assert funded in stop(candidates, richer).funded


@tried(1.5)
@given(_cases())
def test_what_an_explanation_promises_is_true(case: tuple[list[Candidate], Rules]) -> None:
    """Every merit and every amount is tried, one by one."""
    candidates, rules = case
    found = stop(candidates, rules)
    for own in candidates:
        said = why(candidates, rules, own.id)
        others = [c for c in candidates if c is not own]
        assert said.is_funded == (own.id in found.funded)
        assert said.awarded_cents == found.amounts.get(own.id, 0)
        if said.is_funded:
            assert (said.points_short, said.fitting_cents) == (None, None)
            continue
        enough = [
            merit - own.merit
            for merit in range(own.merit + 1, 10_001)
            if own.id in stop([*others, replace(own, merit=merit)], rules).funded
        ]
        assert said.points_short == (min(enough) if enough else None)
        fitting = [
            cents
            for cents in range(1, own.amount_cents + 1)
            for smaller in [replace(own, amount_cents=cents, minimum_cents=None)]
            if stop([*others, smaller], rules).amounts.get(own.id) == cents
        ]
        assert said.fitting_cents == (max(fitting) if fitting else None)


@tried(1.5)
@given(_cases())
def test_no_sentence_names_a_file_that_was_not_funded(
    case: tuple[list[Candidate], Rules],
) -> None:
    candidates, rules = case
    funded = set(stop(candidates, rules).funded)
    for own in candidates:
        for text in why(candidates, rules, own.id).sentences:
            assert set(re.findall(r"F\d\d", words(text))) <= funded


def test_points_short_by_hand() -> None:
    all_or_nothing = replace(C, minimum_cents=None)
    # At 85.00 C ties with B and asks less, so it goes before it: 400 + 300 fit.
    said = why([A, B, all_or_nothing, D], RULES, "C")
    assert (said.rank, said.of, said.points_short, said.fitting_cents) == (3, 4, 500, 250_00)
    # With the places of the ranking given, an equal number of points keeps it behind B.
    placed = [replace(c, order=i) for i, c in enumerate([A, B, all_or_nothing, D])]
    assert why(placed, RULES, "C").points_short == 501
    # D must pass C; asking less does not help, the selection has already stopped.
    said = why([A, B, all_or_nothing, D], RULES, "D")
    assert (said.outcome, said.points_short, said.fitting_cents) == (
        Outcome.AFTER_STOP,
        500,
        None,
    )


def test_the_sentences_in_dutch() -> None:
    said = why([A, B, replace(C, minimum_cents=None), D], RULES, "C")
    assert [words(text).replace("\N{NO-BREAK SPACE}", " ") for text in said.sentences] == [
        "Dit dossier staat op plaats 3 van 4, met 80,00 punten op 100.",
        (
            "Toen het aan de beurt was, zat er nog € 250,00 in de enveloppe. "
            "Het dossier vraagt € 300,00."
        ),
        (
            "De selectie volgt de rangschikking en stopt bij het eerste dossier dat niet past. "
            "Dat is dit dossier."
        ),
        "Met 5,00 punten meer, in totaal 85,00, kreeg het dossier wel subsidie.",
        "Bij een gevraagd bedrag van hoogstens € 250,00 kreeg het dossier de volledige subsidie.",
    ]


TOLD: list[tuple[list[Candidate], Rules, str]] = [
    (ALL, RULES, "A"),
    (ALL, RULES, "C"),
    (ALL, RULES, "D"),
    ([A, B, replace(C, minimum_cents=260_00), D], RULES, "C"),
    (ALL, Rules(1_000_00, threshold=8_500), "C"),
    ([replace(A, under=("Plan",))], RULES, "A"),
    ([replace(A, under=("Plan", "Impact"))], RULES, "A"),
    (ALL, Rules(1_000_00, max_projects=1), "B"),
    (ALL, Rules(1_000_00, max_projects=2), "C"),
    (ALL, Rules(9_000_00, max_per_lead=1), "C"),
    ([*ALL, replace(C, id="E", merit=10)], Rules(9_000_00, max_per_lead=2), "E"),
    (ALL, Rules(9_000_00, exclusions=[("A", "B")]), "B"),
    ([A], Rules(399_99), "A"),
]


@pytest.mark.parametrize(("candidates", "rules", "id_"), TOLD)
def test_every_sentence_is_translated(candidates: list[Candidate], rules: Rules, id_: str) -> None:
    for text in _all_texts(why(candidates, rules, id_).sentences):
        assert text.msgid in catalogue()
        assert text.to_data() == Text.from_data(text.to_data()).to_data()


def _all_texts(texts: tuple[object, ...]) -> Iterator[Text]:
    for text in texts:
        if isinstance(text, Text):
            yield text
            yield from _all_texts(tuple(text.params.values()))


def test_the_obstacle_of_each_limit() -> None:
    def broken(rules: Rules, id_: str) -> tuple[Obstacle, ...]:
        return verdicts(ALL, rules, Method.STOP, SEED)[id_].obstacles

    assert broken(Rules(399_99), "A") == (Obstacle.ENVELOPE,)
    assert broken(Rules(9_000_00, max_projects=3), "D") == (Obstacle.PROJECTS,)
    assert broken(Rules(900_00, max_per_lead=1), "C") == (Obstacle.ENVELOPE, Obstacle.LEAD)
    assert broken(Rules(9_000_00, exclusions=[("A", "B")]), "B") == (Obstacle.EXCLUSION,)


def test_nobody_is_explained_who_is_not_there() -> None:
    with pytest.raises(KeyError):
        why(ALL, RULES, "Z")
