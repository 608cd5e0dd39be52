"""What an indicator lacks, what cannot be saved, and what a rule of the call counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from subsidy.applications.domain.checklist import checklist
from subsidy.applications.domain.conflicts import indicator_differences
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.indicators import (
    Indicator,
    Measure,
    Target,
    complete,
    missing,
    unfit,
)
from subsidy.applications.domain.signing import content_hash
from subsidy.applications.domain.snapshot import digest, file_of, snapshot
from subsidy.calls.domain.rules import Outcome, Requirement, Weight, evaluate
from subsidy.calls.domain.rules.samples import TERMS
from subsidy.language import words
from subsidy.planning.domain.codes import TargetGroup
from tests.support.case_files import YEARS, complete_file

TODAY = date(2021, 10, 1)
PROJECT = (2022, 2023)
VOLUNTEERS = Indicator(
    measure=Measure.VOLUNTEERS,
    baseline=0,
    measured_on=date(2021, 9, 1),
    targets=(Target(2022, 20), Target(2023, 40)),
    source="De coördinator telt elke maand.",
)
HOURS = replace(VOLUNTEERS, measure=Measure.OTHER, own="Uren hulp", unit="uren")


def lacking(*rows: Indicator) -> list[tuple[str | None, str]]:
    return [(each.place, words(each.text)) for each in missing(rows, PROJECT, YEARS)]


@pytest.mark.parametrize("row", [VOLUNTEERS, HOURS])
def test_a_whole_indicator_lacks_nothing_and_a_target_afterwards_may_be_there(
    row: Indicator,
) -> None:
    later = replace(row, targets=(*row.targets, Target(2026, 60)))

    assert lacking(row) == lacking(later) == []


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ({"measure": None}, "measure-0", "Kies wat u telt bij indicator 1."),
        (
            {"baseline": None},
            "baseline-0",
            "Vul in hoeveel er nu is van “Actieve vrijwilligers”. Nul telt ook.",
        ),
        (
            {"measured_on": None},
            "measured_on-0",
            "Vul in op welke dag u “Actieve vrijwilligers” hebt gemeten.",
        ),
        ({"source": ""}, "source-0", "Schrijf wie “Actieve vrijwilligers” meet, en hoe."),
        (
            {"targets": (Target(2022, 20),)},
            "target-0-2023",
            "Vul het doel van “Actieve vrijwilligers” in voor 2023.",
        ),
        (
            {"targets": ()},
            "target-0-2022",
            "Vul het doel van “Actieve vrijwilligers” in voor 2022 en 2023.",
        ),
        (
            {"targets": (*VOLUNTEERS.targets, Target(2031, 5))},
            "target-0-2031",
            "Haal het doel van “Actieve vrijwilligers” voor 2031 weg: het project loopt dan niet.",
        ),
        ({"measure": Measure.OTHER}, "own-0", "Schrijf wat u telt bij indicator 1."),
    ],
)
def test_what_lacks_is_said_with_its_place(
    changes: dict[str, object], place: str, sentence: str
) -> None:
    found = lacking(replace(VOLUNTEERS, **changes))  # type: ignore[arg-type]  # the test names the field

    assert found[0] == (f"indicators.{place}", sentence)


def test_something_else_needs_a_unit_of_its_own() -> None:
    ((place, sentence),) = lacking(replace(HOURS, unit=""))

    assert place == "indicators.unit-0"
    assert sentence == "Vul de eenheid in van “Uren hulp”."


def test_a_group_is_counted_apart_and_named() -> None:
    old = Indicator(measure=Measure.REACHED, group=TargetGroup.ELDERLY)
    poor = Indicator(measure=Measure.REACHED, group=TargetGroup.POVERTY)

    assert words(old.name) == f"Bereikte mensen: {words(TargetGroup.ELDERLY.label)}"
    assert unfit([old, poor], TODAY) == []
    assert [each.place for each in unfit([old, poor, old], TODAY)] == ["measure-2"]


def test_everything_that_cannot_be_is_said_at_once() -> None:
    wrong = replace(
        HOURS,
        own="x" * 121,
        measured_on=date(2021, 10, 2),
        baseline=-1,
        targets=(Target(2022, 10**10),),
    )

    found = [each.place for each in unfit([VOLUNTEERS, wrong], TODAY)]

    assert found == ["own-1", "measured_on-1", "baseline-1", "target-1-2022"]


def test_more_rows_than_fit_are_refused_but_empty_ones_do_not_count() -> None:
    many = [replace(HOURS, own=f"Uren {number}") for number in range(20)]

    assert unfit([*many, Indicator(), Indicator()], TODAY) == []
    assert len(unfit([*many, HOURS], TODAY)) == 1


# In a file ----------------------------------------------------------------------------------------


def test_a_file_without_indicators_keeps_the_hashes_of_before() -> None:
    """The figures come from the application of before it knew indicators."""
    file = complete_file()
    at = datetime(2021, 10, 29, 9, 59, 59, tzinfo=UTC)

    assert "indicators" not in snapshot(file, at)["file"]
    assert digest(snapshot(file, at)) == SNAPSHOT_BEFORE
    assert content_hash(file, "p0") == SIGNED_BEFORE


SNAPSHOT_BEFORE = "921bed1a10d4c94a38e5b327ea02d5e07ef8af1d75bea5fb533f804d01bfae86"
SIGNED_BEFORE = "7014c32b082909c7fb4cae1bb0411c82952c6801199b4c97b689458ce632341e"


def test_indicators_are_in_the_snapshot_and_in_no_signature() -> None:
    file = complete_file()
    counted = replace(file, indicators=(VOLUNTEERS, HOURS))
    at = datetime(2021, 10, 29, 9, 59, 59, tzinfo=UTC)

    assert file_of(snapshot(counted, at)) == counted
    assert content_hash(counted, "p0") == content_hash(file, "p0")


def asked(number: int, *rows: Indicator) -> tuple[Outcome, tuple[object, ...]]:
    file = replace(complete_file(), indicators=rows)
    rule = Requirement("indicators_measured", {"indicators": number}, Weight.KNOCK_OUT)
    (finding,) = evaluate([rule], file.dossier, TERMS)
    return finding.outcome, tuple(words(one) for one in finding.evidence)


def test_a_call_counts_only_whole_indicators() -> None:
    half = replace(HOURS, source="")

    assert asked(1) == (Outcome.UNKNOWN, ())
    assert asked(1, VOLUNTEERS, half) == (Outcome.MET, ("Actieve vrijwilligers",))
    assert asked(2, VOLUNTEERS, half) == (Outcome.NOT_MET, ("Actieve vrijwilligers",))
    assert complete([VOLUNTEERS], []) == ()


def test_the_part_is_there_only_when_the_call_asks_it_or_something_stands_in_it() -> None:
    file = complete_file()
    half = replace(file, indicators=(replace(HOURS, source=""),))
    rule = Requirement("indicators_measured", {"indicators": 1}, Weight.KNOCK_OUT)

    without, filled, asking = (
        {step.key: step.open for step in checklist(one, found, YEARS).steps}
        for one, found in (
            (file, ()),
            (half, ()),
            (file, evaluate([rule], file.dossier, TERMS)),
        )
    )

    assert Key.INDICATORS not in without
    assert filled[Key.INDICATORS] == asking[Key.INDICATORS] == 1


def test_two_texts_are_set_beside_each_other_row_by_row() -> None:
    more = replace(VOLUNTEERS, baseline=3, targets=(Target(2022, 25), Target(2023, 40)))

    found = indicator_differences([VOLUNTEERS], [more, HOURS])

    assert [(words(each.label), each.theirs, each.mine) for each in found[:2]] == [
        ("Indicator 1: Hoeveel is er nu?", 0, 3),
        ("Indicator 1: Doel in 2022", 20, 25),
    ]
    assert words(found[2].label) == "Indicator 2: Wat telt u?"
    assert (found[2].theirs, found[2].mine) == (None, Measure.OTHER)
