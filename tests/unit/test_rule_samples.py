"""The small dossiers of which the examples of the rules are made: what each word adds to one.

The examples are built when their file is read; here each word is said again, and looked at.
"""

from datetime import date

import pytest

from subsidy.calls.domain.dossier import Around, Consent, Dossier, Municipality, Partner
from subsidy.calls.domain.rules import Outcome, Sentences
from subsidy.calls.domain.rules.samples import (
    asked,
    association,
    group,
    in_class,
    leading,
    town,
)
from subsidy.core.money import Money
from subsidy.core.text import Text

MOL = Partner(
    id="Mol",
    name="Mol",
    municipality=Municipality("Mol", "Mol", "Kempen", "", 12_000),
    local_authority=True,
    organisation_id="Mol",
)


def test_a_town_is_a_small_municipality_of_one_region_that_asks_nothing() -> None:
    assert town("Mol") == MOL
    assert (MOL.consent, MOL.lead, MOL.requested) == (Consent.ACCEPTED, False, Money(0))


def test_a_town_can_be_large_lie_elsewhere_and_ask_euros() -> None:
    gent = town("Gent", 265_086, region="Regio Gent", euro=75)

    assert gent.municipality == Municipality("Gent", "Gent", "Regio Gent", "", 265_086)
    assert gent.requested == Money(75_00)


def test_a_town_in_a_class_differs_in_nothing_else() -> None:
    classed = in_class("Mol", "a0")

    assert classed.municipality == Municipality("Mol", "Mol", "Kempen", "", 12_000, "a0")
    assert (classed.name, classed.local_authority, classed.organisation_id) == ("Mol", True, "Mol")


def test_an_association_is_no_municipality_and_no_local_authority() -> None:
    assert association("Digi bv") == Partner(
        id="Digi bv", name="Digi bv", municipality=None, local_authority=False
    )


def test_who_leads_or_is_asked_is_still_the_same_town() -> None:
    assert (leading(town("Mol")).lead, leading(town("Mol")).name) == (True, "Mol")
    assert asked(town("Mol")).consent is Consent.INVITED
    assert asked(town("Mol")).name == "Mol"


def test_a_group_asks_what_its_partners_ask() -> None:
    partners = (town("Mol", euro=10), asked(town("Geel", euro=5)))
    around = Around(led={"Mol": 1})

    assert group(*partners) == Dossier(partners=partners, requested=Money(15_00))
    assert group(*partners, around=around).around is around


@pytest.mark.parametrize("outcome", Outcome)
def test_one_sentence_for_whatever_is_found(outcome: Outcome) -> None:
    said = Text("The project began on %(day)s.", day=date(2022, 1, 1))

    assert Sentences.same(said).of(outcome) is said
