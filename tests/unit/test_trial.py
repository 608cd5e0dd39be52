"""A draft tried out on municipalities: as brute force says, and as counted by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calls.domain.dossier import Around, Dossier, Municipality, Partner
from subsidy.calls.domain.rules import RULES, Outcome, Requirement, Weight, evaluate
from subsidy.calls.domain.trial import (
    Chance,
    Draft,
    Reach,
    Verdict,
    World,
    Writer,
    draft_of,
    per_rule,
    reach,
    strictest,
    try_file,
    unreachable,
)
from subsidy.core.money import Money
from subsidy.organisations.domain import REGIONS
from subsidy.organisations.domain.reference import read
from subsidy.organisations.service import packaged
from tests.support.dossiers import TERMS, partner

ALONE, TOGETHER, NOBODY = Chance.ALONE, Chance.TOGETHER, Chance.NOBODY
# The rules that can be decided by who works together, with numbers that small worlds can meet.
WHO: Mapping[str, Mapping[str, st.SearchStrategy[int]]] = {
    "minimum_municipalities": {"number": st.integers(1, 5)},
    "large_and_small": {"threshold": st.sampled_from([5_000, 20_000, 60_000])},
    "within_regions": {"maximum": st.integers(1, 3)},
    "minimum_typologies": {"classes": st.integers(1, 3)},
    "connected_area": {"areas": st.integers(1, 2)},
    "lead_local_authority": {},
}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    towns = tuple(
        Municipality(
            nis=f"{10_000 + number}",
            name=f"Gemeente {number}",
            region=draw(st.sampled_from(["Kempen", "Waasland", "Midwest"])),
            province=draw(st.sampled_from(["Antwerpen", "Limburg"])),
            population=draw(st.sampled_from([900, 8_000, 25_000, 90_000])),
            typology=draw(st.sampled_from(["a0", "b1", "c2"])),
        )
        for number in range(draw(st.integers(1, 6)))
    )
    pairs = [frozenset((one.nis, other.nis)) for one, other in combinations(towns, 2)]
    return World(towns, frozenset(pair for pair in pairs if draw(st.booleans())))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    chosen = draw(st.lists(st.sampled_from(sorted(WHO)), min_size=1, max_size=4, unique=True))
    return Draft(
        tuple(
            Requirement(
                rule,
                {key: draw(values) for key, values in WHO[rule].items()},
                draw(st.sampled_from([Weight.KNOCK_OUT, Weight.KNOCK_OUT, Weight.ADVICE])),
            )
            for rule in chosen
        ),
        TERMS,
    )


# Brute force: every group, whoever leads it -------------------------------------------------------


def every_group(world: World) -> Iterator[tuple[Municipality, ...]]:
    towns = world.municipalities
    return chain.from_iterable(combinations(towns, size) for size in range(1, len(towns) + 1))


def outcomes(draft: Draft, world: World, group: tuple[Municipality, ...]) -> list[list[Outcome]]:
    found = []
    for lead in group:
        partners = tuple(
            Partner(
                id=one.nis, name=one.name, municipality=one, local_authority=True, lead=one is lead
            )
            for one in group
        )
        dossier = Dossier(partners=partners, around=Around(borders=world.borders))
        found.append([each.outcome for each in evaluate(draft.requirements, dossier, TERMS)])
    return found


def brute_force(draft: Draft, world: World) -> Mapping[str, Chance]:
    binding = [each.weight is Weight.KNOCK_OUT for each in draft.requirements]
    chances = dict.fromkeys((one.nis for one in world.municipalities), NOBODY)
    for group in every_group(world):
        good = any(
            all(found is Outcome.MET for found, counts in zip(row, binding, strict=True) if counts)
            for row in outcomes(draft, world, group)
        )
        for one in group if good else ():
            if chances[one.nis] is not ALONE:
                chances[one.nis] = ALONE if len(group) == 1 else TOGETHER
    return chances


def never(draft: Draft, world: World) -> list[int]:
    """Return per rule how many municipalities are in no group that meets it."""
    met: list[set[str]] = [set() for _ in draft.requirements]
    for group in every_group(world):
        for row in outcomes(draft, world, group):
            for place, found in enumerate(row):
                if found is Outcome.MET:
                    met[place].update(one.nis for one in group)
    return [len(world.municipalities) - len(each) for each in met]


@given(drafts(), worlds())
def test_the_search_finds_what_brute_force_finds(draft: Draft, world: World) -> None:
    found = reach(draft, world)

    assert found.chances == brute_force(draft, world)


@given(drafts(), worlds())
def test_who_cannot_meet_a_rule_cannot_meet_it_in_any_group(draft: Draft, world: World) -> None:
    found = reach(draft, world)

    assert [each.nobody for each in found.rules] == never(draft, world)


@given(drafts(), worlds())
def test_nobody_can_meet_the_call_exactly_when_the_draft_says_so(
    draft: Draft, world: World
) -> None:
    hopeless = set(brute_force(draft, world).values()) == {NOBODY}
    without = [
        each
        for each, alone in zip(draft.requirements, never(draft, world), strict=True)
        if alone == len(world.municipalities)
    ]

    assert bool(unreachable(draft, world)) == (hopeless or bool(without))


# The reference data, counted by hand --------------------------------------------------------------


@pytest.fixture(scope="module")
def flanders() -> World:
    facts = read(packaged())
    return World(
        tuple(
            Municipality(m.nis, m.name, m.region, m.province, m.population, m.typology)
            for m in facts.municipalities
        ),
        frozenset(frozenset(pair) for pair in facts.neighbours),
    )


def draft(**rules: Mapping[str, int]) -> Draft:
    return Draft(tuple(Requirement(rule, params) for rule, params in rules.items()), TERMS)


def of(found: Reach, rule: str) -> Any:  # noqa: ANN401 - whatever the reach of a rule has
    return next(each for each in found.rules if each.requirement.rule == rule)


def test_seven_around_ostend_cannot_find_fifty_in_two_regions(flanders: World) -> None:
    """The largest region has 42 municipalities, and 42 + 7 is 49."""
    found = reach(
        draft(minimum_municipalities={"number": 50}, within_regions={"maximum": 2}), flanders
    )

    coast = {one.nis for one in flanders.municipalities if one.region == "Regio Oostende"}
    assert len(coast) == REGIONS["Regio Oostende"] == 7
    assert {nis for nis, chance in found.chances.items() if chance is NOBODY} == coast
    assert (of(found, "minimum_municipalities").nobody, of(found, "within_regions").nobody) == (
        0,
        0,
    )
    assert of(found, "within_regions").freed == 7


def test_in_a_region_without_a_city_nobody_finds_a_city(flanders: World) -> None:
    """Antwerpen, Gent, Brugge and Leuven have 100,000 inhabitants or more: four regions."""
    found = reach(
        draft(large_and_small={"threshold": 100_000}, within_regions={"maximum": 1}), flanders
    )

    cities = ("Regio Antwerpen", "Regio Gent", "Regio Brugge", "Oost-Brabant")
    assert found.counts[TOGETHER] == sum(REGIONS[name] for name in cities)
    assert found.counts[NOBODY] == 300 - sum(REGIONS[name] for name in cities)


def test_voeren_touches_nobody(flanders: World) -> None:
    """So it finds partners in its region only, which the second rule takes for connected."""
    found = reach(
        draft(minimum_municipalities={"number": 43}, connected_area={"areas": 1}), flanders
    )

    lonely = [one.name for one in flanders.municipalities if found.chances[one.nis] is NOBODY]
    assert lonely == ["Voeren"]


def test_a_call_for_everybody_excludes_nobody(flanders: World) -> None:
    found = reach(draft(minimum_municipalities={"number": 1}), flanders)

    assert found.counts == {ALONE: 300}
    assert found.hardest is None


def test_the_rule_that_excludes_most_comes_first(flanders: World) -> None:
    found = reach(
        draft(minimum_municipalities={"number": 3}, within_regions={"maximum": 2}), flanders
    )

    assert found.hardest is of(found, "minimum_municipalities")
    assert (found.hardest.alone, found.hardest.together) == (0, 300)


def test_advice_excludes_nobody_and_is_counted(flanders: World) -> None:
    advice = Requirement("minimum_municipalities", {"number": 2}, Weight.ADVICE)

    found = reach(Draft((advice,), TERMS), flanders)

    assert found.counts == {ALONE: 300}
    assert (of(found, "minimum_municipalities").alone, found.rules[0].together) == (0, 300)


# What is not written ------------------------------------------------------------------------------

LOOKS_AT_WRITING = sorted(set(RULES) - set(WHO))


@pytest.mark.parametrize("rule", LOOKS_AT_WRITING)
def test_what_an_applicant_must_write_decides_nothing(flanders: World, rule: str) -> None:
    """A rule that is added tomorrow must stand in ``WHO`` or wait for who writes."""
    found = reach(Draft((Requirement(rule, RULES[rule].defaults()),), TERMS), flanders)

    assert found.counts == {ALONE: 300}
    (only,) = found.rules
    assert (only.decided, only.waits_for) == (False, Writer.APPLICANT)


def test_what_the_draft_does_not_say_is_left_out() -> None:
    found = draft_of(
        {
            "oproep": {"titel": "Half"},
            "bedragen": {"minimum": "twaalf"},
            "regels": {
                "minimum_gemeenten": {"aantal": 3},
                "binnen_referentieregios": {"hoogstens": 99},
                "bedrag_binnen_grenzen": {},
                "bestaat_niet": {},
            },
        }
    )

    assert [each.rule for each in found.requirements] == [
        "minimum_municipalities",
        "amount_between",
    ]
    assert found.left_out == ("within_regions",)
    assert not found.whole
    places = {each.place for each in found.unreadable}
    assert places >= {
        "bedragen.minimum",
        "bedragen.maximum",
        "regels.binnen_referentieregios.hoogstens",
        "regels.bestaat_niet",
        "project.eerste_dag",
    }


def test_a_rule_about_amounts_that_lack_waits_for_the_agency(flanders: World) -> None:
    found = draft_of({"regels": {"minimum_gemeenten": {"aantal": 3}, "bedrag_binnen_grenzen": {}}})

    reached = reach(found, flanders)

    assert of(reached, "minimum_municipalities").decided
    assert str(found.says(found.requirements[-1])) == "Amount between minimum and maximum"
    assert unreachable(found, flanders, reached) == ()


def test_an_empty_draft_can_be_tried(flanders: World) -> None:
    found = reach(draft_of({}), flanders)

    assert (found.counts, found.rules) == ({ALONE: 300}, ())
    assert unreachable(draft_of({}), flanders) == ()


# What nobody can meet -----------------------------------------------------------------------------

WITH_PARTNERS = "Nobody can meet this condition, with any partners:"
WITH_MONEY = "Nobody can meet this condition with the amounts and days of the call:"


def told(found: Draft, world: World) -> list[tuple[str | None, str]]:
    return [(each.place, str(each.text)) for each in unreachable(found, world)]


def with_terms(found: Draft, **changes: Any) -> Draft:  # noqa: ANN401 - values of the terms
    return replace(found, terms=replace(TERMS, **changes))


def test_a_rule_that_nobody_can_meet_is_named() -> None:
    village = World((Municipality("1", "Dorp", "Kempen", "Antwerpen", 900, "c2"),))

    assert told(draft(minimum_municipalities={"number": 2}), village) == [
        (
            "regels.minimum_gemeenten",
            f"{WITH_PARTNERS} At least 2 municipalities take part.",
        )
    ]


def test_rules_that_nobody_can_meet_together_are_named(flanders: World) -> None:
    found = draft(minimum_municipalities={"number": 43}, within_regions={"maximum": 1})

    ((place, text),) = told(found, flanders)

    assert place == "regels"
    assert "nobody can meet these together" in text
    assert "Minimum number of municipalities" in text
    assert "Within one or a few reference regions" in text


def test_too_little_money_for_the_partners_that_are_asked(flanders: World) -> None:
    """Five partners with 10,000 euro each do not fit in 49,999 euro."""
    found = draft(minimum_municipalities={"number": 5}, minimum_per_partner={})
    found = Draft((*found.requirements, Requirement("amount_between", {})), TERMS)
    five, less = Money(50_000_00), Money(49_999_00)

    assert told(with_terms(found, minimum=Money(0), maximum=five), flanders) == []
    assert told(with_terms(found, minimum=Money(0), maximum=less), flanders) == [
        (
            "regels.minimum_per_partner",
            f"{WITH_MONEY} Every partner that takes part receives at least EUR 10000.00.",
        )
    ]


def test_a_minimum_above_the_maximum_is_met_by_nobody(flanders: World) -> None:
    found = with_terms(draft(amount_between={}), minimum=Money(2_00), maximum=Money(1_00))

    assert [place for place, _ in told(found, flanders)] == ["regels.bedrag_binnen_grenzen"]


def test_a_period_that_ends_before_it_begins_is_met_by_nobody(flanders: World) -> None:
    found = with_terms(draft(period_within={}), last_day=TERMS.first_day - timedelta(days=1))

    assert [place for place, _ in told(found, flanders)] == ["regels.periode_binnen_grenzen"]


def test_a_share_that_somebody_can_divide_is_no_concern(flanders: World) -> None:
    found = draft(
        minimum_municipalities={"number": 4},
        share_of_lead={"share": 3_000},
        share_of_small={"share": 9_000, "threshold": 20_000},
        amount_between={},
        minimum_per_partner={},
    )

    assert told(found, flanders) == []


def test_a_lead_that_may_keep_nothing_is_a_concern(flanders: World) -> None:
    """Of two partners, with at least 45 % each, the lead cannot stay under 40 %."""
    found = draft(minimum_municipalities={"number": 2}, share_of_lead={"share": 4_000})
    found = Draft((*found.requirements, Requirement("minimum_per_partner", {})), TERMS)
    tight = with_terms(
        found, minimum=Money(100_00), maximum=Money(100_00), partner_minimum=Money(45_00)
    )

    assert [place for place, _ in told(tight, flanders)] == ["regels"]


def test_nothing_is_said_of_what_can_be_written(flanders: World) -> None:
    every = {rule: RULES[rule].defaults() for rule in RULES}

    assert told(draft(**every), flanders) == []


# Applications -------------------------------------------------------------------------------------


def test_each_rule_counts_its_applications_and_says_which_it_keeps_out_alone() -> None:
    """Ghent alone fails the number; with Turnhout the region fails; both with Arendonk, 9 euro."""
    found = Draft(
        (
            Requirement("minimum_municipalities", {"number": 2}),
            Requirement("within_regions", {"maximum": 1}),
            Requirement("amount_between", {}),
            Requirement("minimum_municipalities", {"number": 9}, Weight.ADVICE),
        ),
        TERMS,
    )
    dossiers = [
        Dossier(partners=(partner("44021"),), requested=Money(200_000_00)),
        Dossier(partners=(partner("44021"), partner("13040")), requested=Money(9_00)),
        Dossier(partners=(partner("13001"), partner("13040")), requested=Money(200_000_00)),
        Dossier(partners=(partner("13001"), partner("13040"))),
    ]

    files = [try_file(found, each) for each in dossiers]

    assert [each.verdict for each in files] == [
        Verdict.KEPT_OUT,
        Verdict.KEPT_OUT,
        Verdict.LET_IN,
        Verdict.UNKNOWN,
    ]
    counts = per_rule(found, files)
    assert [(each.met, each.not_met, each.unknown, each.only) for each in counts] == [
        (3, 1, 0, 1),
        (3, 1, 0, 0),
        (2, 1, 1, 0),
        (0, 4, 0, 0),
    ]
    assert strictest(counts) is counts[0]


def test_a_rule_whose_amounts_the_draft_lacks_is_not_tried_on_files() -> None:
    found = draft_of({"regels": {"bedrag_binnen_grenzen": {}}})

    file = try_file(found, Dossier(requested=Money(1_00)))

    assert file.answers == (Writer.AGENCY,)
    assert file.verdict is Verdict.LET_IN
    assert per_rule(found, [file])[0].tried is False
    assert strictest(per_rule(found, [file])) is None
