"""What the rules about other applications and other subsidies say about a dossier; by hand."""

from dataclasses import replace
from datetime import date

import pytest

from subsidy.calls.domain.dossier import Around, Consent, Dossier, Grant, Partner
from subsidy.calls.domain.rules import Outcome
from tests.support.dossiers import Said, other, partner, says

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
INVITED = Consent.INVITED

# --- one application as a lead ----------------------------------------------------------------

LEAD = replace(partner("44021"), lead=True, organisation_id="gent")
CHOOSE = "Choose another lead partner, or withdraw the other application."
NO_LEAD = "It is not known whether the lead partner leads another application."


@pytest.mark.parametrize(
    ("lead", "elsewhere", "said"),
    [
        (LEAD, {}, (MET, "Gent is the lead partner of no other submitted application.", None, ())),
        (
            LEAD,
            {"gent": 1, "aalst": 3},
            (NOT_MET, "Gent is the lead partner of 1 other submitted application.", CHOOSE, ()),
        ),
        (
            LEAD,
            {"gent": 2},
            (NOT_MET, "Gent is the lead partner of 2 other submitted applications.", CHOOSE, ()),
        ),
        (LEAD, None, (UNKNOWN, NO_LEAD, CHOOSE, ())),
        (replace(LEAD, consent=INVITED), {}, (UNKNOWN, NO_LEAD, CHOOSE, ())),
        (replace(LEAD, lead=False), {}, (UNKNOWN, NO_LEAD, CHOOSE, ())),
    ],
)
def test_the_other_applications_of_the_lead_are_counted(
    lead: Partner, elsewhere: dict[str, int] | None, said: Said
) -> None:
    dossier = Dossier(partners=(lead, partner("11001")), around=Around(led=elsewhere))

    assert says("one_lead", dossier) == said


# --- so many applications of one municipality -------------------------------------------------

FEWER = "Continue without a municipality that takes part in too many applications."
FITS = "No municipality takes part in more applications than the call allows."
MANY = "It is not known yet in how many applications each municipality takes part."
ANTWERP_LED = Dossier(partners=(partner("11002"), partner("11001"), partner("44021", INVITED)))


@pytest.mark.parametrize(
    ("elsewhere", "most", "said"),
    [
        ({}, 1, (MET, FITS, None, ())),
        ({"11001": 1, "13001": 9}, 2, (MET, FITS, None, ())),
        (
            {"11001": 1},
            1,
            (NOT_MET, "1 application is the most. No more fits for Aartselaar.", FEWER, ()),
        ),
        (
            {"11001": 2, "11002": 3, "44021": 4},
            2,
            (
                NOT_MET,
                "2 applications are the most. No more fits for Aartselaar, Antwerpen.",
                FEWER,
                (),
            ),
        ),
        ({"44021": 2}, 2, (UNKNOWN, MANY, FEWER, ())),  # as long as Gent may still say no
        (None, 2, (UNKNOWN, MANY, FEWER, ())),
    ],
)
def test_this_application_counts_among_those_of_a_municipality(
    elsewhere: dict[str, int] | None, most: int, said: Said
) -> None:
    dossier = replace(ANTWERP_LED, around=Around(joined=elsewhere))

    assert says("projects_per_municipality", dossier, {"projects": most}) == said


def test_without_a_municipality_nobody_takes_part_too_often() -> None:
    dossier = Dossier(partners=(other("Digi bv"),), around=Around(joined={"11001": 9}))

    assert says("projects_per_municipality", dossier, {"projects": 1})[0] is UNKNOWN


# --- no double subsidy ------------------------------------------------------------------------

FIRST, LAST = date(2022, 1, 1), date(2023, 12, 31)
REGISTER = "The register holds {} for the same action and period."
LEAVE_OUT = "Fill in the period and the actions, or leave out what is paid already."
PAID = Grant(
    nis="44021",
    title="Digibank",
    actions=frozenset({"access", "policy"}),
    starts_on=date(2023, 6, 1),
    ends_on=date(2025, 1, 1),
)
PROJECT = Dossier(
    partners=(partner("44021"), partner("11001")),
    starts_on=FIRST,
    ends_on=LAST,
    five_actions=("group", "access"),
)


def beside(*grants: Grant) -> Dossier:
    return replace(PROJECT, around=Around(grants=grants))


def test_each_subsidy_for_the_same_is_named() -> None:
    second = replace(PAID, nis="11001", title="Digipunt", actions=frozenset({"group"}))

    assert says("no_double_funding", beside(PAID)) == (
        NOT_MET,
        REGISTER.format("1 other subsidy"),
        LEAVE_OUT,
        ("Gent: “Digibank”",),
    )
    assert says("no_double_funding", beside(PAID, second)) == (
        NOT_MET,
        REGISTER.format("2 other subsidies"),
        LEAVE_OUT,
        ("Gent: “Digibank”", "Aartselaar: “Digipunt”"),
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "outcome"),
    [
        (LAST, date(2030, 1, 1), NOT_MET),
        (date(2024, 1, 1), date(2030, 1, 1), MET),
        (date(2019, 1, 1), FIRST, NOT_MET),
        (date(2019, 1, 1), date(2021, 12, 31), MET),
        (date(2022, 6, 1), date(2022, 6, 1), NOT_MET),
        (date(2019, 1, 1), date(2030, 1, 1), NOT_MET),
    ],
)
def test_one_day_in_common_is_the_same_period(
    starts_on: date, ends_on: date, outcome: Outcome
) -> None:
    grant = replace(PAID, starts_on=starts_on, ends_on=ends_on)

    assert says("no_double_funding", beside(grant))[0] is outcome


@pytest.mark.parametrize(
    "grant", [replace(PAID, actions=frozenset({"policy"})), replace(PAID, nis="13001")]
)
def test_another_action_or_another_municipality_may_be_paid(grant: Grant) -> None:
    assert says("no_double_funding", beside(grant)) == (
        MET,
        REGISTER.format("no other subsidy"),
        None,
        (),
    )


@pytest.mark.parametrize(
    "dossier",
    [
        replace(beside(PAID), starts_on=None),
        replace(beside(PAID), ends_on=None),
        replace(beside(PAID), five_actions=()),
        replace(beside(PAID), partners=(other("Digi bv"),)),
        PROJECT,  # nobody looked in the register
    ],
)
def test_while_something_is_empty_it_is_not_known_what_is_paid_twice(dossier: Dossier) -> None:
    assert says("no_double_funding", dossier) == (
        UNKNOWN,
        "It is not known yet whether something would be paid twice.",
        LEAVE_OUT,
        (),
    )


def test_where_nothing_else_is_paid_the_period_does_not_matter() -> None:
    empty = Dossier(partners=(partner("44021"),), around=Around(grants=()))

    assert says("no_double_funding", empty)[0] is MET
