"""What the rules about who pays and who receives which part say about a dossier; by hand."""

from dataclasses import replace
from datetime import date

import pytest

from subsidy.calls.domain.dossier import Around, Consent, Dossier, Partner
from subsidy.calls.domain.rules import Outcome
from subsidy.core.money import Money
from tests.support.dossiers import Said, other, partner, says

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
INVITED = Consent.INVITED

# --- what the partners pay themselves: 20 % of the cost ---------------------------------------

PAYS = "The partners pay {} of the cost themselves."


def paying(nis: str, own: int | None, consent: Consent = Consent.ACCEPTED) -> Partner:
    """Return a partner that asks 80 euro and pays so many euro itself."""
    paid = None if own is None else Money(own * 100)
    return replace(partner(nis, consent, euro=80), own_contribution=paid)


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ((paying("44021", 20),), (MET, PAYS.format("20 %"), None, ())),
        (  # 20 of 180
            (paying("44021", 20), paying("11001", 0)),
            (
                NOT_MET,
                PAYS.format("11,11 %") + " The call asks for at least 20 %.",
                "Raise the own contribution, or await the answers.",
                (),
            ),
        ),
        (
            (paying("44021", 20), paying("13001", None), paying("11001", None, INVITED)),
            (
                UNKNOWN,
                "It is not known yet what the partners pay themselves.",
                "Fill in the own contribution of Aartselaar, Arendonk.",
                (),
            ),
        ),
        (  # everybody said what it pays, but one may still stay away
            (paying("44021", 20), paying("11001", 0, INVITED)),
            (
                UNKNOWN,
                "It is not known yet what the partners pay themselves.",
                "Raise the own contribution, or await the answers.",
                (),
            ),
        ),
    ],
)
def test_the_own_contribution_is_a_part_of_the_cost(
    partners: tuple[Partner, ...], said: Said
) -> None:
    assert says("own_contribution", Dossier(partners=partners), {"share": 2_000}) == said


# --- what small municipalities receive --------------------------------------------------------

GOES = "{} of the amount goes to small municipalities."


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        (14_456, (MET, GOES.format("25 %"), None, ())),
        (
            14_455,  # the population of Aartselaar itself is not fewer
            (
                NOT_MET,
                GOES.format("0 %") + " The call asks for at least 25 %.",
                (
                    "Give municipalities with fewer than 14455 inhabitants "
                    "at least 25 % of the amount."
                ),
                (),
            ),
        ),
    ],
)
def test_small_municipalities_receive_a_part_of_the_amount(threshold: int, said: Said) -> None:
    """Gent and an association ask 65 of 100 euro, Aartselaar 25; who refused counts for nothing."""
    partners = (
        partner("44021", euro=45),
        partner("11001", euro=25),
        replace(other("Digi bv"), requested=Money(30_00)),
        partner("13001", Consent.REFUSED, euro=900),
    )
    params = {"threshold": threshold, "share": 2_500}

    assert says("share_of_small", Dossier(partners=partners), params) == said


def test_a_part_of_nothing_is_not_known() -> None:
    nothing = Dossier(partners=(partner("11001", euro=0),))

    assert says("share_of_small", nothing, {"threshold": 20_000, "share": 1})[:2] == (
        UNKNOWN,
        "It is not known yet which part goes to small municipalities.",
    )


# --- what the lead receives -------------------------------------------------------------------


