"""What the rules about what stays say about a dossier; by hand."""

from dataclasses import replace

import pytest

from subsidy.calls.domain.dossier import Consent, Dossier, Realisation
from subsidy.calls.domain.rules import Outcome, promise_gaps, realisation_gaps
from tests.support.dossiers import PLAN, PROMISE, REALISATION, Said, partner, says

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
INVITED = Consent.INVITED

# --- continuity plan --------------------------------------------------------------------------

NO_REALISATION = (
    NOT_MET,
    "The application names no realisation yet.",
    "Add what will exist when the project ends.",
    (),
)
INCOMPLETE = "Complete the continuity plan with every partner named."
WHOLE = "fill in the whole continuity plan."


@pytest.mark.parametrize(
    ("dossier", "said"),
    [
        (
            PLAN,
            (
                MET,
                "The continuity plan is complete for every realisation and every partner.",
                None,
                (),
            ),
        ),
        (replace(PLAN, realisations=()), NO_REALISATION),
        (
            replace(PLAN, ends_on=None),
            (
                UNKNOWN,
                "The last day of the project is not filled in yet.",
                "Fill in the first and the last day of the project.",
                (),
            ),
        ),
        (
            replace(PLAN, partners=()),
            (
                UNKNOWN,
                "No partner takes part yet.",
                "Ask the partners to answer the invitation.",
                (),
            ),
        ),
        (
            replace(PLAN, promises=(replace(PROMISE, stays=None, owner=""),)),
            (
                NOT_MET,
                "The continuity plan has 1 part that is not complete.",
                INCOMPLETE,
                ("“Digipunt in een koffer” at Aartselaar: fill in what stays, who carries it.",),
            ),
        ),
        (
            replace(PLAN, partners=(*PLAN.partners, partner("44021", INVITED))),
            (
                UNKNOWN,
                "The continuity plan has 1 part that is not complete.",
                INCOMPLETE,
                (f"“Digipunt in een koffer” at Gent: {WHOLE}",),
            ),
        ),
        (
            replace(
                PLAN,
                partners=(partner("44021"), partner("11002"), partner("13001", INVITED)),
            ),
            (
                NOT_MET,
                "The continuity plan has 3 parts that are not complete.",
                INCOMPLETE,
                (
                    f"“Digipunt in een koffer” at Antwerpen: {WHOLE}",
                    f"“Digipunt in een koffer” at Gent: {WHOLE}",
                    f"“Digipunt in een koffer” at Arendonk: {WHOLE}",
                ),
            ),
        ),
    ],
)
def test_the_continuity_plan_names_each_part_that_lacks(dossier: Dossier, said: Said) -> None:
    assert says("continuity_plan_complete", dossier, {"years": 3}) == said


def test_the_years_are_those_after_the_year_of_the_end() -> None:
    """The project ends in 2024 and the promise counts 2025, 2026 and 2027: no fourth year."""
    assert says("continuity_plan_complete", PLAN, {"years": 4})[0] is NOT_MET
    assert promise_gaps(PROMISE, (2025, 2027)) == ()
    assert [gap.msgid for gap in promise_gaps(PROMISE, (2024,))] == [
        "the yearly cost after the end"
    ]


def test_a_plan_without_a_word_lacks_everything_in_the_order_of_the_form() -> None:
    empty = replace(
        PROMISE,
        stays=None,
        owner=" ",
        funding_source=" ",
        deciding_body=" ",
        decided_on=None,
        expected_of_others=" ",
        risk=None,
        years=(),
    )

    assert [gap.msgid for gap in promise_gaps(empty, (2025,))] == [
        "what stays",
        "who carries it",
        "the yearly cost after the end",
        "who pays the cost",
        "which body decides",
        "the date of the decision",
        "what you expect of others",
        "the risk",
    ]


# --- scaling plan -----------------------------------------------------------------------------

SECOND = replace(REALISATION, id="r2", title="App")
BARE = Realisation(id="r3", title="Zaal")
NOT_YET = "Complete every realisation named."


@pytest.mark.parametrize(
    ("realisations", "needed", "said"),
    [
        (
            (REALISATION,),
            1,
            (
                MET,
                "The scaling plan is complete: others can take over every realisation.",
                None,
                (),
            ),
        ),
        ((), 1, NO_REALISATION),
        (
            (REALISATION,),
            2,
            (
                NOT_MET,
                "The application names 1 realisation. The call asks for at least 2.",
                "Add at least 1 more realisation.",
                (),
            ),
        ),
        (
            (REALISATION, replace(SECOND, licence=" ")),
            4,
            (
                NOT_MET,
                "The application names 2 realisations. The call asks for at least 4.",
                "Add at least 2 more realisations.",
                ("“App”: fill in the licence.",),
            ),
        ),
        (
            (REALISATION, replace(SECOND, available_from=None, adopters=())),
            2,
            (
                NOT_MET,
                "The scaling plan has 1 realisation that is not complete.",
                NOT_YET,
                ("“App”: fill in from when it is available, who takes it over.",),
            ),
        ),
        (
            (replace(REALISATION, how_to_use=""), replace(SECOND, for_whom="")),
            1,
            (
                NOT_MET,
                "The scaling plan has 2 realisations that are not complete.",
                NOT_YET,
                (
                    "“App”: fill in for whom it is.",
                    "“Digipunt in een koffer”: fill in how every municipality can use it.",
                ),
            ),
        ),
    ],
)
def test_the_scaling_plan_names_each_realisation_that_lacks(
    realisations: tuple[Realisation, ...], needed: int, said: Said
) -> None:
    dossier = replace(PLAN, realisations=realisations)

    assert says("scaling_plan_complete", dossier, {"realisations": needed, "adopters": 1}) == said


def test_a_bare_realisation_lacks_everything_in_the_order_of_the_form() -> None:
    assert [gap.msgid for gap in realisation_gaps(BARE, 1)] == [
        "for whom it is",
        "the licence",
        "how every municipality can use it",
        "from when it is available",
        "who takes it over",
    ]


@pytest.mark.parametrize(
    ("adopters", "enough"),
    [(("Arendonk", "Gent"), True), (("Arendonk", "Arendonk"), False), (("Arendonk", " "), False)],
)
def test_who_takes_over_is_counted_once(adopters: tuple[str, ...], *, enough: bool) -> None:
    assert (realisation_gaps(replace(REALISATION, adopters=adopters), 2) == ()) is enough
