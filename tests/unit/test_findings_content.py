"""What the rules about what the project does say about a dossier; by hand."""

from dataclasses import replace

import pytest

from subsidy.calls.domain.dossier import Consent, Dossier, Partner
from subsidy.calls.domain.rules import Outcome
from tests.support.dossiers import Said, partner, says

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
INVITED = Consent.INVITED

# --- the needs of every partner ---------------------------------------------------------------


def telling(nis: str, needs: str, consent: Consent = Consent.ACCEPTED) -> Partner:
    return replace(partner(nis, consent), needs=needs)


GENT = telling("44021", "een digipunt")


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ((GENT,), (MET, "The needs of every partner are described.", None, ())),
        (
            (GENT, telling("11001", " ")),
            (
                NOT_MET,
                "1 partner did not write its needs.",
                "Write which needs of Aartselaar the project meets.",
                (),
            ),
        ),
        (
            (telling("11001", ""), telling("13001", ""), telling("13040", "", INVITED), GENT),
            (
                NOT_MET,
                "2 partners did not write their needs.",
                "Write which needs of Aartselaar, Arendonk, Turnhout the project meets.",
                (),
            ),
        ),
        (
            (GENT, telling("13040", "", INVITED)),
            (
                UNKNOWN,
                "Not every partner has answered yet.",
                "Write which needs of Turnhout the project meets.",
                (),
            ),
        ),
        (  # an invited partner that told its needs breaks nothing, whatever it answers
            (GENT, telling("13040", "een punt", INVITED)),
            (MET, "The needs of every partner are described.", None, ()),
        ),
        (
            (telling("13040", "een punt", INVITED),),
            (
                UNKNOWN,
                "Not every partner has answered yet.",
                "Ask the partners to answer the invitation.",
                (),
            ),
        ),
    ],
)
def test_every_partner_tells_its_needs(partners: tuple[Partner, ...], said: Said) -> None:
    assert says("needs_per_partner", Dossier(partners=partners)) == said


# --- privacy and cyber safety -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("risks", "measures", "said"),
    [
        ("phishing", "lessen", (MET, "complete", None)),
        ("phishing", " ", (NOT_MET, "half filled in", "Write how you protect and inform people.")),
        ("\n", "lessen", (NOT_MET, "half filled in", "Write which risks people run online.")),
        (" ", "", (UNKNOWN, "still empty", "Fill in the part on privacy and cyber safety.")),
    ],
)
def test_what_lacks_of_the_part_on_privacy_is_told(
    risks: str, measures: str, said: tuple[Outcome, str, str | None]
) -> None:
    outcome, how, remedy = said

    found = says("privacy_complete", Dossier(risks=risks, measures=measures))

    sentence = f"The part on privacy and cyber safety is {how}."
    assert found == (outcome, sentence, remedy, ())


# --- at least so many of a list ---------------------------------------------------------------

TWO_ACTIONS = Dossier(five_actions=("access", "group"))


@pytest.mark.parametrize(
    ("rule", "dossier", "params", "said"),
    [
        (
            "minimum_levers",
            Dossier(levers=("outreach", "participation")),
            {"levers": 2},
            (MET, "The project uses 2 levers. The call asks for at least 2.", None, ()),
        ),
        (  # one that is chosen twice is one
            "minimum_levers",
            Dossier(levers=("outreach", "outreach")),
            {"levers": 2},
            (
                NOT_MET,
                "The project uses 1 lever. The call asks for at least 2.",
                "Choose at least 2 levers.",
                (),
            ),
        ),
        (
            "minimum_levers",
            Dossier(degrees=("use",)),
            {"levers": 2},
            (UNKNOWN, "No lever is chosen yet.", "Choose at least 2 levers.", ()),
        ),
        (
            "minimum_degrees",
            Dossier(degrees=("use",)),
            {"degrees": 1},
            (
                MET,
                "The project tackles 1 degree of the divide. The call asks for at least 1.",
                None,
                (),
            ),
        ),
        (
            "minimum_degrees",
            Dossier(degrees=("use", "skills")),
            {"degrees": 3},
            (
                NOT_MET,
                "The project tackles 2 degrees of the divide. The call asks for at least 3.",
                "Choose at least 3 degrees of the digital divide.",
                (),
            ),
        ),
        (
            "minimum_actions",
            TWO_ACTIONS,
            {"actions": 2},
            (
                MET,
                "The project takes 2 of the five actions. The call asks for at least 2.",
                None,
                (),
            ),
        ),
        (
            "minimum_actions",
            TWO_ACTIONS,
            {"actions": 3},
            (
                NOT_MET,
                "The project takes 2 of the five actions. The call asks for at least 3.",
                "Choose at least 3 of the five actions.",
                (),
            ),
        ),
    ],
)
def test_what_is_chosen_is_counted(
    rule: str, dossier: Dossier, params: dict[str, int], said: Said
) -> None:
    assert says(rule, dossier, params) == said


# --- supporting documents ---------------------------------------------------------------------

ENCLOSE = "Enclose the supporting documents that you have, or name them."


@pytest.mark.parametrize(
    ("named", "enclosed", "count", "outcome"),
    [
        (("besluit 12", " Besluit 12 ", " "), (), "1 supporting document", NOT_MET),
        (("besluit 12", "brief"), (), "2 supporting documents", MET),
        (("besluit 12",), ("a.pdf", "b.pdf"), "2 supporting documents", MET),
        # what is enclosed may be what is named: three papers are not four
        (("besluit", "brief"), ("a.pdf",), "2 supporting documents", MET),
    ],
)
def test_documents_are_named_or_enclosed_and_count_once(
    named: tuple[str, ...], enclosed: tuple[str, ...], count: str, outcome: Outcome
) -> None:
    sentence = f"The application names or encloses {count}. The call asks for at least 2."

    found = says(
        "supporting_document", Dossier(documents=named, enclosed=enclosed), {"documents": 2}
    )

    assert found == (outcome, sentence, None if outcome is MET else ENCLOSE, ())


def test_a_name_of_spaces_is_no_document() -> None:
    assert says("supporting_document", Dossier(documents=(" ",)), {"documents": 1}) == (
        UNKNOWN,
        "No supporting document is named or enclosed yet.",
        ENCLOSE,
        (),
    )