def led(lead: Partner, *partners: Partner) -> Dossier:
    return Dossier(partners=(replace(lead, lead=True), *partners))


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        (
            led(partner("44021", euro=50), partner("11001", euro=50)),
            (MET, "The lead partner receives 50 % of the amount.", None, ()),
        ),
        (  # 5001 of 10000: a hundredth of a per cent too much
            led(partner("44021", euro=5_001), partner("11001", euro=4_999)),
            (
                NOT_MET,
                "The lead partner receives 50,01 % of the amount. The call allows at most 50 %.",
                "Give the lead partner at most 50 % of the amount.",
                (),
            ),
        ),
        (  # 100001 of 200001 is 50.000249 %: rounded up, for it is more than half
            led(partner("44021", euro=100_001), partner("11001", euro=100_000)),
            (
                NOT_MET,
                "The lead partner receives 50,01 % of the amount. The call allows at most 50 %.",
                "Give the lead partner at most 50 % of the amount.",
                (),
            ),
        ),
        (
            led(partner("44021", INVITED, euro=50), partner("11001", euro=50)),
            (
                UNKNOWN,
                "It is not known yet which part the lead partner receives.",
                "Give the lead partner at most 50 % of the amount.",
                (),
            ),
        ),
    ],
)
def test_the_lead_receives_a_part_of_the_amount(dossier: Dossier, said: Said) -> None:
    assert says("share_of_lead", dossier, {"share": 5_000}) == said


# --- de minimis aid: Regulation (EU) 2023/2831, 200,000 euro until 2023, 300,000 from 2024 ----

LAST_DAY, FIRST_DAY = date(2023, 12, 31), date(2024, 1, 1)
UNDER = "Every partner stays under the ceiling of de minimis aid."
OVER = "{} gets more de minimis aid than the ceiling."
NOT_YET = "It is not known yet whether every partner stays under the ceiling of aid."
LESS = "Ask less for the partners that are undertakings, or await the answers."
FILL_IN = "Fill in for {} whether it is an undertaking, and which aid it received."


def firm(name: str, received: int | None, asks: int, *, organisation: str = "") -> Partner:
    """Return an undertaking; amounts in cents."""
    return replace(
        other(name),
        undertaking=True,
        aid_received=None if received is None else Money(received),
        requested=Money(asks),
        organisation_id=organisation,
    )


def project(*partners: Partner, since: date | None = LAST_DAY, links: str | None = "") -> Dossier:
    """Return a file. ``links``: pairs of organisations, like ``A-B B-C``; None: not looked up."""
    pairs = None if links is None else frozenset(frozenset(p.split("-")) for p in links.split())
    return Dossier(partners=partners, starts_on=since, around=Around(linked=pairs))


@pytest.mark.parametrize(
    ("since", "asks", "outcome"),
    [
        (LAST_DAY, 50_000_00, MET),
        (LAST_DAY, 50_000_01, NOT_MET),
        (FIRST_DAY, 150_000_00, MET),
        (FIRST_DAY, 150_000_01, NOT_MET),
    ],
)
def test_aid_is_counted_to_the_cent_under_the_ceiling_of_the_first_day(
    since: date, asks: int, outcome: Outcome
) -> None:
    """A firm that received 150,000 euro before."""
    found = says("de_minimis", project(firm("Digi bv", 150_000_00, asks), since=since))

    met = (MET, UNDER, None, ())
    assert found == (met if outcome is MET else (NOT_MET, OVER.format("Digi bv"), LESS, ()))


def test_a_firm_that_received_nothing_can_ask_the_whole_ceiling() -> None:
    assert says("de_minimis", project(firm("Digi bv", 0, 200_000_00)))[0] is MET
    assert says("de_minimis", project(firm("Digi bv", 0, 200_000_01)))[0] is NOT_MET


# A received 90,000 euro, B and C nothing; each asks 60,000. Against a ceiling of 200,000:
# A 150,000; A and B 210,000; B and C 120,000; all three 270,000.
A, B, C = firm("A", 90_000_00, 60_000_00), firm("B", 0, 60_000_00), firm("C", 0, 60_000_00)


@pytest.mark.parametrize(
    ("links", "over"),
    [
        ("", ""),
        ("B-C", ""),
        ("A-B", "A, B"),
        ("A-B B-C", "A, B, C"),
        ("B-C A-B", "A, B, C"),
        ("A-C B-D D-C", "A, B, C"),  # through one that takes no part
        ("A-D C-E", ""),
    ],
)
def test_undertakings_that_hang_together_are_one(links: str, over: str) -> None:
    sentence, remedy = (OVER.format(over), LESS) if over else (UNDER, None)

    found = says("de_minimis", project(C, A, B, links=links))

    assert found == (NOT_MET if over else MET, sentence, remedy, ())


