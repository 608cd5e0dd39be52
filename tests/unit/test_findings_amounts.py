"""What the rules about money and time say about a dossier; how each rule explains itself; by hand.

The amounts are those of the call of 2022: R6 and R10 of the regulation.
"""

from datetime import date

import pytest

from subsidy.calls.domain.dossier import Consent, Dossier
from subsidy.calls.domain.rules import RULES, Outcome, Requirement, explain
from subsidy.core.money import Money
from tests.support.dossiers import TERMS, english, partner, says

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
INVITED = Consent.INVITED

# --- the amount of the application ------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "outcome", "asks", "remedy"),
    [
        (25_000_000, MET, "EUR 250000.00", None),
        (7_550_050, NOT_MET, "EUR 75500.50", "Ask for at least EUR 24499.50 more."),
        (41_000_001, NOT_MET, "EUR 410000.01", "Ask for at least EUR 10000.01 less."),
    ],
)
def test_the_amount_and_the_limits_are_named(
    cents: int, outcome: Outcome, asks: str, remedy: str | None
) -> None:
    sentence = (
        f"The application asks for {asks}. The call allows between EUR 100000.00 and EUR 400000.00."
    )

    found = says("amount_between", Dossier(requested=Money(cents)))

    assert found == (outcome, sentence, remedy, ())


def test_an_empty_budget_is_not_an_amount_that_is_too_low() -> None:
    assert says("amount_between", Dossier()) == (
        UNKNOWN,
        "The budget is still empty.",
        "Fill in a budget between EUR 100000.00 and EUR 400000.00.",
        (),
    )


# --- a share for every partner ----------------------------------------------------------------


@pytest.mark.parametrize("consent", [Consent.ACCEPTED, INVITED])
def test_every_partner_has_its_share(consent: Consent) -> None:
    """Ten thousand euro itself is enough, also of a partner that has not answered yet."""
    dossier = Dossier(partners=(partner("44021"), partner("11001", consent, euro=10_000)))

    assert says("minimum_per_partner", dossier) == (
        MET,
        "Every partner receives at least EUR 10000.00.",
        None,
        (),
    )


def test_a_share_that_is_too_small_is_named_with_its_partner() -> None:
    dossier = Dossier(partners=(partner("44021"), partner("11001", euro=9_999)))

    assert says("minimum_per_partner", dossier) == (
        NOT_MET,
        "1 partner receives less than EUR 10000.00.",
        "Raise the budget of Aartselaar to at least EUR 10000.00 per partner.",
        ("Aartselaar: EUR 9999.00",),
    )


def test_the_invited_whose_share_is_too_small_are_named_too() -> None:
    low = (partner("44021", euro=0), partner("11001", INVITED, euro=5_000))

    assert says("minimum_per_partner", Dossier(partners=(*low, partner("13040")))) == (
        NOT_MET,
        "2 partners receive less than EUR 10000.00.",
        "Raise the budget of Aartselaar, Gent to at least EUR 10000.00 per partner.",
        ("Aartselaar: EUR 5000.00", "Gent: EUR 0.00"),
    )


def test_only_an_invited_partner_is_short_so_the_share_is_not_known_yet() -> None:
    dossier = Dossier(partners=(partner("44021"), partner("11001", INVITED, euro=5_000)))

    assert says("minimum_per_partner", dossier) == (
        UNKNOWN,
        "1 partner receives less than EUR 10000.00.",
        "Raise the budget of Aartselaar to at least EUR 10000.00 per partner.",
        ("Aartselaar: EUR 5000.00",),
    )


def test_nobody_takes_part_so_the_share_is_not_known_yet() -> None:
    assert says("minimum_per_partner", Dossier(partners=(partner("44021", INVITED),))) == (
        UNKNOWN,
        "Every partner receives at least EUR 10000.00.",
        "Fill in the budget of every partner.",
        (),
    )


# --- the period -------------------------------------------------------------------------------


def test_a_period_is_named_by_its_days() -> None:
    within = Dossier(starts_on=date(2022, 9, 1), ends_on=date(2024, 8, 31))
    sentence = "The project runs from 2022-09-01 until 2024-08-31."

    assert says("period_within", within) == (MET, sentence, None, ())


def test_a_period_outside_the_call_says_which_days_are_left() -> None:
    late = Dossier(starts_on=date(2022, 9, 1), ends_on=date(2025, 1, 1))

    assert says("period_within", late) == (
        NOT_MET,
        "The project runs from 2022-09-01 until 2025-01-01.",
        "Choose a first and then a last day between 2022-01-01 and 2024-12-31.",
        (),
    )


def test_a_project_of_one_day_has_a_period() -> None:
    day = date(2023, 5, 4)

    assert says("period_within", Dossier(starts_on=day, ends_on=day))[0] is MET


def test_a_period_that_is_half_filled_in_is_not_filled_in() -> None:
    assert says("period_within", Dossier(starts_on=date(2022, 9, 1))) == (
        UNKNOWN,
        "The period of the project is not filled in yet.",
        "Fill in the first and the last day of the project.",
        (),
    )


# --- the rule itself, numbers filled in -------------------------------------------------------

YEARS = (
    "Every partner completes the continuity plan of every realisation. It says what stays, who "
    "carries it and who pays. It also names the cost of the {} after the end, the decision, the "
    "expectations and the risk."
)


@pytest.mark.parametrize(
    ("rule", "params", "sentence"),
    [
        (
            "amount_between",
            {},
            "An application asks for at least EUR 100000.00 and at most EUR 400000.00.",
        ),
        (
            "minimum_per_partner",
            {},
            "Every partner that takes part receives at least EUR 10000.00.",
        ),
        ("period_within", {}, "The project runs between 2022-01-01 and 2024-12-31."),
        ("lead_local_authority", {}, "The lead partner is a local authority."),
        ("minimum_municipalities", {"number": 1}, "At least 1 municipality takes part."),
        ("minimum_municipalities", {"number": 5}, "At least 5 municipalities take part."),
        (
            "large_and_small",
            {"threshold": 15_000},
            (
                "At least one municipality has fewer than 15000 inhabitants, "
                "and at least one has 15000 or more."
            ),
        ),
        (
            "within_regions",
            {"maximum": 1},
            "All municipalities that take part lie in 1 reference region.",
        ),
        (
            "within_regions",
            {"maximum": 3},
            "All municipalities that take part lie in at most 3 reference regions.",
        ),
        ("continuity_plan_complete", {"years": 1}, YEARS.format("year")),
        ("continuity_plan_complete", {"years": 3}, YEARS.format("3 years")),
        (
            "scaling_plan_complete",
            {"realisations": 2, "adopters": 5},
            (
                "The project names what all municipalities can use afterwards: at least 2. "
                "Each has a licence and a date. Each names who takes it over: at least 5."
            ),
        ),
    ],
)
def test_a_rule_explains_itself(rule: str, params: dict[str, int], sentence: str) -> None:
    assert RULES[rule].key == rule
    assert english(explain(Requirement(rule, params), TERMS)) == sentence
