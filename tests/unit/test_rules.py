"""The rules of a call: tables of values, and every possible answer of the invited tried out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calls.domain.dossier import (
    Consent,
    Dossier,
    Municipality,
    Partner,
    Promise,
    PromiseYear,
    Realisation,
)
from subsidy.calls.domain.rules import (
    RULES,
    Outcome,
    Requirement,
    evaluate,
    explain,
    requirement_faults,
)
from subsidy.core.money import Money
from tests.support.dossiers import (
    PLACES,
    PLAN,
    PROMISE,
    REALISATION,
    TERMS,
    judge,
    other,
    partner,
)

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
ACCEPTED, INVITED, REFUSED = Consent.ACCEPTED, Consent.INVITED, Consent.REFUSED

# --- minimum number of municipalities ---------------------------------------------------------

NIS = list(PLACES)


@pytest.mark.parametrize(
    ("accepted", "invited", "needed", "outcome"),
    [
        (4, 0, 4, MET),
        (5, 0, 4, MET),
        (3, 2, 4, UNKNOWN),
        (3, 0, 4, NOT_MET),
        (2, 1, 4, NOT_MET),
        (0, 0, 1, NOT_MET),
        (0, 1, 1, UNKNOWN),
    ],
)
def test_minimum_municipalities(accepted: int, invited: int, needed: int, outcome: Outcome) -> None:
    partners = [partner(nis) for nis in NIS[:accepted]]
    partners += [partner(nis, INVITED) for nis in NIS[accepted : accepted + invited]]

    finding = judge(Dossier(partners=tuple(partners)), "minimum_municipalities", {"number": needed})

    assert finding.outcome is outcome


def test_minimum_municipalities_says_what_is_so_and_what_to_do() -> None:
    dossier = Dossier(partners=tuple(partner(nis) for nis in NIS[:3]))

    finding = judge(dossier, "minimum_municipalities", {"number": 4})

    assert str(finding.sentence) == (
        "The consortium counts 3 municipalities. The call asks for at least 4."
    )
    assert str(finding.remedy) == "Invite at least 1 more municipality."
    assert finding.evidence == ("Aartselaar", "Antwerpen", "Turnhout")


def test_minimum_municipalities_counts_each_municipality_once_and_no_other_partner() -> None:
    aartselaar_twice = (partner("11001"), replace(partner("11001"), id="again"))
    dossier = Dossier(
        partners=(*aartselaar_twice, other("OCMW Gent", local=True), other("vzw"), partner("44021"))
    )

    finding = judge(dossier, "minimum_municipalities", {"number": 3})

    assert finding.outcome is NOT_MET
    assert finding.evidence == ("Aartselaar", "Gent")


# --- large and small, regions, lead -----------------------------------------------------------


@pytest.mark.parametrize(
    ("populations", "outcome"),
    [
        ((19_999, 20_000), MET),
        ((20_000, 20_001), NOT_MET),
        ((19_998, 19_999), NOT_MET),
        ((), NOT_MET),
    ],
)
def test_large_and_small_is_half_open_at_the_threshold(
    populations: tuple[int, ...], outcome: Outcome
) -> None:
    dossier = Dossier(
        partners=tuple(
            replace(
                partner("11001"),
                municipality=Municipality(str(number), str(number), "", "", population),
            )
            for number, population in enumerate(populations)
        )
    )

    finding = judge(dossier, "large_and_small", {"threshold": 20_000})

    assert finding.outcome is outcome


def test_large_and_small_asks_only_those_whose_answer_decides() -> None:
    invited = (partner("13001", INVITED), partner("13040", INVITED))

    finding = judge(Dossier(partners=(partner("11001"), *invited)), "large_and_small")

    assert str(finding.remedy) == "Ask ('Turnhout',) to answer the invitation."


@pytest.mark.parametrize(
    ("accepted", "invited", "outcome"),
    [
        (["11001", "11002"], [], MET),
        (["11001", "13040"], [], MET),
        (["11001", "13040", "44021"], [], NOT_MET),
        (["11001", "13040"], ["44021"], UNKNOWN),
        ([], ["11001"], UNKNOWN),
        ([], [], NOT_MET),
    ],
)
def test_within_regions(accepted: list[str], invited: list[str], outcome: Outcome) -> None:
    partners = (*map(partner, accepted), *(partner(nis, INVITED) for nis in invited))

    finding = judge(Dossier(partners=partners), "within_regions", {"maximum": 2})

    assert finding.outcome is outcome


@pytest.mark.parametrize(
    ("lead", "outcome"),
    [
        (partner("44021"), MET),
        (other("OCMW Gent", local=True), MET),
        (other("vzw Digitaal"), NOT_MET),
        (partner("44021", REFUSED), NOT_MET),
        (None, NOT_MET),
    ],
)
def test_lead_local_authority(lead: Partner | None, outcome: Outcome) -> None:
    partners = () if lead is None else (replace(lead, lead=True),)

    finding = judge(Dossier(partners=(partner("11001"), *partners)), "lead_local_authority")

    assert finding.outcome is outcome


# --- amounts and period -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "outcome", "remedy"),
    [
        (0, UNKNOWN, "Fill in a budget between EUR 100000.00 and EUR 400000.00."),
        (9_999_999, NOT_MET, "Ask for at least EUR 0.01 more."),
        (10_000_000, MET, "None"),
        (40_000_000, MET, "None"),
        (40_000_001, NOT_MET, "Ask for at least EUR 0.01 less."),
    ],
)
def test_amount_between_includes_both_ends(cents: int, outcome: Outcome, remedy: str) -> None:
    finding = judge(Dossier(requested=Money(cents)), "amount_between")

    assert finding.outcome is outcome
    assert str(finding.remedy) == remedy


@pytest.mark.parametrize(
    ("partners", "outcome"),
    [
        ((partner("11001", euro=10_000), partner("13040", euro=10_000)), MET),
        ((partner("11001", euro=9_999), partner("13040", euro=10_000)), NOT_MET),
        ((partner("11001"), partner("13040", INVITED, euro=9_999)), UNKNOWN),
        ((partner("11001"), partner("13040", REFUSED, euro=0)), MET),
        ((), UNKNOWN),
    ],
)
def test_minimum_per_partner(partners: tuple[Partner, ...], outcome: Outcome) -> None:
    assert judge(Dossier(partners=partners), "minimum_per_partner").outcome is outcome


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "outcome"),
    [
        (date(2022, 1, 1), date(2024, 12, 31), MET),
        (date(2021, 12, 31), date(2024, 12, 31), NOT_MET),
        (date(2022, 1, 1), date(2025, 1, 1), NOT_MET),
        (date(2023, 1, 2), date(2023, 1, 1), NOT_MET),
        (None, date(2024, 12, 31), UNKNOWN),
        (date(2022, 1, 1), None, UNKNOWN),
    ],
)
def test_period_within(starts_on: date | None, ends_on: date | None, outcome: Outcome) -> None:
    dossier = Dossier(starts_on=starts_on, ends_on=ends_on)

    assert judge(dossier, "period_within").outcome is outcome


# --- continuity and scaling -------------------------------------------------------------------


def test_continuity_plan_complete() -> None:
    assert judge(PLAN, "continuity_plan_complete").outcome is MET


@pytest.mark.parametrize(
    ("promise", "missing"),
    [
        (replace(PROMISE, stays=None), "what stays"),
        (replace(PROMISE, owner="  "), "who carries it"),
        (replace(PROMISE, years=PROMISE.years[:2]), "the yearly cost after the end"),
        (replace(PROMISE, funding_source=""), "who pays the cost"),
        (replace(PROMISE, deciding_body=""), "which body decides"),
        (replace(PROMISE, decided_on=None), "the date of the decision"),
        (replace(PROMISE, expected_of_others=""), "what you expect of others"),
        (replace(PROMISE, risk=None), "the risk"),
        (replace(PROMISE, partner_id="somebody else"), "the whole continuity plan"),
    ],
)
def test_continuity_plan_names_what_is_missing(promise: Promise, missing: str) -> None:
    finding = judge(replace(PLAN, promises=(promise,)), "continuity_plan_complete")

    assert finding.outcome is NOT_MET
    (gap,) = finding.evidence  # exactly one
    assert missing in str(gap)
    assert "Digipunt in een koffer" in str(gap)
    assert "Aartselaar" in str(gap)


def test_continuity_plan_is_unknown_while_an_invited_partner_has_none() -> None:
    dossier = replace(PLAN, partners=(*PLAN.partners, partner("44021", INVITED)))

    assert judge(dossier, "continuity_plan_complete").outcome is UNKNOWN


def test_continuity_plan_without_partners_is_unknown() -> None:
    assert judge(replace(PLAN, partners=()), "continuity_plan_complete").outcome is UNKNOWN


def test_continuity_plan_without_an_end_is_unknown_and_without_a_realisation_not_met() -> None:
    assert judge(replace(PLAN, ends_on=None), "continuity_plan_complete").outcome is UNKNOWN
    assert judge(replace(PLAN, realisations=()), "continuity_plan_complete").outcome is NOT_MET


def test_gap_of_a_promise_is_never_negative_and_not_filled_by_another_year() -> None:
    rich, poor = PromiseYear(2025, Money(5), Money(9)), PromiseYear(2026, Money(7), Money(3))

    assert [rich.gap, poor.gap] == [Money(0), Money(4)]
    assert replace(PROMISE, years=(rich, poor)).gap == Money(4)


@pytest.mark.parametrize(
    ("realisation", "outcome"),
    [
        (REALISATION, MET),
        (replace(REALISATION, for_whom=""), NOT_MET),
        (replace(REALISATION, licence=" "), NOT_MET),
        (replace(REALISATION, how_to_use=""), NOT_MET),
        (replace(REALISATION, available_from=None), NOT_MET),
        (replace(REALISATION, adopters=()), NOT_MET),
        (replace(REALISATION, adopters=(" ",)), NOT_MET),
    ],
)
def test_scaling_plan_complete(realisation: Realisation, outcome: Outcome) -> None:
    dossier = replace(PLAN, realisations=(realisation,))

    assert judge(dossier, "scaling_plan_complete").outcome is outcome


def test_scaling_plan_needs_enough_realisations() -> None:
    params = {"realisations": 2, "adopters": 1}

    finding = judge(PLAN, "scaling_plan_complete", params)

    assert finding.outcome is NOT_MET
    assert str(finding.remedy) == "Add at least 1 more realisation."


# --- all rules --------------------------------------------------------------------------------

partners_of_any_kind = st.lists(
    st.one_of(
        st.builds(
            partner,
            st.sampled_from(NIS),
            st.sampled_from(list(Consent)),
            euro=st.sampled_from([9_999, 10_000]),
        ),
        st.builds(
            other,
            st.sampled_from(["OCMW", "vzw"]),
            st.sampled_from(list(Consent)),
            local=st.booleans(),
        ),
    ),
    max_size=6,
    unique_by=lambda p: p.id,
)
PARAMS: Mapping[str, list[dict[str, int]]] = {
    "minimum_municipalities": [{"number": n} for n in (1, 2, 3, 4)],
    "large_and_small": [{"threshold": n} for n in (14_455, 20_000, 300_000)],
    "within_regions": [{"maximum": n} for n in (1, 2)],
    "minimum_per_partner": [{}],
    "continuity_plan_complete": [{"years": 1}, {"years": 3}],
}
rules_about_partners = st.sampled_from(
    [Requirement(rule, params) for rule, choices in PARAMS.items() for params in choices]
)


def answered(dossier: Dossier, answers: tuple[Consent, ...]) -> Dossier:
    """Return the dossier in which the invited partners have given these answers."""
    remaining = iter(answers)
    return replace(
        dossier,
        partners=tuple(
            replace(p, consent=next(remaining)) if p.consent is INVITED else p
            for p in dossier.partners
        ),
    )


@given(partners_of_any_kind, rules_about_partners)
def test_unknown_is_exactly_when_the_awaited_answers_decide(
    partners: list[Partner], requirement: Requirement
) -> None:
    """Brute force: every answer every invited partner can give."""
    dossier = replace(PLAN, partners=tuple(partners))
    worlds = {
        evaluate([requirement], answered(dossier, answers), TERMS)[0].outcome
        for answers in product((ACCEPTED, REFUSED), repeat=len(dossier.invited))
    }

    (found,) = evaluate([requirement], dossier, TERMS)

    assert found.outcome is (worlds.pop() if len(worlds) == 1 else UNKNOWN)


@given(partners_of_any_kind, st.randoms(use_true_random=False))
def test_the_order_of_the_partners_is_irrelevant(partners: list[Partner], random: Random) -> None:
    shuffled = list(partners)
    random.shuffle(shuffled)
    requirements = [Requirement(rule.key, rule.defaults()) for rule in RULES.values()]

    first = evaluate(requirements, replace(PLAN, partners=tuple(partners)), TERMS)
    second = evaluate(requirements, replace(PLAN, partners=tuple(shuffled)), TERMS)

    assert first == second


@given(
    partners_of_any_kind,
    st.sampled_from(NIS),
    st.sampled_from(["minimum_municipalities", "large_and_small"]),
)
def test_one_more_partner_never_breaks_a_count(
    partners: list[Partner], extra: str, rule: str
) -> None:
    params = PARAMS[rule][1]
    before = judge(Dossier(partners=tuple(partners)), rule, params)
    more = Dossier(partners=(*partners, replace(partner(extra), id="extra")))

    if before.outcome is MET:
        assert judge(more, rule, params).outcome is MET


@given(partners_of_any_kind)
def test_what_is_not_met_says_what_to_do(partners: list[Partner]) -> None:
    requirements = [Requirement(rule.key, rule.defaults()) for rule in RULES.values()]

    for finding in evaluate(requirements, Dossier(partners=tuple(partners)), TERMS):
        assert (finding.remedy is None) == (finding.outcome is MET)


# --- parameters -------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_rule_works_with_its_defaults_and_explains_itself(rule: str) -> None:
    requirement = Requirement(rule, RULES[rule].defaults())

    assert requirement_faults([requirement]) == []
    assert str(explain(requirement, TERMS))


def test_parameter_faults_come_all_at_once_and_name_the_range() -> None:
    faults = requirement_faults(
        [
            Requirement("minimum_municipalities", {"number": 0}),
            Requirement("large_and_small", {}),
            Requirement("within_regions", {"maximum": 2, "size": 3}),
            Requirement("bogus", {}),
            Requirement("lead_local_authority", {}),
            Requirement("lead_local_authority", {}),
        ]
    )

    assert [fault.place for fault in faults] == [
        "rules.minimum_municipalities.number",
        "rules.large_and_small.threshold",
        "rules.within_regions.size",
        "rules.bogus",
        "rules.lead_local_authority",
    ]
    assert "from 1 to 50" in str(faults[0].text)


def test_a_truth_value_is_no_number() -> None:
    (fault,) = requirement_faults([Requirement("minimum_municipalities", {"number": True})])

    assert fault.place == "rules.minimum_municipalities.number"
