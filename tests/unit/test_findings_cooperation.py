"""What the rules about who works together say about a dossier; by hand."""

from dataclasses import replace

import pytest

from subsidy.calls.domain.dossier import Around, Consent, Dossier, Partner
from subsidy.calls.domain.rules import Outcome
from tests.support.dossiers import Said, other, partner, says

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
INVITED, REFUSED = Consent.INVITED, Consent.REFUSED
# Small (under 20,000) and in their regions: Aartselaar 11001 (Regio Antwerpen) and Arendonk 13001
# (Kempen). Large: Antwerpen 11002 (Regio Antwerpen), Turnhout 13040 (Kempen), Gent 44021.


def consortium(*accepted: str, invited: tuple[str, ...] = ()) -> Dossier:
    partners = (*map(partner, accepted), *(partner(nis, INVITED) for nis in invited))
    return Dossier(partners=partners)


# --- minimum number of municipalities ---------------------------------------------------------


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        (
            consortium("44021", "11001", "13040", "13001"),
            (
                MET,
                "The consortium counts 4 municipalities. The call asks for at least 4.",
                None,
                ("Aartselaar", "Arendonk", "Gent", "Turnhout"),
            ),
        ),
        (
            consortium("44021", "11001", invited=("13040", "13001")),
            (
                UNKNOWN,
                "The consortium counts 2 municipalities. The call asks for at least 4.",
                "Ask Arendonk, Turnhout to answer the invitation.",
                ("Aartselaar", "Gent"),
            ),
        ),
        (
            consortium("44021", invited=("13040",)),
            (
                NOT_MET,
                "The consortium counts 1 municipality. The call asks for at least 4.",
                "Invite at least 2 more municipalities.",
                ("Gent",),
            ),
        ),
    ],
)
def test_the_municipalities_are_counted_and_named(dossier: Dossier, said: Said) -> None:
    assert says("minimum_municipalities", dossier, {"number": 4}) == said


# --- large and small --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        (
            consortium("11001", "11002", "13001"),
            (
                MET,
                "Municipalities under and over 20000 inhabitants work together.",
                None,
                (
                    "Arendonk: 13437 inhabitants",
                    "Aartselaar: 14455 inhabitants",
                    "Antwerpen: 529417 inhabitants",
                ),
            ),
        ),
        (
            consortium("11001", invited=("13001",)),
            (
                NOT_MET,
                "No municipality that takes part has 20000 inhabitants or more.",
                "Invite a municipality with 20000 inhabitants or more.",
                ("Aartselaar: 14455 inhabitants",),
            ),
        ),
        (
            consortium("11002", invited=("44021",)),
            (
                NOT_MET,
                "No municipality that takes part has fewer than 20000 inhabitants.",
                "Invite a municipality with fewer than 20000 inhabitants.",
                ("Antwerpen: 529417 inhabitants",),
            ),
        ),
        (
            consortium(),
            (
                NOT_MET,
                "No municipality takes part yet.",
                "Invite a municipality with fewer than 20000 inhabitants and one with more.",
                (),
            ),
        ),
        (
            consortium("11001", invited=("13040", "13001", "44021")),
            (
                UNKNOWN,
                "No municipality that takes part has 20000 inhabitants or more.",
                "Ask Gent, Turnhout to answer the invitation.",
                ("Aartselaar: 14455 inhabitants",),
            ),
        ),
        (
            consortium(invited=("13001", "44021")),
            (
                UNKNOWN,
                "No municipality takes part yet.",
                "Ask Arendonk, Gent to answer the invitation.",
                (),
            ),
        ),
    ],
)
def test_the_sizes_are_compared_with_the_threshold(dossier: Dossier, said: Said) -> None:
    assert says("large_and_small", dossier, {"threshold": 20_000}) == said


# --- within some reference regions ------------------------------------------------------------


@pytest.mark.parametrize(
    ("dossier", "maximum", "said"),
    [
        (
            consortium("13040", "11001", "13001"),
            2,
            (
                MET,
                "The municipalities lie in 2 reference regions. The call allows at most 2.",
                None,
                ("Kempen: Arendonk, Turnhout", "Regio Antwerpen: Aartselaar"),
            ),
        ),
        (
            consortium("11001", "13040"),
            1,
            (
                NOT_MET,
                "The municipalities lie in 2 reference regions. The call allows at most 1.",
                "Continue with the municipalities of 1 reference region.",
                ("Kempen: Turnhout", "Regio Antwerpen: Aartselaar"),
            ),
        ),
        (
            consortium("44021", "11001", "13040"),
            2,
            (
                NOT_MET,
                "The municipalities lie in 3 reference regions. The call allows at most 2.",
                "Continue with the municipalities of 2 reference regions.",
                ("Kempen: Turnhout", "Regio Antwerpen: Aartselaar", "Regio Gent: Gent"),
            ),
        ),
        (
            consortium("11001", invited=("11002",)),
            1,
            (
                MET,
                "The municipalities lie in 1 reference region. The call allows at most 1.",
                None,
                ("Regio Antwerpen: Aartselaar",),
            ),
        ),
        (
            consortium(),
            1,
            (
                NOT_MET,
                "The municipalities lie in 0 reference regions. The call allows at most 1.",
                "Invite municipalities of 1 reference region.",
                (),
            ),
        ),
        (
            consortium(),
            2,
            (
                NOT_MET,
                "The municipalities lie in 0 reference regions. The call allows at most 2.",
                "Invite municipalities of at most 2 reference regions.",
                (),
            ),
        ),
        (
            consortium(invited=("44021", "11001")),
            1,
            (
                UNKNOWN,
                "The municipalities lie in 0 reference regions. The call allows at most 1.",
                "Ask Aartselaar, Gent to answer the invitation.",
                (),
            ),
        ),
        (
            consortium("11001", invited=("44021",)),
            1,
            (
                UNKNOWN,
                "The municipalities lie in 1 reference region. The call allows at most 1.",
                (
                    "If Gent all take part, there are too many reference regions. "
                    "Withdraw an invitation or await the answers."
                ),
                ("Regio Antwerpen: Aartselaar",),
            ),
        ),
    ],
)
def test_the_regions_are_counted_and_named(dossier: Dossier, maximum: int, said: Said) -> None:
    assert says("within_regions", dossier, {"maximum": maximum}) == said