def test_two_pairs_of_undertakings_are_two() -> None:
    """A with B, and C with D: 210,000 euro each; with a D that received nothing, 120,000."""
    large, small = firm("D", 90_000_00, 60_000_00), firm("D", 0, 60_000_00)

    found = says("de_minimis", project(A, B, C, large, links="A-B C-D"))
    one_over = says("de_minimis", project(A, B, C, small, links="A-B C-D"))

    assert found[:2] == (NOT_MET, OVER.format("A, B, C, D"))
    assert one_over[:2] == (NOT_MET, OVER.format("A, B"))


def test_two_partners_of_one_organisation_are_one_undertaking() -> None:
    one, two = (firm(n, 50_000_00, 60_000_00, organisation="digi") for n in ("Dienst", "Zetel"))

    assert says("de_minimis", project(one, two))[:2] == (NOT_MET, OVER.format("Dienst, Zetel"))
    assert says("de_minimis", project(one, replace(two, organisation_id="x")))[0] is MET


def test_an_organisation_is_linked_by_its_key_and_not_by_its_place_in_the_file() -> None:
    sister = firm("Zetel", 90_000_00, 60_000_00, organisation="holding")
    partners = (firm("Dienst", 0, 60_000_00, organisation="digi"), sister)

    assert says("de_minimis", project(*partners, links="digi-holding"))[0] is NOT_MET
    assert says("de_minimis", project(*partners, links="Dienst-Zetel"))[0] is MET


@pytest.mark.parametrize(
    ("dossier", "names"),
    [
        (project(replace(A, undertaking=None), other("B")), "A, B"),
        (project(firm("A", None, 1), replace(B, consent=INVITED, undertaking=None)), "A, B"),
    ],
)
def test_who_did_not_answer_is_named(dossier: Dossier, names: str) -> None:
    asked = FILL_IN.format(names)
    undated = replace(dossier, starts_on=None)

    assert says("de_minimis", dossier) == (UNKNOWN, NOT_YET, asked, ())
    assert says("de_minimis", undated)[2] == f"{asked} Fill in the first day of the project too."


def test_without_a_first_day_there_is_no_ceiling_and_only_the_day_is_asked() -> None:
    dossier = project(A, replace(B, undertaking=False), since=None)

    assert says("de_minimis", dossier) == (
        UNKNOWN,
        NOT_YET,
        "Fill in the first day of the project.",
        (),
    )


def test_who_did_not_answer_can_only_add_to_what_is_too_much() -> None:
    dossier = project(A, B, firm("C", None, 0), links="A-B B-C")

    assert says("de_minimis", dossier) == (NOT_MET, OVER.format("A, B, C"), LESS, ())


def test_who_is_no_undertaking_is_under_no_ceiling() -> None:
    """Also when it hangs together with one, and whatever it asks; no first day is needed."""
    public = replace(firm("Stad", None, 900_000_00), undertaking=False)

    assert says("de_minimis", project(public, since=None, links=None)) == (MET, UNDER, None, ())
    assert says("de_minimis", project(public, A, links="Stad-A"))[0] is MET


def test_links_that_nobody_looked_up_matter_to_two_undertakings() -> None:
    """Nobody lacks an answer: one can only wait, or ask less."""
    assert says("de_minimis", project(A, B, links=None)) == (UNKNOWN, NOT_YET, LESS, ())
    assert says("de_minimis", project(A, replace(B, undertaking=False), links=None))[0] is MET
    too_much = firm("B", 0, 200_000_01)
    assert says("de_minimis", project(A, too_much, links=None))[0] is NOT_MET


def test_nobody_takes_part_so_nothing_is_known_of_aid() -> None:
    assert says("de_minimis", project()) == (UNKNOWN, NOT_YET, LESS, ())
