"""What the rules about what stays say about a dossier; by hand."""

from dataclasses import replace
from datetime import date

import pytest

from subsidy.calls.domain.dossier import (
    Consent,
    Dossier,
    Partner,
    Promise,
    PromiseYear,
    Realisation,
)
from subsidy.calls.domain.rules import Outcome, promise_gaps, realisation_gaps
from subsidy.core.money import Money
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


# --- who the second and the third source of money are -----------------------------------------

SOURCE = "who the second or third source of money is"


def year(number: int, second: int, third: int) -> PromiseYear:
    return PromiseYear(number, Money(100), Money(100), Money(second), Money(third))


@pytest.mark.parametrize(
    ("second", "third", "names", "lacks"),
    [
        (0, 0, ("", ""), False),
        (1, 0, ("", ""), True),
        (1, 0, ("provincie", ""), False),
        (1, 0, (" ", "provincie"), True),  # the name stands at the other one
        (0, 1, ("", ""), True),
        (0, 1, ("", "provincie"), False),
        (0, 1, ("provincie", " "), True),
        (1, 1, ("provincie", ""), True),
        (1, 1, ("", "provincie"), True),
        (1, 1, ("provincie", "fonds"), False),
        (0, 0, ("provincie", "fonds"), False),
    ],
)
def test_a_source_that_pays_in_some_year_has_a_name(
    second: int, third: int, names: tuple[str, str], *, lacks: bool
) -> None:
    years = (year(2025, 0, 0), year(2026, second, third))
    promise = replace(PROMISE, years=years, second_source=names[0], third_source=names[1])

    assert [str(gap) for gap in promise_gaps(promise, [2025, 2026])] == ([SOURCE] if lacks else [])


# --- the decision of every partner ------------------------------------------------------------

LIMIT = date(2022, 1, 1)
LAST_DAY = date(2021, 12, 31)
DECIDE = "Fill in or enclose for every partner a decision dated before 2022-01-01."
IN_TIME = (MET, "Every partner decided before 2022-01-01.", None)
TOO_LATE = (NOT_MET, "A partner decided on 2022-01-01 or later.", DECIDE)
OPEN = (UNKNOWN, "The day of the decision is not known for every partner.", DECIDE)
GENT, AARTSELAAR = partner("44021"), partner("11001")


def promised(who: Partner, decided_on: date | None) -> Promise:
    return replace(PROMISE, partner_id=who.id, decided_on=decided_on)


def decided(*promises: Promise, enclosed: tuple[tuple[Partner, date], ...] = ()) -> Dossier:
    decisions = tuple((who.id, day) for who, day in enclosed)
    return Dossier(partners=(GENT, AARTSELAAR), promises=promises, decisions=decisions)


@pytest.mark.parametrize(
    ("dossier", "said", "evidence"),
    [
        (
            decided(promised(GENT, LAST_DAY), promised(AARTSELAAR, date(2021, 10, 1))),
            IN_TIME,
            ("Aartselaar: 2021-10-01", "Gent: 2021-12-31"),
        ),
        (  # of two decisions the last one counts
            decided(
                promised(GENT, LIMIT),
                promised(GENT, date(2021, 10, 1)),
                promised(AARTSELAAR, LAST_DAY),
            ),
            TOO_LATE,
            ("Aartselaar: 2021-12-31", "Gent: 2022-01-01"),
        ),
        (  # one of its two promises has no day
            decided(promised(GENT, LAST_DAY), promised(GENT, None), promised(AARTSELAAR, LAST_DAY)),
            OPEN,
            ("Aartselaar: 2021-12-31",),
        ),
        (decided(promised(GENT, LIMIT)), TOO_LATE, ("Gent: 2022-01-01",)),
        (decided(promised(GENT, LAST_DAY)), OPEN, ("Gent: 2021-12-31",)),
        (  # a decision that is enclosed gives its day to the promises without one
            decided(
                promised(GENT, None),
                promised(GENT, date(2021, 10, 1)),
                promised(AARTSELAAR, LAST_DAY),
                enclosed=((GENT, date(2021, 10, 2)),),
            ),
            IN_TIME,
            ("Aartselaar: 2021-12-31", "Gent: 2021-10-02"),
        ),
        (  # enclosed without a promise; the last of two
            decided(enclosed=((GENT, LAST_DAY), (AARTSELAAR, LAST_DAY), (AARTSELAAR, LIMIT))),
            TOO_LATE,
            ("Aartselaar: 2022-01-01", "Gent: 2021-12-31"),
        ),
        (  # what is enclosed later counts, whatever day was filled in
            decided(
                promised(GENT, LAST_DAY),
                promised(AARTSELAAR, LAST_DAY),
                enclosed=((GENT, LIMIT),),
            ),
            TOO_LATE,
            ("Aartselaar: 2021-12-31", "Gent: 2022-01-01"),
        ),
        (Dossier(partners=(partner("44021", INVITED),)), OPEN, ()),
    ],
)
def test_the_last_decision_of_every_partner_is_in_time(
    dossier: Dossier, said: tuple[Outcome, str, str | None], evidence: tuple[str, ...]
) -> None:
    params = {"before": LIMIT.toordinal()}

    assert says("decided_before", dossier, params) == (*said, evidence)


def test_two_partners_of_one_name_can_decide_apart() -> None:
    namesake = replace(AARTSELAAR, id="z", name="Gent")
    dossier = Dossier(partners=(namesake, GENT), promises=(promised(GENT, LAST_DAY),))

    found = says("decided_before", dossier, {"before": LIMIT.toordinal()})

    assert found == (*OPEN, ("Gent: 2021-12-31",))


# --- letters of intent, indicators ------------------------------------------------------------

TWO_LETTERS = "The call asks for at least 2."


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        (
            ("Mol", " mol ", "MOL", " "),
            (
                NOT_MET,
                f"1 municipality wrote that it will adopt a realisation. {TWO_LETTERS}",
                "Ask for more letters of intent, and fill them in.",
                (),
            ),
        ),
        (
            ("Mol", "Geel"),
            (
                MET,
                f"2 municipalities wrote that they will adopt a realisation. {TWO_LETTERS}",
                None,
                (),
            ),
        ),
        (
            (" ", ""),
            (
                UNKNOWN,
                "No letter of intent is filled in yet.",
                "Ask for more letters of intent, and fill them in.",
                (),
            ),
        ),
    ],
)
def test_a_municipality_that_wrote_counts_once(letters: tuple[str, ...], said: Said) -> None:
    assert says("letters_of_intent", Dossier(letters=letters), {"letters": 2}) == said


MEASURED = "a baseline, a target for each year and a source. The call asks for at least 2."


@pytest.mark.parametrize(
    ("indicators", "said"),
    [
        (("plaatsen", "uren"), (MET, f"2 indicators have {MEASURED}", None)),
        (
            ("uren",),
            (NOT_MET, f"1 indicator has {MEASURED}", "Complete the indicators, or add one."),
        ),
        ((), (NOT_MET, f"0 indicators have {MEASURED}", "Complete the indicators, or add one.")),
        (
            None,
            (UNKNOWN, "No indicator is filled in yet.", "Complete the indicators, or add one."),
        ),
    ],
)
def test_whole_indicators_are_counted_and_named(
    indicators: tuple[str, ...] | None, said: tuple[Outcome, str, str | None]
) -> None:
    dossier = Dossier(indicators=indicators)

    assert says("indicators_measured", dossier, {"indicators": 2}) == (*said, indicators or ())