# --- the lead ---------------------------------------------------------------------------------

NO_LEAD = (
    NOT_MET,
    "The application has no lead partner.",
    "Choose a local authority as lead partner.",
    (),
)


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        (None, NO_LEAD),
        (partner("44021", REFUSED), NO_LEAD),
        (
            other("vzw Digitaal"),
            (
                NOT_MET,
                "The lead partner vzw Digitaal is not a local authority.",
                "Choose a local authority as lead partner.",
                ("vzw Digitaal",),
            ),
        ),
        (
            partner("44021"),
            (MET, "The lead partner Gent is a local authority.", None, ("Gent",)),
        ),
        (
            partner("44021", INVITED),
            (
                UNKNOWN,
                "The lead partner Gent is a local authority.",
                "Ask Gent to answer the invitation.",
                ("Gent",),
            ),
        ),
    ],
)
def test_the_lead_is_named(lead: Partner | None, said: Said) -> None:
    partners = () if lead is None else (replace(lead, lead=True),)

    assert says("lead_local_authority", Dossier(partners=(partner("11001"), *partners))) == said


# --- one area ---------------------------------------------------------------------------------

# For the test: Gent lies beside Turnhout, and Turnhout beside Aartselaar; nothing else touches.
BORDERS = frozenset({frozenset({"44021", "13040"}), frozenset({"13040", "11001"})})
BETWEEN = "Invite the municipalities in between, or await the answers."


@pytest.mark.parametrize(
    ("dossier", "allowed", "said"),
    [
        (
            consortium("44021", "13040", "11001"),
            1,
            (
                MET,
                "The municipalities form 1 connected area. The call allows at most 1.",
                None,
                ("Aartselaar, Gent, Turnhout",),
            ),
        ),
        (
            consortium("44021", "11001"),
            1,
            (
                NOT_MET,
                "The municipalities form 2 connected areas. The call allows at most 1.",
                BETWEEN,
                ("Aartselaar", "Gent"),
            ),
        ),
        (
            consortium("44021", "13001", "13040"),
            2,
            (
                MET,
                "The municipalities form 2 connected areas. The call allows at most 2.",
                None,
                ("Arendonk", "Gent, Turnhout"),
            ),
        ),
        (
            consortium("44021", "11001", invited=("13040",)),
            1,
            (
                UNKNOWN,
                "The municipalities form 2 connected areas. The call allows at most 1.",
                BETWEEN,
                ("Aartselaar", "Gent"),
            ),
        ),
        (  # both of the region of Antwerpen
            consortium("11001", "11002"),
            1,
            (
                MET,
                "The municipalities form 1 connected area. The call allows at most 1.",
                None,
                ("Aartselaar, Antwerpen",),
            ),
        ),
        (  # no municipality is no area
            Dossier(partners=(other("Digi bv"),)),
            1,
            (
                NOT_MET,
                "The municipalities form 0 connected areas. The call allows at most 1.",
                BETWEEN,
                (),
            ),
        ),
    ],
)
def test_the_areas_are_counted_and_their_municipalities_named(
    dossier: Dossier, allowed: int, said: Said
) -> None:
    beside = replace(dossier, around=Around(borders=BORDERS))

    assert says("connected_area", beside, {"areas": allowed}) == said


def test_without_a_map_no_area_is_known() -> None:
    assert says("connected_area", consortium("44021"), {"areas": 1}) == (
        UNKNOWN,
        "It is not known which municipalities lie side by side.",
        BETWEEN,
        (),
    )


# --- typology classes -------------------------------------------------------------------------


def in_class(nis: str, typology: str, consent: Consent = Consent.ACCEPTED) -> Partner:
    found = partner(nis, consent)
    assert found.municipality is not None
    return replace(found, municipality=replace(found.municipality, typology=typology))


@pytest.mark.parametrize(
    ("partners", "outcome", "counted"),
    [
        ((in_class("44021", "a0"), in_class("11001", "b0")), MET, "2 typology classes"),
        (  # two of one class, and one without a class
            (in_class("44021", "a0"), in_class("11001", "a0"), in_class("13001", "")),
            NOT_MET,
            "1 typology class",
        ),
        ((in_class("44021", "a0"), in_class("11001", "b0", INVITED)), UNKNOWN, "1 typology class"),
    ],
)
def test_the_typology_classes_are_counted(
    partners: tuple[Partner, ...], outcome: Outcome, counted: str
) -> None:
    assert says("minimum_typologies", Dossier(partners=partners), {"classes": 2}) == (
        outcome,
        f"The municipalities come from {counted}. The call asks for at least 2.",
        None
        if outcome is MET
        else "Invite a municipality of another typology class, or await the answers.",
        (),
    )
