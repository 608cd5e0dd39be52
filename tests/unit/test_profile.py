"""What an organisation may say of itself."""

from dataclasses import replace

import pytest

from subsidy.applications.domain.form import ActionType
from subsidy.core.labels import chosen
from subsidy.organisations.domain.actions import ExistingAction
from subsidy.organisations.domain.profile import (
    Body,
    PartnerKind,
    Profile,
    differences,
    telephone_of,
    unfit,
)

WHOLE = Profile(
    first_name="An",
    family_name="Peeters",
    function="Coördinator",
    telephone="053 72 34 00",
    email="an.peeters@aalst.be",
    iban="BE68539007547034",
    account_holder="Stad Aalst",
    bodies=(Body.COLLEGE, Body.COUNCIL),
    mayor="Griet De Backer",
    actions=(ExistingAction.ACCESS,),
    partners=(PartnerKind.SOCIAL,),
)


def places(profile: Profile) -> list[str | None]:
    return [refusal.place for refusal in unfit(profile)]


def test_everything_may_stay_empty() -> None:
    assert unfit(Profile()) == []
    assert unfit(WHOLE) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("053 72 34 00", "+3253723400"),
        ("0478/12.34.56", "+32478123456"),
        ("0032 53 72 34 00", "+3253723400"),
        ("+31 20 123 4567", "+31201234567"),
        ("(053) 72-34-00", "+3253723400"),
    ],
)
def test_a_number_without_a_country_is_belgian(typed: str, stored: str) -> None:
    assert telephone_of(typed) == stored
    assert telephone_of(stored) == stored
    assert places(replace(WHOLE, telephone=typed)) == []


@pytest.mark.parametrize(
    "typed", ["12", "bel mij", "053 72 34 00 toestel 5", "0" * 20, "\u066053723400"]
)
def test_a_telephone_number_that_nobody_can_call(typed: str) -> None:
    assert places(replace(WHOLE, telephone=typed)) == ["telephone"]


def test_everything_wrong_is_said_at_once_at_its_place() -> None:
    wrong = replace(
        WHOLE,
        function="x" * 121,
        email="an.peeters",
        iban="BE00",
        account_holder="",
        actions=(ExistingAction.ACCESS, ExistingAction.NONE_YET),
        partners=(PartnerKind.NONE, PartnerKind.OTHER),
    )

    assert places(wrong) == ["function", "email", "iban", "account_holder", "actions", "partners"]


def test_a_name_without_an_account_is_refused() -> None:
    assert places(replace(WHOLE, iban="")) == ["iban"]


def test_codes_keep_the_order_of_the_list_and_drop_what_is_on_none() -> None:
    picked = chosen(Body, ["council", "college", "council", "koning"])

    assert picked == (Body.COLLEGE, Body.COUNCIL)
    assert replace(WHOLE, bodies=picked).decides is Body.COLLEGE
    assert Profile().decides is None


def test_the_existing_actions_are_those_of_an_application_and_none_yet() -> None:
    same = {(one.value, one.label) for one in ActionType}

    assert {(one.value, one.label) for one in ExistingAction} - same == {
        (ExistingAction.NONE_YET.value, ExistingAction.NONE_YET.label)
    }


def test_what_differs_is_named_without_the_answers() -> None:
    other = replace(WHOLE, email="info@aalst.be", bodies=())

    assert differences(WHOLE, other) == ("email", "bodies")
    assert differences(WHOLE, WHOLE) == ()
