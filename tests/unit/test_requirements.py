"""The rules that a call chooses and the numbers it fills in: their ranges, and every refusal."""

from datetime import date

import pytest

from subsidy.calls.domain.rules import Kind, Parameter, Requirement, evaluate, requirement_faults
from subsidy.core.money import Money
from tests.support.dossiers import PLAN, TERMS, english


def parameter(kind: Kind, minimum: int, maximum: int) -> Parameter:
    return Parameter(
        key="size",
        word="grootte",
        label="size of the project",
        unit="",
        minimum=minimum,
        maximum=maximum,
        default=minimum,
        kind=kind,
    )


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.INTEGER, 20_000, 20_000),
        (Kind.MONEY, 1_000_050, Money(1_000_050)),
        (Kind.YEAR, 2025, "2025"),  # as text: a year has no thousands separator
        (Kind.SHARE, 1_250, "12,5 %"),
        (Kind.DATE, date(2021, 11, 1).toordinal(), date(2021, 11, 1)),
    ],
)
def test_a_value_is_shown_as_its_kind(kind: Kind, value: int, shown: object) -> None:
    assert parameter(kind, 1, 9).shown(value) == shown


@pytest.mark.parametrize(
    ("kind", "between"),
    [
        (Kind.INTEGER, "from 2022 to 2030"),
        (Kind.MONEY, "from EUR 20.22 to EUR 20.30"),
        (Kind.YEAR, "from 2022 to 2030"),
    ],
)
def test_a_refused_value_names_its_range(kind: Kind, between: str) -> None:
    objection = parameter(kind, 2022, 2030).objection(2031)

    assert english(objection) == f"Fill in “size of the project”: a whole number {between}."


def test_a_share_or_a_day_out_of_its_range_is_told_as_one() -> None:
    day = parameter(Kind.DATE, date(2022, 1, 1).toordinal(), date(2022, 1, 31).toordinal())

    assert english(parameter(Kind.SHARE, 1_000, 5_050).objection(999)) == (
        "Fill in “size of the project”: a percentage from 10 % to 50,5 %."
    )
    assert english(day.objection(date(2022, 2, 1).toordinal())) == (
        "Fill in “size of the project”: a day from 2022-01-01 to 2022-01-31."
    )


@pytest.mark.parametrize("value", [2, 3, 4])
def test_both_ends_of_a_range_belong_to_it(value: int) -> None:
    assert parameter(Kind.INTEGER, 2, 4).objection(value) is None


@pytest.mark.parametrize("value", [1, 5, -3, None, "3", 3.0])
def test_what_is_no_whole_number_in_the_range_is_refused(value: object) -> None:
    assert parameter(Kind.INTEGER, 2, 4).objection(value) is not None


def test_a_truth_value_is_not_the_number_one() -> None:
    assert parameter(Kind.INTEGER, 0, 1).objection(True) is not None


def test_a_call_is_judged_in_its_own_order() -> None:
    keys = ("period_within", "amount_between", "lead_local_authority")

    findings = evaluate([Requirement(key, {}) for key in keys], PLAN, TERMS)

    assert tuple(finding.rule for finding in findings) == keys


LIBRARY = (
    "lead_local_authority, minimum_municipalities, large_and_small, within_regions, "
    "minimum_typologies, connected_area, "
    "amount_between, minimum_per_partner, period_within, own_contribution, share_of_small, "
    "share_of_lead, de_minimis, "
    "needs_per_partner, privacy_complete, minimum_levers, minimum_degrees, minimum_actions, "
    "supporting_document, "
    "continuity_plan_complete, scaling_plan_complete, decided_before, letters_of_intent, "
    "indicators_measured, one_lead, projects_per_municipality, no_double_funding"
)


@pytest.mark.parametrize(
    ("requirements", "faults"),
    [
        (
            [Requirement("bogus", {"size": 1})],
            [("rules.bogus", f"There is no rule “bogus”. Choose from: {LIBRARY}.")],
        ),
        (
            [Requirement("within_regions", {"maximum": 2, "size": 3})],
            [
                (
                    "rules.within_regions.size",
                    "This rule has no parameter “size”. Leave it out.",
                )
            ],
        ),
        (
            [Requirement("minimum_municipalities", {"number": 51})],
            [
                (
                    "rules.minimum_municipalities.number",
                    "Fill in “number of municipalities”: a whole number from 1 to 50.",
                )
            ],
        ),
        (
            [
                Requirement("period_within", {}),
                Requirement("amount_between", {}),
                Requirement("amount_between", {}),
                Requirement("period_within", {}),
                Requirement("period_within", {}),
            ],
            [
                ("rules.amount_between", "This rule is there twice. Leave one out."),
                ("rules.period_within", "This rule is there twice. Leave one out."),
            ],
        ),
    ],
)
def test_a_fault_has_its_place_and_its_sentence(
    requirements: list[Requirement], faults: list[tuple[str, str]]
) -> None:
    found = [(fault.place, english(fault.text)) for fault in requirement_faults(requirements)]

    assert found == faults
